"""Marts that cannot be published: each ends with its message and code, and changes nothing."""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher import warehouse as warehouse_module
from publisher.documents import DOCUMENTS
from publisher.documents.facts import facts_of
from tests.faults.folder import ALL, NEXT_DAY, changed, load
from tests.fixtures.contracts import CONTRACTS
from tests.fixtures.daily_marts import D, daily_tables
from tests.fixtures.hand_marts import all_tables
from tests.fixtures.release import Run, Warehouse, snapshot


@pytest.mark.parametrize(
    ("mart", "column", "value", "path"),
    [
        ("fct_what_matters_archetypes", "archetype", "coach", "what-matters is not valid: $."),
        ("fct_what_matters_factors", "level", "4", "what-matters is not valid: $.archetypes"),
        ("fct_team_tendencies_pace", "list_name", "sideways", "team-tendencies is not valid: $."),
        ("fct_quick_hits_candidates", "position", None, "quick-hits is not valid: $.stats"),
        ("fct_deep_dive", "slug", "Slug", "deep-dive is not valid: $.slug: 'Slug'"),
    ],
)
def test_one_invalid_document_of_all_changes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path, mart: str, column: str, value: Any, path: str
) -> None:
    run("all")
    before = snapshot(tmp_path / "site")
    tables = all_tables() | changed()
    tables[mart][0][column] = value
    warehouse(tables)
    outcome = run("all")
    assert outcome.code == 3
    assert path in outcome.error
    assert outcome.receipt["written"] == []
    assert snapshot(tmp_path / "site") == before


def test_a_missing_warehouse_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trends.duckdb").unlink()
    outcome = run("daily")
    assert outcome.code == 5
    assert "trends.duckdb" in outcome.error and "dbt build" in outcome.error


@pytest.mark.parametrize("keep", [0, 5000, 20_000])
def test_a_corrupt_warehouse_file(run: Run, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "trends.duckdb"
    size = path.stat().st_size
    assert keep < size
    path.write_bytes(path.read_bytes()[:keep] + b"\x5a" * (size - keep))
    outcome = run("daily")
    assert outcome.code == 5
    assert f"{path} cannot be read" in outcome.error


def test_a_locked_warehouse_file(run: Run, tmp_path: Path) -> None:
    hold = (
        "import duckdb, sys, time; connection = duckdb.connect(sys.argv[1]); "
        "print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "trends.duckdb")], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        outcome = run("daily")
    finally:
        holder.kill()
        holder.communicate()
    assert outcome.code == 5
    assert "is locked by another process" in outcome.error


@pytest.mark.parametrize("mart", sorted(CONTRACTS))
def test_a_missing_mart(run: Run, warehouse: Warehouse, tmp_path: Path, mart: str) -> None:
    tables = all_tables()
    del tables[mart]
    warehouse(tables)
    outcome = run("all")
    assert outcome.code == 4
    assert f"mart trends.{mart} does not exist" in outcome.error
    group = next(
        document.group
        for document in DOCUMENTS
        for one in (document.header, *document.details, *facts_of(document))
        if one.name == mart
    )
    assert f"dbt build --select tag:trends_{group}" in outcome.error
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("mart", "column"),
    [
        ("fct_whos_hot", "note_no_lines"),
        ("fct_whos_hot_players", "heat_score"),
        ("fct_bounce_back_players", "as_of_date"),
    ],
)
def test_a_missing_column(
    run: Run,
    warehouse: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
    mart: str,
    column: str,
) -> None:
    types = {name: kind for name, kind in CONTRACTS[mart].items() if name != column}
    monkeypatch.setitem(CONTRACTS, mart, types)
    tables = daily_tables()
    for row in tables[mart]:
        del row[column]
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 4
    assert f"mart trends.{mart} lacks the column {column};" in outcome.error


def test_a_mart_of_another_date(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", today=NEXT_DAY)
    assert outcome.code == 4
    assert (
        "mart trends.fct_whos_hot has no row for 2025-01-11: it holds 2025-01-10; build it: "
        "dbt build --select tag:trends_daily --vars '{as_of_date: \"2025-01-11\"}'"
    ) in outcome.error
    assert not (tmp_path / "site").exists()


def test_an_empty_mart(run: Run, warehouse: Warehouse) -> None:
    tables = daily_tables()
    tables["fct_bounce_back"].clear()
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 4
    assert "trends.fct_bounce_back has no row for 2025-01-10: it holds no dates" in outcome.error


def test_a_mart_with_two_rows_for_the_date(run: Run, warehouse: Warehouse) -> None:
    tables = daily_tables()
    tables["fct_whos_hot"] *= 2
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 4
    assert "has 2 rows for 2025-01-10" in outcome.error


def test_other_dates_of_a_mart_stay_out_and_lists_are_in_order(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    tables = daily_tables()
    for rows in tables.values():
        rows += [
            {**row, "as_of_date": day}
            for day in (D - timedelta(days=1), NEXT_DAY)
            for row in tuple(rows)
        ]
    warehouse(tables)
    assert run("daily").receipt["documents"][0]["records"] == 4
    lists = load(tmp_path / "site" / ALL[2])["periods"]["30d"]
    assert [entry["rank"] for entry in lists["hot"]] == [1, 2]


@pytest.mark.parametrize(
    ("mart", "column", "value", "path"),
    [
        ("fct_whos_hot_players", "heat_score", 10.5, "whos-hot is not valid: $.periods.30d."),
        ("fct_whos_hot_players", "heat_score", float("nan"), "nan is not a finite number"),
        ("fct_whos_hot_players", "list_name", "lukewarm", "lukewarm"),
        ("fct_whos_hot_periods", "period", "60d", "60d"),
        # The last document breaks, after the first is good: nothing of either may change.
        ("fct_bounce_back", "status", "fine", "bounce-back is not valid: $.status: 'fine'"),
        ("fct_bounce_back_players", "team_abbr", None, "bounce-back is not valid: $."),
    ],
)
def test_an_invalid_document_changes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path, mart: str, column: str, value: Any, path: str
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    tables = changed()
    tables[mart][0][column] = value
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 3
    assert path in outcome.error
    assert outcome.receipt["written"] == []
    assert snapshot(tmp_path / "site") == before


def test_without_the_variable_the_projects_own_file_is_read_and_no_other(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever files there are where the command happens to run."""
    monkeypatch.delenv("TRENDS_DUCKDB_PATH")
    monkeypatch.setattr(warehouse_module, "PROJECT", tmp_path / "project")
    (tmp_path / "dbt_trends").mkdir()
    shutil.copy(tmp_path / "trends.duckdb", tmp_path / "dbt_trends" / "trends.duckdb")
    own = tmp_path / "project" / "dbt_trends" / "trends.duckdb"
    missing = run("daily")
    assert missing.code == 5
    assert f"there is no warehouse file {own}" in missing.error
    own.parent.mkdir(parents=True)
    (tmp_path / "trends.duckdb").rename(own)
    found = run("daily")
    assert found.code == 0
    assert f"the marts are in {own}" in [event["message"] for event in found.events]
