"""What the export makes of what dbt leaves: freshness and warnings; dbt is a stand-in on PATH."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from publisher.errors import BuildError, UsageError
from publisher.journal import Journal
from scripts.export import dbt_project
from scripts.sources.absent import VARIABLE, absent_tables, optional_tables

OLD, EMPTY = "2026-01-10T08:00:00+00:00", "0001-01-01T00:00:00+00:00"
LIMITS = {
    "warn_after": {"count": 36, "period": "hour"},
    "error_after": {"count": 14, "period": "day"},
}
OPTIONAL = {
    "br_rosters_current": "nba_raw",
    "odds_api_player_points_props": "nba_raw",
    "player_aliases": "nba_reference",
}


class Dbt:
    """A stand-in that leaves a file in dbt's target folder and ends with an exit code."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.data = folder / "data"
        (folder / "target").mkdir()
        self.has({})
        for name, dataset in OPTIONAL.items():
            (self.data / dataset).mkdir(parents=True, exist_ok=True)
            (self.data / dataset / f"{name}.parquet").touch()

    def has(self, nodes: dict[str, Any]) -> None:
        """Leave a manifest with these nodes."""
        (self.folder / "target" / "manifest.json").write_text(json.dumps({"nodes": nodes}))

    def leaves(self, file: str, content: str, code: int) -> None:
        (self.folder / "answer").write_text(content)
        stand_in = self.folder / "dbt"
        stand_in.write_text(
            f'#!/bin/sh\nprintf "%s\\n" "$@" > {self.folder}/arguments\n'
            f"env > {self.folder}/environment\n"
            f"cp {self.folder}/answer $DBT_TARGET_PATH/{file}\nexit {code}\n"
        )
        stand_in.chmod(0o755)

    @property
    def arguments(self) -> list[str]:
        """The arguments of its last run."""
        return (self.folder / "arguments").read_text().splitlines()

    @property
    def environment(self) -> dict[str, str]:
        """The environment of its last run."""
        lines = (self.folder / "environment").read_text().splitlines()
        return dict(line.split("=", 1) for line in lines if "=" in line)

    @property
    def vars(self) -> Any:
        """The vars of its last run."""
        return json.loads(self.arguments[self.arguments.index("--vars") + 1])


@pytest.fixture
def dbt(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Dbt:
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    monkeypatch.setenv("TRENDS_DATA_DIR", str(tmp_path / "data"))
    for name in ("TRENDS_TARGET", "TRENDS_BIGQUERY_SOURCE_PROJECT", VARIABLE):
        monkeypatch.delenv(name, raising=False)
    return Dbt(tmp_path)


@pytest.fixture
def on_bigquery(dbt: Dbt, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Return a function that switches to BigQuery, with the tables that are absent."""

    def go(absent: str) -> None:
        monkeypatch.setenv("TRENDS_TARGET", "bigquery")
        monkeypatch.setenv(VARIABLE, absent)
        monkeypatch.delenv("TRENDS_DATA_DIR")

    return go


# --- freshness


def found(table: str, status: str, loaded: str) -> dict[str, Any]:
    unique_id = f"source.dbt_trends.{table}"
    return {"unique_id": unique_id, "status": status, "max_loaded_at": loaded, "criteria": LIMITS}


def stale_sources(dbt: Dbt, *results: dict[str, Any]) -> tuple[list[str], list[str]]:
    dbt.leaves("sources.json", json.dumps({"results": results}), 1)
    return dbt_project.stale_sources(["daily"], Journal(str))


def test_stale_and_late_tables_are_told_apart(dbt: Dbt) -> None:
    stale, late = stale_sources(
        dbt,
        found("nba_raw.nbac_schedule", "error", OLD),
        found("nba_analytics.player_game_summary", "warn", OLD),
        found("nba_analytics.team_offense_game_summary", "pass", OLD),
        found("nba_analytics.team_offense_game_summary", "error", EMPTY),
        # It may be empty: the documents then say so.
        found("nba_raw.nbac_injury_report", "error", EMPTY),
    )
    assert stale == [
        "nba_analytics.team_offense_game_summary: holds no rows",
        "nba_raw.nbac_schedule: nothing newer than 2026-01-10 08:00Z; the limit is 14 days",
    ]
    assert late == [
        "nba_analytics.player_game_summary: nothing newer than 2026-01-10 08:00Z; "
        "the limit is 36 hours",
        "nba_raw.nbac_injury_report: holds no rows",
    ]
    assert "--exclude" not in dbt.arguments


@pytest.mark.parametrize("status", ["warn", "error"])
@pytest.mark.parametrize("table", OPTIONAL)
def test_an_optional_table_is_at_most_late(dbt: Dbt, table: str, status: str) -> None:
    name = f"{OPTIONAL[table]}.{table}"
    for loaded, words in ((OLD, "nothing newer than 2026-01-10 08:00Z"), (EMPTY, "holds no rows")):
        stale, (late,) = stale_sources(dbt, found(name, status, loaded))
        assert stale == []
        assert late.startswith(f"{name}: {words}")


@pytest.mark.parametrize("table", OPTIONAL)
def test_nothing_is_asked_of_a_table_without_a_file(dbt: Dbt, table: str) -> None:
    (dbt.data / OPTIONAL[table] / f"{table}.parquet").unlink()
    assert stale_sources(dbt) == ([], [])
    arguments = dbt.arguments
    assert arguments[arguments.index("--exclude") + 1] == f"source:{OPTIONAL[table]}.{table}"
    assert arguments[arguments.index("--exclude") + 2] == "--vars"
    # dbt sees it itself.
    assert dbt.vars == {}


def test_nothing_is_asked_of_a_table_that_bigquery_lacks(
    dbt: Dbt, on_bigquery: Callable[[str], None]
) -> None:
    on_bigquery("player_aliases, odds_api_player_points_props")
    assert stale_sources(dbt) == ([], [])
    start = dbt.arguments.index("--exclude") + 1
    assert dbt.arguments[start : start + 2] == [
        "source:nba_raw.odds_api_player_points_props",
        "source:nba_reference.player_aliases",
    ]
    assert dbt.vars == {"absent_sources": ["odds_api_player_points_props", "player_aliases"]}


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(
            {
                "results": [
                    {
                        "unique_id": "source.dbt_trends.nba_raw.nbac_schedule",
                        "status": "runtime error",
                        "error": "Database Error\n  503",
                    }
                ]
            }
        ),
        '{"results": [',
    ],
    ids=["engine", "cut short"],
)
def test_a_freshness_that_cannot_be_determined_is_a_failed_build(dbt: Dbt, content: str) -> None:
    dbt.leaves("sources.json", content, 1)
    with pytest.raises(BuildError):
        dbt_project.stale_sources(["daily"], Journal(str))


# --- tables that are not there


def test_the_optional_tables_are_those_of_the_list_of_sources() -> None:
    assert optional_tables() == OPTIONAL


@pytest.mark.parametrize("named", ["", " ", ",", " , "])
def test_an_empty_name_names_no_table(on_bigquery: Callable[[str], None], named: str) -> None:
    on_bigquery(named)
    assert absent_tables() == []


@pytest.mark.parametrize(
    ("named", "unknown"),
    [
        ("nbac_schedule", "nbac_schedule"),
        ("player_aliases,nbac_injury_report", "nbac_injury_report"),
        ("nba_reference.player_aliases", "nba_reference.player_aliases"),
        ("no_such_table", "no_such_table"),
    ],
)
def test_a_required_table_cannot_be_named_as_absent(
    on_bigquery: Callable[[str], None], named: str, unknown: str
) -> None:
    on_bigquery(named)
    with pytest.raises(
        UsageError, match=f"names {unknown}, which is not an optional table; these are"
    ):
        absent_tables()


def test_what_bigquery_lacks_does_not_matter_to_duckdb(
    dbt: Dbt, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(VARIABLE, "player_aliases")
    assert absent_tables() == []


# --- tests that only warn


def ended(name: str, status: str, failures: int, query: str) -> dict[str, Any]:
    return {
        "unique_id": f"test.dbt_trends.{name}.1a2b3c",
        "status": status,
        "failures": failures,
        "compiled_code": query,
    }


def build(dbt: Dbt, warehouse: Path | None, *results: dict[str, Any], code: int = 0) -> list[str]:
    dbt.leaves("run_results.json", json.dumps({"results": results}), code)
    day = date(2026, 1, 15)
    return dbt_project.build(["daily"], day, day, Journal(str), warehouse)


@pytest.fixture
def warehouse(tmp_path: Path) -> Path:
    path = tmp_path / "trends.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "create table quotes as select * from (values ('Zed', 'odds_api', 3),"
            " ('Abe', 'bettingpros', 12), ('Bo', null, 1), ('Cy', 'odds_api', 2))"
            " as quotes (player_name, feed, quotes)"
        )
    return path


QUOTES = "quotes_of_tonight_are_matched"


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        (1, "1 row (player_name=Abe, feed=bettingpros, quotes=12)"),
        (2, "2 rows (player_name=Abe, feed=bettingpros, quotes=12; player_name=Bo, quotes=1)"),
        (
            4,
            "4 rows (player_name=Abe, feed=bettingpros, quotes=12; player_name=Bo, quotes=1; "
            "player_name=Cy, feed=odds_api, quotes=2; …)",
        ),
    ],
)
def test_a_test_that_warns_is_reported_with_its_count_and_some_rows(
    dbt: Dbt, warehouse: Path, rows: int, text: str
) -> None:
    query = f"select * from quotes order by player_name limit {rows}"
    result = ended(QUOTES, "warn", rows, query)
    assert build(dbt, warehouse, result) == [f"{QUOTES}: {text}"]


def test_what_passed_and_what_is_not_a_test_is_not_reported(dbt: Dbt, warehouse: Path) -> None:
    model = {"unique_id": "model.dbt_trends.fct_whos_hot", "status": "warn", "failures": None}
    passed = ended("books_of_tonight_are_known", "pass", 0, "select 1")
    assert build(dbt, warehouse, model, passed) == []


def test_tests_that_warn_are_reported_one_by_one_in_the_order_of_their_names(
    dbt: Dbt, warehouse: Path
) -> None:
    results = [ended(name, "warn", 1, "select 7 as answer") for name in (QUOTES, "books_are_known")]
    assert build(dbt, warehouse, *results) == [
        "books_are_known: 1 row (answer=7)",
        f"{QUOTES}: 1 row (answer=7)",
    ]


@pytest.mark.parametrize("place", ["bigquery", "gone", "bad query"])
def test_name_and_count_are_reported_where_rows_cannot_be_had(
    dbt: Dbt, warehouse: Path, tmp_path: Path, place: str
) -> None:
    file = {"bigquery": None, "gone": tmp_path / "gone.duckdb", "bad query": warehouse}[place]
    query = "select * from no_such_table" if place == "bad query" else "select 1"
    assert build(dbt, file, ended(QUOTES, "warn", 1204, query)) == [f"{QUOTES}: 1204 rows"]


def test_a_failed_build_is_a_failed_build_whatever_warns(dbt: Dbt, warehouse: Path) -> None:
    with pytest.raises(BuildError):
        build(dbt, warehouse, ended(QUOTES, "warn", 1, "select 1"), code=1)


def test_the_build_knows_what_bigquery_lacks(dbt: Dbt, on_bigquery: Callable[[str], None]) -> None:
    on_bigquery("br_rosters_current")
    build(dbt, None)
    assert dbt.vars == {"absent_sources": ["br_rosters_current"]}


def test_another_project_of_the_sources_is_bigquerys_alone(
    dbt: Dbt, on_bigquery: Callable[[str], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRENDS_BIGQUERY_SOURCE_PROJECT", "sources")
    build(dbt, None)
    assert dbt.vars == {}
    on_bigquery("")
    build(dbt, None)
    assert dbt.vars == {"source_project": "sources"}
