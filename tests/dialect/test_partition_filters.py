"""Every scan of a table that requires a partition filter carries one, whatever reads it."""

from __future__ import annotations

import pytest

from tests.dialect.compiled import Project
from tests.dialect.partition_filters import unfiltered_scans
from tests.dialect.warehouse import Statement, listed, source_tables
from tests.dialect.zetasql_engine import Analysed, Table, ZetaSql

# Production's tables that require it; _sources.yml must know them all.
MARKED = {"team_offense_game_summary", "bettingpros_player_points_props", "nbac_schedule"}

GAMES = Table("`games`", {"id": "INT64", "game_date": "DATE", "other_date": "DATE"})
TEAMS = Table("`teams`", {"id": "INT64", "since": "DATE"})
JANUARY = "between date '2025-01-01' and date '2025-01-31'"

FILTERED = {
    "between": "select id from games where game_date JANUARY",
    "one bound among others": """
        select id from games where id > 3 and (game_date >= '2025-01-01' and id < 9)""",
    "constant arithmetic": """
        select id from games where date_add(date '2025-01-01', interval 3 day) < game_date""",
    "a list": "select id from games where game_date in (date '2025-01-01', date '2025-01-02')",
    "in a CTE": "with g as (select * from games where game_date JANUARY) select id from g",
    "above a join": """
        select g.id from games as g inner join teams as t on g.id = t.id
        where g.game_date JANUARY""",
    "in an inner join's condition": """
        select t.id from teams as t inner join games as g on g.id = t.id and g.game_date JANUARY""",
    "in a left join's condition, of the right side": """
        select t.id from teams as t left join games as g on g.id = t.id and g.game_date JANUARY""",
    "each branch of a union": """
        select id from games where game_date JANUARY
        union all select id from games where game_date = '2025-01-01'""",
    "a table that requires none": "select id from teams",
}

UNFILTERED = {
    "no filter": "select id from games",
    "a filter on another column": "select id from games where other_date JANUARY",
    "a filter on another column of that name": """
        select id from (select id, other_date as game_date from games) where game_date JANUARY""",
    "a filter on a column of a subquery": """
        select id from (select id, max(game_date) as game_date from games group by id)
        where game_date JANUARY""",
    "a bound from a joined table": """
        select g.id from games as g inner join teams as t on g.id = t.id
        where g.game_date >= t.since""",
    "a bound from a subquery": """
        select id from games where game_date >= (select max(since) from teams)""",
    "a list from a subquery": """
        select id from games where game_date in (select since from teams)""",
    "a function of the column": "select id from games where extract(year from game_date) = 2025",
    "one side of an or": "select id from games where game_date JANUARY or id = 1",
    "not equal": "select id from games where game_date != date '2025-01-01'",
    "the column itself": "select id from games where game_date = game_date",
    "the wrong branch of a union": """
        select id from games where game_date JANUARY union all select id from games""",
    "above the union": """
        select id from (select id, game_date from games union all select id, since from teams)
        where game_date JANUARY""",
    "a left join's condition, of the left side": """
        select g.id from games as g left join teams as t on g.id = t.id and g.game_date JANUARY""",
    "after the rows are numbered": """
        select id from games where true
        qualify row_number() over (order by id) = 1 and game_date JANUARY""",
    "one of two scans": """
        select a.id from games as a inner join games as b on a.id = b.id
        where a.game_date JANUARY""",
    "in a where's subquery": "select id from teams where id in (select id from games)",
}


@pytest.fixture(scope="module")
def partition_columns(project: Project) -> dict[str, str]:
    """The partition column of each table that requires a filter, by full name."""
    return {
        source.relation: source.partition_column
        for source in project.sources.values()
        if source.partition_column
    }


@pytest.mark.parametrize("sql", FILTERED.values(), ids=FILTERED)
def test_a_filtered_scan_is_accepted(zetasql: ZetaSql, sql: str) -> None:
    tree = zetasql.analyse(sql.replace("JANUARY", JANUARY), [GAMES, TEAMS]).tree
    assert unfiltered_scans(tree, {GAMES.relation: "game_date"}) == []


@pytest.mark.parametrize("sql", UNFILTERED.values(), ids=UNFILTERED)
def test_an_unfiltered_scan_is_found(zetasql: ZetaSql, sql: str) -> None:
    tree = zetasql.analyse(sql.replace("JANUARY", JANUARY), [GAMES, TEAMS]).tree
    assert unfiltered_scans(tree, {GAMES.relation: "game_date"}) == [GAMES.relation]


def test_the_marked_tables_are_known(project: Project) -> None:
    assert {source.name for source in project.sources.values() if source.partition_column} == MARKED
    for source in project.sources.values():
        assert source.partition_column is None or source.columns[source.partition_column] == "DATE"


def test_every_scan_of_a_statement_is_filtered(
    statements: list[Statement], partition_columns: dict[str, str]
) -> None:
    scanned: set[str] = set()
    unfiltered = {}
    for each in statements:
        read = {table.relation for table in each.tables} & set(partition_columns)
        if read and isinstance(each.result, Analysed):
            scanned |= read
            if missing := unfiltered_scans(each.result.tree, partition_columns):
                unfiltered[each.node.name] = missing
    assert not unfiltered, listed(unfiltered)
    assert scanned == set(partition_columns), "a table that nothing reads"


def test_every_freshness_query_is_filtered(
    zetasql: ZetaSql, project: Project, partition_columns: dict[str, str]
) -> None:
    tables = source_tables(project)
    queries = {
        key: source.freshness_sql for key, source in project.sources.items() if source.freshness_sql
    }
    unfiltered = {
        key: missing
        for key, sql in queries.items()
        if (
            missing := unfiltered_scans(zetasql.analyse(sql, [tables[key]]).tree, partition_columns)
        )
    }
    assert not unfiltered, listed(unfiltered)
