"""The operator's look at the sources, on an emulated BigQuery: the same facts as on DuckDB."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import ExitCode
from scripts.facts import command as source_facts
from tests.emulator.bigquery import Emulator
from tests.emulator.conftest import DocumentsRun, FullBuild, Objects
from tests.emulator.production import TABLES

OPTIONAL = [table for table in TABLES if table.is_optional]


def look(
    emulator: Emulator | None,
    patch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    *arguments: str,
    **variables: str,
) -> tuple[int, str, str]:
    """Run the command on an emulator, or on DuckDB; return its code, stdout and stderr."""
    with patch.context() as context:
        context.delenv("TRENDS_TARGET", raising=False)
        for name, value in ((emulator.variables if emulator else {}) | variables).items():
            context.setenv(name, value)
        capsys.readouterr()
        code = source_facts.main(list(arguments))
    out, err = capsys.readouterr()
    return code, out, err


def facts(out: str) -> Any:
    """Return what is counted, wherever the tables are."""
    content = json.loads(out)
    return content["absent"], content["facts"]


def test_the_facts_of_both_engines_are_equal(
    full_build: FullBuild,
    sample_league_dir: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = look(full_build.emulator, monkeypatch, capsys, "--json")
    assert code == ExitCode.OK, err
    assert err.startswith("billed for this check: ")
    expected = look(None, monkeypatch, capsys, str(sample_league_dir), "--json")
    assert facts(out) == facts(expected[1])


def test_without_the_optional_tables_they_are_equal_too(
    documents_run: DocumentsRun,
    published_without_optional: Objects,
    sample_league_dir: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    code, out, err = look(documents_run.emulator, monkeypatch, capsys, "--json")
    assert code == ExitCode.OK, err
    shutil.copytree(sample_league_dir, tmp_path / "data")
    for table in OPTIONAL:
        (tmp_path / "data" / table.dataset / f"{table.name}.parquet").unlink()
    expected = look(None, monkeypatch, capsys, str(tmp_path / "data"), "--json")
    assert facts(out) == facts(expected[1])
    assert sorted(facts(out)[0]) == sorted(table.name for table in OPTIONAL)


@pytest.mark.parametrize(
    ("variables", "code", "message"),
    [
        (
            {"TRENDS_BIGQUERY_LOCATION": "us-west2"},
            ExitCode.WAREHOUSE_UNAVAILABLE,
            "is in US, and TRENDS_BIGQUERY_LOCATION says us-west2",
        ),
        (
            {"TRENDS_BIGQUERY_SOURCE_PROJECT": "another-project"},
            ExitCode.WAREHOUSE_UNAVAILABLE,
            "dataset another-project.nba_analytics does not exist: correct",
        ),
        (
            {"BIGQUERY_EMULATOR_HOST": "http://127.0.0.1:9"},
            ExitCode.WAREHOUSE_UNAVAILABLE,
            "BigQuery is unreachable",
        ),
        (
            {"TRENDS_BIGQUERY_ABSENT_SOURCES": "nbac_schedule"},
            ExitCode.USAGE,
            "names nbac_schedule, which is not an optional table",
        ),
    ],
    ids=["location", "project", "out of reach", "absent"],
)
def test_what_is_in_the_way_is_said_in_one_line(
    full_build: FullBuild,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    variables: dict[str, str],
    code: ExitCode,
    message: str,
) -> None:
    monkeypatch.setattr("publisher.bigquery.RETRY_SECONDS", 1)
    found, out, err = look(full_build.emulator, monkeypatch, capsys, **variables)
    assert (found, out) == (code, "")
    assert message in err
    assert len(err.splitlines()) == 1


def test_a_table_without_a_column_is_named_and_the_code_is_10(
    documents_run: DocumentsRun,
    published_without_optional: Objects,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Last on this emulator: it removes a table."""
    client = documents_run.emulator.client
    (schedule,) = [table for table in TABLES if table.name == "nbac_schedule"]
    place = f"sample-project.{schedule.full_name}"
    client.delete_table(place)
    code, _, err = look(documents_run.emulator, monkeypatch, capsys)
    assert (code, err) == (ExitCode.SOURCE_MALFORMED, f"error: {place}: no such table\n")
    less = {name: kind for name, kind in schedule.columns.items() if name != "game_status"}
    made = schedule.in_bigquery("sample-project", {})
    made.schema = [field for field in made.schema if field.name in less]
    client.create_table(made)
    code, _, err = look(documents_run.emulator, monkeypatch, capsys)
    assert code == ExitCode.SOURCE_MALFORMED
    assert f"error: {place}: column game_status (INT64) is missing" in err.splitlines()
    assert f"error: {place}: the table is empty" in err.splitlines()
