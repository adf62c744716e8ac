"""The sample league at 16 times its size: it contains the league, and everything added is new."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from scripts.sample.scaled import FIRST_SEASON, history_start, write_scaled
from scripts.sample.tables import DATASETS

# How the injury report's own reader makes a lookup from a name: see the sources page.
LOOKUP = "regexp_replace(translate(lower(strip_accents({})), 'øłđ', 'old'), '[^a-z0-9]', '', 'g')"


@pytest.fixture(scope="module")
def leagues(
    sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[duckdb.DuckDBPyConnection]:
    """Every table at its size as ``small.<table>``, at 16 times as ``large.<table>``."""
    large = tmp_path_factory.mktemp("large")
    write_scaled(sample_league_dir, large, 16)
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        for schema, data_dir in (("small", sample_league_dir), ("large", large)):
            connection.execute(f"create schema {schema}")
            for table, dataset in DATASETS.items():
                file = data_dir / dataset / f"{table}.parquet"
                connection.execute(f"create view {schema}.{table} as from '{file.as_posix()}'")
        yield connection


def value(leagues: duckdb.DuckDBPyConnection, query: str) -> Any:
    """Return the single value of a query."""
    row = leagues.execute(query).fetchone()
    assert row is not None and len(row) == 1
    return row[0]


@pytest.mark.parametrize("table", DATASETS)
def test_it_holds_the_league_row_for_row(leagues: duckdb.DuckDBPyConnection, table: str) -> None:
    missing = f"select count(*) from (from small.{table} except all from large.{table})"
    assert value(leagues, missing) == 0


@pytest.mark.parametrize("table", DATASETS)
def test_columns_and_types_stay(leagues: duckdb.DuckDBPyConnection, table: str) -> None:
    small, large = (
        leagues.execute(
            f"select column_name, column_type from (describe {name}.{table})"
        ).fetchall()
        for name in ("small", "large")
    )
    assert small == large


def test_it_is_as_large_as_ten_seasons_of_all_markets(leagues: duckdb.DuckDBPyConnection) -> None:
    assert value(leagues, "select count(distinct season_year) from large.player_game_summary") == 10
    assert 1.4e6 <= value(leagues, "select count(*) from large.player_game_summary") <= 1.6e6
    lines = "select count(*) from large.bettingpros_player_points_props"
    assert 9e6 <= value(leagues, lines) <= 12e6
    assert (
        0.3 <= value(leagues, f"select ({lines} where market_type != 'points') / ({lines})") < 0.5
    )


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("player_game_summary", "player_lookup, game_date"),
        (
            "bettingpros_player_points_props",
            "player_name, game_date, market_type, book_id, bookmaker_last_update, points_line, "
            "bet_side",
        ),
        (
            "odds_api_player_points_props",
            "player_name, game_date, bookmaker, snapshot_timestamp, points_line",
        ),
    ],
)
def test_no_more_rows_repeat_than_before(
    leagues: duckdb.DuckDBPyConnection, table: str, key: str
) -> None:
    """Checked for the season that is the template of the earlier ones, and for the earliest."""
    points = " and market_type = 'points'" if "market_type" in key else ""
    small, large = (
        value(
            leagues,
            f"""select count(distinct ({key})) / count(*) from {name}.{table}
            where game_date between '{season}-10-01' and '{season + 1}-09-30'{points}""",
        )
        for name, season in (("small", 2024), ("large", FIRST_SEASON))
    )
    assert large == pytest.approx(small, abs=0.005)


def test_no_registry_row_repeats_more_than_before(leagues: duckdb.DuckDBPyConnection) -> None:
    small, large = (
        value(
            leagues,
            f"""select count(distinct (player_lookup, season, team_abbr)) / count(*)
            from {name}.nba_players_registry""",
        )
        for name in ("small", "large")
    )
    assert small == large == 1


def test_every_earlier_season_has_games_of_its_own(leagues: duckdb.DuckDBPyConnection) -> None:
    seasons = dict(
        leagues.execute(
            "select season_year, count(distinct game_id) from large.nbac_schedule group by 1"
        ).fetchall()
    )
    assert {seasons[year] for year in range(FIRST_SEASON, 2023)} == {seasons[2024]}
    games = value(leagues, "select count(distinct game_id) from large.nbac_schedule")
    assert games == sum(seasons.values())


def test_every_player_row_meets_a_game_of_its_team(leagues: duckdb.DuckDBPyConnection) -> None:
    query = """
        select p.season_year, count(distinct (p.game_date, p.team_abbr))
        from large.player_game_summary as p
        where not exists (
            select 1 from large.nbac_schedule as s
            where s.game_date = p.game_date
                and s.season_year = p.season_year
                and p.team_abbr in (s.home_team_tricode, s.away_team_tricode)
        ) group by 1"""
    without_game = dict(leagues.execute(query).fetchall())
    assert set(without_game.values()) == {2}, "a season's Cup final is not in the schedule"
    assert len(without_game) == 10


@pytest.mark.parametrize(
    ("table", "name"),
    [("nba_players_registry", "player_name"), ("player_game_summary", "player_full_name")],
)
def test_a_lookup_is_made_from_the_name(
    leagues: duckdb.DuckDBPyConnection, table: str, name: str
) -> None:
    query = f"select count(*) from large.{table} where {LOOKUP.format(name)} != player_lookup"
    assert value(leagues, query) == 0


def test_nobody_plays_under_his_own_name_before_his_entry(
    leagues: duckdb.DuckDBPyConnection,
) -> None:
    query = """
        select count(*)
        from large.player_game_summary as p
        inner join large.nbac_player_list_current as l using (player_lookup)
        where p.season_year between 2016 and 2022
            and p.season_year < greatest(l.draft_year, l.season_year - l.years_pro)"""
    assert value(leagues, query) == 0
    elders = "select count(*) from large.player_game_summary where player_lookup like '%elder%'"
    assert value(leagues, elders) > 100_000


def test_tip_offs_keep_their_clock_time_in_new_york(
    leagues: duckdb.DuckDBPyConnection,
) -> None:
    times = [
        leagues.execute(
            f"""select cast(timezone('America/New_York', game_start_time) as time) as tip, count(*)
            from large.odds_api_player_points_props
            where game_date between '{season}-10-01' and '{season + 1}-09-30'
                and bookmaker = 'fliff'
            group by tip order by tip"""
        ).fetchall()
        for season in (FIRST_SEASON, 2024)
    ]
    # A season has as many rows for four men side by side as for each of them.
    assert times[0] == times[1]
    dates = "select count(*) from large.nbac_schedule where {} = game_date and season_year = {}"
    rows = [
        value(leagues, dates.format("timezone('UTC', game_date_est)", season))
        for season in (FIRST_SEASON, 2024)
    ]
    assert rows[0] == rows[1] > 2000, "a bare date stays one"


def test_a_feeds_name_leads_to_as_many_players_as_before(
    leagues: duckdb.DuckDBPyConnection,
) -> None:
    """By alias and without suffix, for every feed and report in an earlier season."""
    base = "regexp_replace({}, '(jr|sr|iii|ii|iv|v)$', '')"
    shares = []
    for name in ("small", "large"):
        key = base.format(f"coalesce(nba_canonical_lookup, {LOOKUP.format('player_name')})")
        known = f"select distinct {base.format('player_lookup')} from {name}.player_game_summary"
        shares.append(
            value(
                leagues,
                f"""select avg(cast({key} in ({known}) as int))
                from {name}.bettingpros_player_points_props
                left join (from {name}.player_aliases where is_active)
                    on alias_lookup = {LOOKUP.format("player_name")}
                where game_date < '2025-10-01'""",
            )
        )
    assert shares[0] > 0.99
    assert shares[1] == pytest.approx(shares[0], abs=0.001)


def test_a_line_has_both_its_sides_as_often_as_before(leagues: duckdb.DuckDBPyConnection) -> None:
    shares = [
        value(
            leagues,
            f"""select count(*) filter (bet_side = 'over') / count(*)
            from {name}.bettingpros_player_points_props""",
        )
        for name in ("small", "large")
    ]
    assert shares[1] == pytest.approx(shares[0], abs=0.005)


def test_the_history_begins_before_the_first_game(leagues: duckdb.DuckDBPyConnection) -> None:
    first = value(leagues, "select min(game_date) from large.nbac_schedule")
    start = history_start(16)
    assert start is not None
    assert start < first
    assert start.year == first.year == FIRST_SEASON
