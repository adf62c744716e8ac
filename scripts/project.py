"""Where the parts of the project are, and how a command of it runs dbt in a scratch folder."""

from __future__ import annotations

import os
import shutil
import sys
from functools import cache
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parents[1]
DBT = ROOT / "dbt_trends"
PROFILE = ROOT / "profiles.yml.example"

# dbt compiles for BigQuery without signing in.
UNSIGNED = {"TRENDS_BIGQUERY_METHOD": "oauth-secrets", "DBT_ENV_SECRET_BIGQUERY_TOKEN": "none"}

# USD, on demand, US and EU; some locations cost more.
BIGQUERY_PRICE_PER_TIB = 6.25


@cache
def variables() -> dict[str, Any]:
    """Return the vars of dbt_project.yml."""
    project = yaml.safe_load((DBT / "dbt_project.yml").read_text(encoding="utf-8"))
    found: dict[str, Any] = project["vars"]
    return found


def dbt_environment(scratch: Path, **more: str) -> dict[str, str]:
    """Return the environment of a dbt run that keeps its files in a folder, with its profile there.

    dbt is the one beside this Python.
    """
    shutil.copy(PROFILE, scratch / "profiles.yml")
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DBT_PROFILES_DIR": str(scratch),
        "DBT_TARGET_PATH": str(scratch / "target"),
        "DBT_LOG_PATH": str(scratch / "logs"),
        **more,
    }
