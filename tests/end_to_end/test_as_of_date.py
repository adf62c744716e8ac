"""The date may come from the environment, so that another day need not be parsed again."""

import subprocess
from pathlib import Path

import pytest

from tests.fixtures.harness import ROOT, environment


@pytest.fixture(scope="module")
def scratch(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("as_of_date")


def compiled(scratch: Path, in_environment: str, *options: str) -> str:
    """Return the SQL of the as-of dates, with the date that the environment names."""
    run = subprocess.run(
        ["dbt", "compile", "--select", "int_as_of_dates", *options],
        cwd=ROOT / "dbt_trends",
        env=environment(scratch, scratch / "trends.duckdb", scratch)
        | {"TRENDS_AS_OF_DATE": in_environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    (path,) = (scratch / "target" / "compiled").rglob("int_as_of_dates.sql")
    return path.read_text("utf-8")


def test_another_date_in_the_environment_does_not_cause_a_new_parse(scratch: Path) -> None:
    assert "date '2026-01-15'" in compiled(scratch, "2026-01-15")
    log = scratch / "logs" / "dbt.log"
    log.unlink()
    assert "date '2026-01-16'" in compiled(scratch, "2026-01-16")
    assert "Partial parsing enabled, no changes found, skipping parsing" in log.read_text("utf-8")


def test_a_var_comes_before_the_environment(scratch: Path) -> None:
    sql = compiled(scratch, "2026-01-15", "--vars", '{as_of_date: "2025-01-10"}')
    assert "date '2025-01-10'" in sql
    assert "2026" not in sql
