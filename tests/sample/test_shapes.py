"""The shapes of the sample league: each is there, and changes what it says and nothing else."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import duckdb
import pytest

from scripts.sample import plan
from scripts.sample.league import build_league, clean_league
from scripts.sample.quotes import BOOKS, EXCHANGE, MODEL, WITHOUT_LINES
from scripts.sample.shapes import SHAPES, shaped, windows
from scripts.sample.shapes import plan as shape_plan
from scripts.sample.tables import Tables
from tests.sample.changes import Change, changes, quote_identity
from tests.sample.facts import opened, value

ROOT = Path(__file__).parents[2]
BETTINGPROS, ODDS_API = "bettingpros_player_points_props", "odds_api_player_points_props"

# The marks of a shape: at least this many in the league with all shapes, none without it.
MARKS = {
    "midnight-tip-offs": (
        10,
        """select count(*) from nbac_schedule where game_status = 3 and game_date > '2025-07-01'
        and timezone('America/New_York', game_date_est) = game_date""",
    ),
    "date-only-tip-offs": (
        5000,
        "select count(*) from nbac_schedule where timezone('UTC', game_date_est) = game_date",
    ),
    "stage-flags": (
        300,
        "select count(*) from nbac_schedule where is_regular_season and game_id ~ '00[45].*'",
    ),
    "neutral-flags": (
        9,
        "select 9 - count(distinct game_id) from nbac_schedule where neutral_site_flag and "
        "game_id like '002%'",
    ),
    "no-cup-final": (
        3,
        "select 3 - count(distinct game_id) from nbac_schedule where game_id like '006%'",
    ),
    "placeholders": (
        12,
        "select count(*) from nbac_schedule where not game_id like '003%' and "
        "least(home_team_tricode, away_team_tricode) = '' "
        "or 'TBD' in (home_team_tricode, away_team_tricode)",
    ),
    "abandoned-games": (4, "select count(*) from nbac_schedule where game_status_text = 'PPD'"),
    "all-star-rows": (
        6,
        "select count(*) from nbac_schedule where game_id like '003%' and not game_id like '%1'",
    ),
    "no-line-books": (1000, f"select count(*) from {BETTINGPROS} where book_id in (60, 85)"),
    "model-lines": (
        100,
        f"select count(*) from {ODDS_API} where bookmaker = 'historical_backfill'",
    ),
    "impossible-odds": (
        500,
        f"select count(*) from {BETTINGPROS} where abs(odds_american) < 100",
    ),
    "withdrawn-lines": (1000, f"select count(*) from {BETTINGPROS} where not is_active"),
    "side-updates": (
        10_000,
        f"""select count(*) from (select 1 from {BETTINGPROS}
        group by game_date, book_id, points_line, processed_at, market_type, player_name
        having count(distinct bookmaker_last_update) = 2 and count(*) = 2)""",
    ),
    "second-feed": (
        5000,
        f"""select count(*) from {ODDS_API}
        where bookmaker in ('draftkings', 'fanduel', 'betmgm', 'williamhill_us', 'betrivers')""",
    ),
    "nicknames": (1000, f"select count(*) from {BETTINGPROS} where player_name ~ '(Mal|Ollie) .*'"),
    "unmatched-names": (
        100,
        f"select count(*) from {BETTINGPROS} where player_name in ('Kai Keanemoku', '{{nobody}}')",
    ),
    "name-suffixes": (
        500,
        f"""select count(*) from {BETTINGPROS} where player_name in
        ('Deshawn Trevelyan', 'Deshawn Trevelyan Sr.', 'Deshawn Trevelyan II')""",
    ),
    "plain-names": (300, f"select count(*) from {BETTINGPROS} where player_name like 'Dorde %'"),
    "book-names": (
        10_000,
        f"select count(*) from {BETTINGPROS} where bookmaker in ('ESPN Bet', 'Hard Rock')",
    ),
    "reloads": (
        5000,
        f"""select count(*) from {BETTINGPROS}
        where processed_at > bookmaker_last_update + interval 24 hour""",
    ),
    "stored-lookups": (
        1000,
        f"select count(*) from {BETTINGPROS} where player_lookup in ('oreasilkovi', "
        "'deshawntrevelyan', 'srenaskeland')",
    ),
    "last-first-names": (
        5000,
        "select count(*) from nbac_injury_report where player_full_name like '%, %'",
    ),
    "season-spellings": (
        200,
        "select count(*) from player_game_summary where player_lookup in "
        "('tobinashdown', 'ivohaldanbury', 'demarlooquinnlanii')",
    ),
    "registry-names": (
        80,
        "select count(*) from nba_players_registry where player_name = "
        "upper(left(player_lookup, 1)) || substr(player_lookup, 2)",
    ),
    "position-spellings": (
        500,
        "select count(*) from nba_players_registry where position in "
        "('PG', 'Shooting Guard', 'SF-SG', 'SG-SF', 'SF', 'Power Forward', 'C-PF', 'PF-C')",
    ),
    "years-from-rosters": (
        300,
        "select count(*) from br_rosters_current "
        "where (select count(years_pro) from nbac_player_list_current) = 0",
    ),
}
MARKS = {
    shape: (least, query.replace("{nobody}", shape_plan.NOBODY))
    for shape, (least, query) in MARKS.items()
}


@pytest.fixture(scope="module")
def league(sample_league_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with opened(sample_league_dir) as connection:
        yield connection


@pytest.fixture(scope="module")
def clean() -> Tables:
    return clean_league()


@pytest.fixture(scope="module")
def untouched(clean: Tables) -> Tables:
    """The clean league's rows, before any shape was applied to it."""
    return clean.copy()


@pytest.fixture(scope="module")
def in_turn(clean: Tables, untouched: Tables) -> dict[str, set[Change]]:
    """What each shape changes when all are applied in turn."""
    found: dict[str, set[Change]] = {}
    tables = clean
    for name, shape in SHAPES.items():
        before, tables = tables, tables.copy()
        shape(tables)
        found[name] = changes(before, tables)
    return found


def mark(league: duckdb.DuckDBPyConnection, shape: str) -> int:
    """Return how often a shape's mark is found; an optional table may not be there."""
    try:
        return int(value(league, MARKS[shape][1]))
    except duckdb.CatalogException:
        return 0


# Each is there


def test_every_shape_has_a_mark() -> None:
    assert list(MARKS) == list(SHAPES)


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_there_by_default(league: duckdb.DuckDBPyConnection, shape: str) -> None:
    assert mark(league, shape) >= MARKS[shape][0]


@pytest.mark.parametrize("shape", SHAPES)
def test_the_clean_league_has_no_shape(clean_league_dir: Path, shape: str) -> None:
    with opened(clean_league_dir) as league:
        assert mark(league, shape) == 0


def test_a_switch_leaves_out_its_shape_and_no_other(
    league: duckdb.DuckDBPyConnection, clean: Tables, tmp_path: Path
) -> None:
    left_out = ("impossible-odds", "placeholders", "position-spellings", "date-only-tip-offs")
    shaped(clean, left_out).write(tmp_path)
    with opened(tmp_path) as other:
        for shape in SHAPES:
            assert mark(other, shape) == (0 if shape in left_out else mark(league, shape)), shape


# Each changes what it says, whichever others are there

PROPS = "quotes"
SCHEDULE, REPORT = "nbac_schedule", "nbac_injury_report"
REGISTRY, PLAYER_LIST = "nba_players_registry", "nbac_player_list_current"
CHANGED = {
    "midnight-tip-offs": {(SCHEDULE, "game_date_est")},
    "date-only-tip-offs": {(SCHEDULE, "game_date_est"), (PROPS, "added")},
    "stage-flags": {(SCHEDULE, "is_regular_season"), (SCHEDULE, "is_playoffs")},
    "neutral-flags": {(SCHEDULE, "neutral_site_flag")},
    "no-cup-final": {(SCHEDULE, "removed")},
    "placeholders": {(SCHEDULE, "added")},
    "abandoned-games": {(SCHEDULE, "added")},
    "all-star-rows": {(SCHEDULE, "added")},
    "no-line-books": {(PROPS, "added")},
    "model-lines": {(PROPS, "added")},
    "impossible-odds": {(PROPS, "odds")},
    "withdrawn-lines": {(PROPS, "is_active"), (PROPS, "added")},
    "side-updates": {(PROPS, "lags"), (PROPS, "added")},
    "second-feed": {(PROPS, "feed"), (PROPS, "processed"), (PROPS, "added")},
    "nicknames": {("player_aliases", "added"), (PROPS, "name"), (REPORT, "player_full_name")},
    "unmatched-names": {("player_aliases", "added"), (PROPS, "name"), (PROPS, "added")},
    "name-suffixes": {(PROPS, "name"), (REPORT, "player_full_name")},
    "plain-names": {(PROPS, "name")},
    "book-names": {(PROPS, "label")},
    "reloads": {(PROPS, "added")},
    "stored-lookups": {(PROPS, "lookup")},
    "last-first-names": {(REPORT, "player_full_name")},
    "season-spellings": {
        ("player_game_summary", "player_lookup"),
        ("player_game_summary", "player_full_name"),
        (REGISTRY, "player_lookup"),
        (REGISTRY, "player_name"),
        (PLAYER_LIST, "player_lookup"),
    },
    "registry-names": {(REGISTRY, "player_name")},
    "position-spellings": {(REGISTRY, "position")},
    "years-from-rosters": {("br_rosters_current", "added"), (PLAYER_LIST, "years_pro")},
}


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_changes_what_it_says_and_the_same_rows_alone_as_with_all_others(
    clean: Tables, in_turn: dict[str, set[Change]], shape: str
) -> None:
    tables = clean.copy()
    SHAPES[shape](tables)
    alone = changes(clean, tables)
    assert {(table, what) for table, _, what in alone} == CHANGED[shape]
    # Rows that another shape added may be changed as well.
    known = {quote_identity(quote) for quote in clean.quotes}
    moved = windows.second_feed_games(clean.games)
    own = {
        change
        for change in in_turn[shape]
        if change in alone or change[0] != PROPS or change[1] in known
    }
    if shape == "reloads":  # the two feeds are not loaded again on the same dates
        own, alone = (
            {change for change in found if change[1][0] not in moved} for found in (own, alone)
        )
    assert own == alone


def test_shapes_leave_the_league_they_are_given_alone(
    clean: Tables, untouched: Tables, in_turn: dict[str, set[Change]]
) -> None:
    assert list(in_turn) == list(SHAPES)
    assert clean.rows == untouched.rows
    assert clean.quotes == untouched.quotes


# The switches


def test_all_switches_off_leave_seven_tables(
    sample_league_dir: Path, clean: Tables, tmp_path: Path
) -> None:
    shutil.copytree(sample_league_dir, tmp_path, dirs_exist_ok=True)
    assert len(list(tmp_path.rglob("*.parquet"))) == 10
    command = [sys.executable, "-m", "scripts.sample", str(tmp_path), "--without", "all"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert done.stdout.startswith("wrote 7 tables, ")
    assert len(list(tmp_path.rglob("*.parquet"))) == 7
    rows = sum(len(clean.rows_of(table)) for table in clean.rows)
    assert f" {rows:,} rows" in done.stdout


def test_the_help_lists_every_shape() -> None:
    command = [sys.executable, "-m", "scripts.sample", "--help"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    for shape in SHAPES:
        assert f"  {shape} " in done.stdout


def test_an_unknown_shape_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="no such shape: clean-tables"):
        build_league(tmp_path, without=frozenset({"clean-tables", "reloads"}))
    command = [sys.executable, "-m", "scripts.sample", str(tmp_path), "--without", "nothing"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2 and "invalid choice: 'nothing'" in done.stderr


# Where they are


def test_tip_offs_are_repaired_except_for_a_few_games(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) filter (repaired), count(*) filter (not repaired) from (
        select game_id, exists (from odds_api_player_points_props o
            where o.game_date = s.game_date and home_team_abbr = home_team_tricode
            and away_team_abbr = away_team_tricode) as repaired
        from nbac_schedule s where game_status = 3 and game_id ~ '00[2456].*'
            and game_date >= ? and timezone('UTC', game_date_est) = game_date group by all)"""
    repaired, lost = league.execute(query, [plan.LINES_START]).fetchall()[0]
    assert repaired > 1200 and 30 < lost < 100


def test_a_repaired_tip_off_is_that_of_the_latest_snapshot(
    league: duckdb.DuckDBPyConnection,
) -> None:
    query = """select count(*) from (select 1 from odds_api_player_points_props
        group by game_date, home_team_abbr, away_team_abbr
        having count(distinct game_start_time) > 1
            and arg_max(game_start_time, snapshot_timestamp) = max(game_start_time))"""
    assert value(league, query) > 50
    wrong = query.replace("= max", "< max")
    assert value(league, wrong) == 0


def test_games_that_were_called_off_were_nobodys_rest(clean: Tables) -> None:
    days = {(game.day, team) for game in clean.games for team in (game.home, game.away)}
    for day, *teams in shape_plan.ABANDONED:
        assert not days & {(day, team) for team in teams}
        assert days & {(day + timedelta(days=1), team) for team in teams}


def test_a_week_of_lines_is_in_the_second_feed_alone(
    league: duckdb.DuckDBPyConnection,
) -> None:
    for table, quotes in ((BETTINGPROS, 0), (ODDS_API, 1000)):
        query = f"select count(*) from {table} where game_date between ? and ?"
        assert value(league, query, *plan.SPORTSBOOKS_ONLY) >= quotes
    query = f"select count(*) from {BETTINGPROS} where game_date between ? and ?"
    assert value(league, query, *plan.SPORTSBOOKS_ONLY) == 0


def test_the_slate_has_lines_of_either_feed_and_of_both(
    league: duckdb.DuckDBPyConnection,
) -> None:
    sportsbooks = "book_id in (10, 12, 13, 18, 19) and market_type = 'points' and game_date = ?"
    query = f"""select list(distinct player_team order by player_team) from {BETTINGPROS}
        where {sportsbooks} and player_team <> 'FA'"""
    in_bettingpros = set(value(league, query, plan.LATEST_SLATE))
    query = f"""select list(distinct home_team_abbr) || list(distinct away_team_abbr)
        from {ODDS_API} where game_date = ?"""
    in_odds_api = set(value(league, query, plan.LATEST_SLATE))
    both = {team for fixture in shape_plan.TWO_FEEDS_SLATE for team in fixture[1:]}
    alone = {team for fixture in shape_plan.SECOND_FEED_SLATE for team in fixture[1:]}
    teams = {team for fixture in plan.SLATE for team in fixture[1:]}
    assert in_odds_api == both | alone
    assert teams - alone <= in_bettingpros


def test_american_odds_of_the_second_feed_are_cut_off(league: duckdb.DuckDBPyConnection) -> None:
    query = f"""select avg(cast(over_price_american <> round(case when over_price >= 2
        then 100 * (over_price - 1) else -100 / (over_price - 1) end) as int)) from {ODDS_API}"""
    assert 0.1 < value(league, query) < 0.6


def test_the_second_feed_has_rows_of_every_kind(league: duckdb.DuckDBPyConnection) -> None:
    query = f"""select avg(cast(bookmaker_last_update is null as int)),
            avg(cast(game_id like '%\\_%' escape '\\' as int)),
            count(*) filter (minutes_before_tipoff < 0), count(*) filter (bookmaker = 'fliff'),
            bool_and(minutes_before_tipoff = floor(epoch(game_start_time
                - snapshot_timestamp) / 60))
        from {ODDS_API}"""
    own, by_name, in_game, contest, consistent = league.execute(query).fetchall()[0]
    assert 0.45 < own < 0.55 and 0.03 < by_name < 0.08
    assert in_game > 50 and contest > 2000 and consistent


def test_sides_never_pass_the_tip_off_or_the_hour_that_stands_in_for_it(clean: Tables) -> None:
    tables = clean.copy()
    SHAPES["side-updates"](tables)
    for quote in tables.quotes:
        for lag in quote.lags:
            if lag and quote.updated is not None:
                own = quote.updated - lag
                assert (own < quote.game.cutoff) == (quote.updated < quote.game.cutoff)


def test_the_neutral_games_are_those_of_the_seed() -> None:
    seed = (ROOT / "dbt_trends/seeds/neutral_site_games.csv").read_text(encoding="utf-8")
    for day, home, away in plan.NEUTRAL:
        assert f"{day},{home},{away}," in seed


def test_books_have_the_numbers_and_keys_of_the_seed() -> None:
    seed = (ROOT / "dbt_trends/seeds/books.csv").read_text(encoding="utf-8").splitlines()
    rows = {tuple(line.split(",")[:3]): line.split(",")[3] for line in seed[1:]}
    for name, book in BOOKS.items():
        kind = "dfs" if book.is_app else "sportsbook"
        assert rows["bettingpros", str(book.number), name] == kind
        assert book.key is None or rows["odds_api", book.key, name] == kind
    assert rows["bettingpros", str(WITHOUT_LINES[EXCHANGE].number), EXCHANGE] == "exchange"
    assert rows["odds_api", str(WITHOUT_LINES[MODEL].key), MODEL] == "none"
