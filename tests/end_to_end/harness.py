"""Runs the real thing: dbt as a subprocess, the publisher's own reading and building."""

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

from publisher.build import build_document, encode
from publisher.documents import DOCUMENTS
from publisher.reading import read_marts
from publisher.warehouse import DuckDBReader
from scripts.docs.examples import GENERATED_AT

ROOT = Path(__file__).parents[2]
WITHOUT_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")


def environment(data_dir: Path, warehouse: Path, scratch: Path) -> dict[str, str]:
    """Return the environment of a dbt run or of a script, all its files under ``scratch``."""
    profiles = scratch / "profiles"
    profiles.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "profiles.yml.example", profiles / "profiles.yml")
    return {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DBT_PROFILES_DIR": str(profiles),
        "DBT_TARGET_PATH": str(scratch / "target"),
        "DBT_LOG_PATH": str(scratch / "logs"),
        "TRENDS_DATA_DIR": str(data_dir),
        "TRENDS_DUCKDB_PATH": str(warehouse),
    }


def dbt_build(
    data_dir: Path, warehouse: Path, first: date, last: date | None = None, *, tests: bool = False
) -> None:
    """Build the marts of one date or of a range from an empty database, with data tests or not."""
    warehouse.unlink(missing_ok=True)
    # No mart is built before its date begins: the guards refuse such a one.
    generated_at = max(GENERATED_AT, f"{last or first}T11:00:00+00:00")
    dates = f'as_of_start: "{first}", as_of_end: "{last}"' if last else f'as_of_date: "{first}"'
    run = subprocess.run(
        [
            "dbt",
            "--quiet",
            "build",
            *(("--exclude-resource-type", "unit_test") if tests else WITHOUT_TESTS),
            *("--vars", f'{{{dates}, generated_at: "{generated_at}"}}'),
        ],
        cwd=ROOT / "dbt_trends",
        env=environment(data_dir, warehouse, warehouse.parent / f"dbt-{warehouse.stem}"),
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def documents(warehouse: Path, as_of: date) -> dict[str, dict[str, Any]]:
    """Return the documents of a date, by name, as the publisher builds them."""
    with DuckDBReader(warehouse) as reader:
        return {
            document.name: build_document(document, read_marts(reader, document, as_of))
            for document in DOCUMENTS
        }


def document_bytes(warehouse: Path, as_of: date) -> dict[str, bytes]:
    """Return the documents of a date, by name, as the bytes that are published."""
    return {name: encode(content) for name, content in documents(warehouse, as_of).items()}
