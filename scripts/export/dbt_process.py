"""Runs dbt as a subprocess, with nothing of the caller's environment that could change the build.

dbt takes any of its options from a variable (DBT_INDIRECT_SELECTION=empty leaves out every test),
and looks for its profile in several folders. So it gets the project's own profile, the target by
name, and of its own variables only where its files go and what is secret.
"""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from publisher.journal import Journal
from publisher.warehouse import target_name
from scripts.project import DBT, PROFILE

FILES_GO = ("DBT_TARGET_PATH", "DBT_LOG_PATH")
SECRET = "DBT_ENV_SECRET_"


def target_file(name: str) -> Path:
    """Return a file that dbt leaves in its target folder."""
    return DBT / os.environ.get("DBT_TARGET_PATH", "target") / name


def run_dbt(
    arguments: Sequence[str],
    journal: Journal,
    *,
    quiet: bool = False,
    variables: Mapping[str, str] | None = None,
) -> int:
    """Run dbt, with variables of the environment, and pass on what it prints; return its code."""
    command = [
        *("dbt", "--quiet", "--no-use-colors", *arguments),
        *("--project-dir", str(DBT), "--profiles-dir", str(_profiles())),
        *("--profile", "dbt_trends", "--target", target_name()),
    ]
    with subprocess.Popen(
        command,
        cwd=DBT,
        env={**_environment(), **(variables or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.strip() and not quiet:
                    journal.say(line.rstrip())
        except BaseException:
            process.terminate()
            raise
    return process.returncode


def _environment() -> dict[str, str]:
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("DBT_") or name in FILES_GO or name.startswith(SECRET)
    }


def _profiles() -> Path:
    """Return a folder with the project's profile, whatever profiles there are elsewhere."""
    profile = target_file("profiles") / "profiles.yml"
    content = PROFILE.read_bytes()
    # Not written again, so that another export never sees half of it.
    if not profile.is_file() or profile.read_bytes() != content:
        profile.parent.mkdir(parents=True, exist_ok=True)
        profile.write_bytes(content)
    return profile.parent.absolute()
