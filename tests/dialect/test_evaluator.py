"""Google's reference evaluator and DuckDB make the same rows of a tiny league, model by model."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import duckdb
import pytest

from tests.dialect import league, league_tables
from tests.dialect.compiled import (
    MACRO_VECTORS,
    Project,
    build_on_duckdb,
    compile_for_bigquery,
    compiled_analyses,
    project_of,
)
from tests.dialect.conftest import SECONDS
from tests.dialect.warehouse import listed, source_tables
from tests.dialect.zetasql_engine import Row, SqlError, Table, ZetaSql

TOLERANCE = 1e-12

# What must show up of the league: at least these values in these columns.
COVERED: dict[tuple[str, str], set[Any]] = {
    ("fct_whos_hot", "status"): {"ok", "no_games", "insufficient_data", "off_season"},
    ("fct_whos_hot", "season"): {"2024-25", "2025-26"},
    ("fct_whos_hot", "note_no_lines"): {True, False},
    ("fct_whos_hot", "note_no_injury_report"): {True, False},
    ("fct_whos_hot", "note_no_recent_lines"): {True, False},
    ("fct_whos_hot_players", "list_name"): {"hot", "cold", "hot_tonight", "cold_tonight"},
    ("fct_whos_hot_players", "streak_direction"): {"over", "under"},
    ("fct_whos_hot_players", "position"): {None, "F-C", "G-F"},
    ("fct_whos_hot_players", "tonight__line_type"): {None, "sportsbook", "dfs"},
    ("fct_bounce_back", "note_no_candidates"): {True, False},
    ("fct_bounce_back", "note_no_watch_list"): {True, False},
    ("fct_bounce_back_players", "list_name"): {"candidates", "watch_list"},
    ("int_player_games__results", "result"): {"OVER", "UNDER", "PUSH"},
    ("int_lines__market", "book"): {
        *("DraftKings", "FanDuel", "BetMGM", "bet365", "theScore Bet", "PrizePicks", "Underdog"),
    },
    ("int_lines__market", "line_feed"): {"bettingpros", "odds_api"},
    ("int_lines__market", "is_tonight"): {True, False},
    ("int_lines__books", "is_withdrawn"): {True, False},
    ("int_lines__books", "over_odds"): {None, -105, -110, 105},
    ("int_lines__quotes", "kind"): {None, "sportsbook", "dfs", "exchange", "none"},
    ("int_lines__quotes", "player_lookup"): {None, "alijones", "bjornlundjr", "maxweiss"},
    ("int_players__keys", "has_namesake"): {True, False},
    ("int_players__named", "name_key"): {"allyjones", "bearlund", "bjornlund", "dansmithiii"},
    ("int_schedule__team_games", "is_over"): {True, False},
    ("int_documents__data_gaps", "games_without_results"): {0, 1},
    ("int_documents__data_gaps", "is_missing_results"): {True, False},
    ("int_slate__tonight", "injury_status"): {None, "out", "doubtful", "not_listed"},
    ("int_slate__tonight", "is_home"): {None, True, False},
    ("int_bounce_back__eligible_games", "shortfall_bucket"): {None, 0, 1, 2},
    ("int_bounce_back__eligible_games", "average_bucket"): {0, 1, 2, 3},
    ("int_teams__defense_ranks", "defense_rank"): {1, 2, 3},
    ("int_archetypes__games", "archetype"): {
        None,
        "veteran_star",
        "prime_star",
        "young_star",
        "other_star",
        "role_player",
    },
    ("int_props__described", "shot_profile"): {
        None,
        "interior",
        "perimeter",
        "mid_range",
        "balanced",
    },
    ("stg_nba_raw__injury_reports", "name_key"): {
        "bjornlundjr",
        "durolecki",
        "ivonovak",
        "maxweiss",
    },
}


@dataclass(frozen=True)
class Outcome:
    """What the evaluator made of the league, by name: each statement's rows, and what it refused.

    ``models`` are models and analyses.
    """

    models: dict[str, Table]
    tests: dict[str, Table]
    refused: dict[str, str]


@pytest.fixture(scope="module")
def league_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """The project compiled for BigQuery with the league's thresholds."""
    return project_of(compile_for_bigquery(tmp_path_factory.mktemp("bigquery_league"), league.VARS))


@pytest.fixture(scope="module")
def on_zetasql(zetasql: ZetaSql, league_project: Project) -> Outcome:
    """Every model and data test, evaluated in build order on the rows of those before it."""
    tables = source_tables(league_project)
    for key, source in league_project.sources.items():
        rows = [
            tuple(row.get(column) for column in source.columns)
            for row in league_tables.TABLES[source.name]()
        ]
        tables[key] = Table(source.relation, source.columns, rows)
    outcome = Outcome(models={}, tests={}, refused={})
    for node in league_project.nodes:
        readable = all(parent in tables for parent in node.parents)
        if node.kind == "seed" or MACRO_VECTORS in node.tags or not readable:
            continue
        started = time.monotonic()
        try:
            result = zetasql.evaluate(node.sql, [tables[parent] for parent in node.parents])
        except SqlError as refusal:
            outcome.refused[node.name] = str(refusal)
            continue
        if (seconds := time.monotonic() - started) > 1:
            SECONDS[f"evaluating {node.name}"] = seconds
        tables[node.unique_id] = Table(node.relation, result.columns, result.rows)
        kind = outcome.tests if node.kind == "test" else outcome.models
        kind[node.name] = tables[node.unique_id]
    return outcome


@pytest.fixture(scope="module")
def on_duckdb(
    tmp_path_factory: pytest.TempPathFactory, league_project: Project
) -> dict[str, Table]:
    """The rows of every model and analysis from a real build whose data tests have passed."""
    scratch = tmp_path_factory.mktemp("duckdb_league")
    for source in league_project.sources.values():
        dataset = source.relation.split("`")[3]
        path = scratch / "data" / dataset / f"{source.name}.parquet"
        league_tables.write_parquet(path, source.columns, league_tables.TABLES[source.name]())
    started = time.monotonic()
    build_on_duckdb(scratch, scratch / "data", scratch / "league.duckdb", league.VARS)
    SECONDS["building on DuckDB"] = time.monotonic() - started
    models = {}
    with duckdb.connect(str(scratch / "league.duckdb"), read_only=True) as connection:
        connection.execute("set TimeZone = 'UTC'")
        for node in league_project.nodes:
            if node.kind == "model":
                models[node.name] = _table(connection, f"select * from trends.{node.name}")
        for name, sql in compiled_analyses(scratch, scratch / "league.duckdb", league.VARS).items():
            models[name] = _table(connection, sql)
    return models


def _table(connection: duckdb.DuckDBPyConnection, sql: str) -> Table:
    found = connection.sql(sql)
    columns = dict(zip(found.columns, map(str, found.types), strict=True))
    return Table("", columns, found.fetchall())


def _plain(value: Any) -> Any:
    """Return a value without what the engines' clients add: time zone objects, trailing zeros."""
    if isinstance(value, datetime):
        return value.astimezone(UTC)
    return value.normalize() + 0 if isinstance(value, Decimal) else value


def _order(row: Row) -> tuple[list[str], list[str]]:
    # Numbers last and coarse: engines may differ in the last digit, or in the type.
    numbers = [value for value in row if isinstance(value, int | float | Decimal)]
    return [str(value) for value in row if value not in numbers], [f"{x:.6g}" for x in numbers]


def _equal(left: Any, right: Any, *, exact: bool) -> bool:
    numbers = isinstance(left, int | float | Decimal) and isinstance(right, int | float | Decimal)
    if not exact and numbers and float in (type(left), type(right)):
        # One engine's float may be the other's NUMERIC, but not in the contracted marts.
        return math.isclose(left, right, rel_tol=TOLERANCE, abs_tol=1e-15)
    return bool(left == right) and (type(left) is type(right) or isinstance(left, datetime))


def differences(left: Table, right: Table, *, exact: bool) -> list[str]:
    """Return how two tables differ, in a few lines at most: columns, number of rows, cells."""
    if list(left.columns) != list(right.columns):
        return [f"columns {list(left.columns)} != {list(right.columns)}"]
    if len(left.rows) != len(right.rows):
        return [f"{len(left.rows)} rows != {len(right.rows)}"]
    ours, theirs = (
        sorted((tuple(map(_plain, row)) for row in table.rows), key=_order)
        for table in (left, right)
    )
    return [
        f"{name}: {a!r} != {b!r} in {dict(zip(left.columns, one, strict=True))}"
        for one, other in zip(ours, theirs, strict=True)
        for name, a, b in zip(left.columns, one, other, strict=True)
        if not _equal(a, b, exact=exact)
    ][:5]


def test_every_model_is_evaluated(league_project: Project, on_zetasql: Outcome) -> None:
    assert not on_zetasql.refused, listed(on_zetasql.refused)
    assert set(on_zetasql.models) == {
        node.name for node in league_project.nodes if node.kind in ("model", "analysis")
    }


def test_every_dialect_and_statistics_macro_is_evaluated(league_project: Project) -> None:
    # What makes DuckDB's views over its parquet files is not part of any statement.
    assert league_project.unreached_macros == {
        *("create_source_views", "source_rows", "as_declared", "value_of"),
    }


def test_every_model_has_the_rows_of_duckdb(
    on_zetasql: Outcome, on_duckdb: dict[str, Table]
) -> None:
    different = {
        name: found
        for name, table in on_zetasql.models.items()
        if (found := differences(table, on_duckdb[name], exact=name.startswith(("fct_", "dim_"))))
    }
    assert not different, listed(different)


def test_every_model_has_rows(on_zetasql: Outcome) -> None:
    assert [name for name, table in on_zetasql.models.items() if not table.rows] == []


def test_every_data_test_passes_on_the_evaluator(
    league_project: Project, on_zetasql: Outcome
) -> None:
    warning = {node.name for node in league_project.nodes if node.config.get("severity") == "warn"}
    failing = {
        name: table.rows[:3]
        for name, table in on_zetasql.tests.items()
        if table.rows and name not in warning
    }
    assert not failing, listed(failing)
    assert set(on_zetasql.tests) == {
        node.name
        for node in league_project.nodes
        if node.kind == "test" and MACRO_VECTORS not in node.tags
    }


def test_every_macro_vector_holds_on_the_evaluator(zetasql: ZetaSql, project: Project) -> None:
    vectors = [node for node in project.nodes if MACRO_VECTORS in node.tags]
    assert vectors
    # A test of a macro returns the rows that are wrong.
    failing = {node.name: rows for node in vectors if (rows := zetasql.evaluate(node.sql).rows)}
    assert not failing, listed(failing)


def _column(table: Table, name: str) -> list[Any]:
    place = list(table.columns).index(name)
    return [row[place] for row in table.rows]


def test_the_league_covers_the_cases(on_zetasql: Outcome) -> None:
    missing = {
        ".".join(key): values - found
        for key, values in COVERED.items()
        if not values <= (found := set(_column(on_zetasql.models[key[0]], key[1])))
    }
    assert not missing, listed(missing)


def test_the_league_covers_every_branch_of_the_priors_strength(on_zetasql: Outcome) -> None:
    strengths = set(_column(on_zetasql.models["int_league__priors"], "strength_games"))
    assert 500 in strengths
    assert any(league.VARS["prior_strength_min"] < strength < 500 for strength in strengths)


def test_the_league_has_ties_halves_and_a_trade(on_zetasql: Outcome) -> None:
    listed = on_zetasql.models["fct_whos_hot_players"]
    places = [
        _column(listed, name)
        for name in ("as_of_date", "period", "list_name", "heat_score", "hit_rate_games")
    ]
    assert len(set(zip(*places, strict=True))) < len(listed.rows), "no tie"
    margins = _column(on_zetasql.models["int_players__period_records"], "avg_margin")
    assert any(
        round(margin * 1000) % 10 == 5 and margin * 1000 == round(margin * 1000)
        for margin in margins
    ), "no half"
    named = on_zetasql.models["int_players__last_games"]
    teams = zip(_column(named, "player_lookup"), _column(named, "team_abbr"), strict=True)
    assert {team for player, team in teams if player == league.TRADED[0]} == {"BOS", "LAL"}


def test_a_difference_is_found() -> None:
    columns = {"day": "DATE", "x": "FLOAT64", "n": "NUMERIC"}
    first = (date(2025, 1, 1), 0.1 + 0.2, Decimal("0.30"))
    table = Table("", columns, [first, (None, None, None)])

    def against(*rows: Row, exact: bool = False) -> Sequence[str]:
        return differences(table, Table("", columns, rows), exact=exact)

    nulls, day = (None, None, None), date(2025, 1, 1)
    assert against(nulls, first) == []
    assert against(nulls, (day, 0.3, Decimal("0.3"))) == []
    assert len(against(nulls, (day, 0.3, Decimal("0.3")), exact=True)) == 1
    assert len(against(nulls, (day, 0.3000001, Decimal("0.3")))) == 1
    assert len(against(nulls, (day, None, Decimal("0.3")))) == 1
    assert len(against(nulls, (day, 0.3, Decimal("0.300000001")))) == 1
    assert len(against(nulls, (date(2025, 1, 2), 0.3, Decimal("0.3")))) >= 1
    assert len(against(first)) == 1
    assert differences(table, Table("", {"day": "DATE"}, [(day,), (None,)]), exact=False) != []
