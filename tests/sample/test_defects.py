"""The sample league: the defects of box scores and lines are in place."""

from __future__ import annotations

from datetime import date, timedelta

import duckdb
import pytest

from scripts.sample import plan
from tests.sample.facts import value

# Defects of the player rows


def test_player_rows_repeat_and_the_latest_is_right(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (
        select 1 from player_game_summary where minutes_played is not null
        group by player_lookup, game_date
        having count(*) > 1 and count(distinct points) = count(*)
            and count(distinct processed_at) = count(*))"""
    assert 200 < value(league, query) < 800
    query = "select count(*) from player_game_summary where player_lookup = ? and game_date = ?"
    assert value(league, query, *plan.DUPLICATE_PLAYER_ROW) == 2


def test_a_player_row_repeats_with_the_same_instant(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) = 2 and count(distinct processed_at) = 1 and count(points) = 1
        from player_game_summary where player_lookup = ? and game_date = ?"""
    assert value(league, query, *plan.TIED_PLAYER_ROW)


def test_rows_without_play_are_not_always_marked(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from player_game_summary
        where minutes_played is null and is_dnp is null and points is not distinct from {}"""
    assert value(league, query.format(0)) > 500
    assert value(league, query.format("null")) > 500
    assert value(league, "select count(*) from player_game_summary where is_dnp") > 20_000


def test_pushes_are_stored_as_over(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), count(*) filter (over_under_result = 'OVER')
        from player_game_summary where points = points_line"""
    pushes, overs = league.execute(query).fetchall()[0]
    assert pushes == overs > 50


def test_the_summary_line_is_sometimes_an_in_game_line(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from played p
        where exists (from quotes q where q.player_lookup = p.player_lookup
            and q.game_date = p.game_date and q.points_line = p.points_line
            and lower(q.bookmaker) = p.points_line_source and q.bookmaker_last_update > q.cutoff)
        and not exists (from quotes q where q.player_lookup = p.player_lookup
            and q.game_date = p.game_date and q.points_line = p.points_line
            and q.bookmaker_last_update < q.cutoff)"""
    assert value(league, query) > 100


def test_flags_of_the_player_rows_mislead(league: duckdb.DuckDBPyConnection) -> None:
    query = """select bool_or(win_flag), bool_and(starter_flag = (minutes_played > 20)),
        count(opening_line), count(line_movement) from played"""
    assert league.execute(query).fetchall() == [(False, True, 0, 0)]


def test_usage_is_in_percent_and_null_on_bad_days(league: duckdb.DuckDBPyConnection) -> None:
    shares = league.execute(
        """select count(*) filter (usage_rate is null) / count(*) from played
        group by game_date having count(*) > 100"""
    ).fetchall()
    assert sum(share > 0.27 for (share,) in shares) > 0.3 * len(shares)
    assert max(share for (share,) in shares) < 0.85
    query = "select avg(usage_rate) from played where minutes_played > 20"
    assert 18 <= value(league, query) <= 24


def test_shot_zones_are_null_on_many_days(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) filter (not zones) / count(*) from (
        select game_date, bool_or(has_complete_shot_zones) as zones from played group by 1)"""
    assert 0.25 <= value(league, query) <= 0.5
    query = "select count(*) from played where has_complete_shot_zones = (paint_attempts is null)"
    assert value(league, query) == 0
    query = "select bool_or(has_complete_shot_zones) from played where game_date between ? and ?"
    assert value(league, query, *plan.ZONES_GAP) is False


# Defects of the team rows


def test_team_rows_repeat_in_lower_tiers(league: duckdb.DuckDBPyConnection) -> None:
    query = """select quality_tier, count(*) from team_offense_game_summary group by 1"""
    tiers = dict(league.execute(query).fetchall())
    assert tiers["gold"] > 6000 and tiers["silver"] > 50 and tiers["bronze"] > 50
    query = """select count(*) from team_offense_game_summary low
        join team_offense_game_summary gold using (game_date, team_abbr)
        where low.quality_tier <> 'gold' and gold.quality_tier = 'gold'
            and low.game_id <> gold.game_id and low.processed_at > gold.processed_at
            and low.possessions > gold.possessions and low.points_scored <> gold.points_scored"""
    assert value(league, query) > 100
    day, team, _ = plan.TIERED_TEAM_ROW
    query = """select count(distinct quality_tier) from team_offense_game_summary
        where game_date = ? and team_abbr = ?"""
    assert value(league, query, day, team) == 2


def test_gold_team_rows_repeat_too(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (select 1 from team_offense_game_summary
        where quality_tier = 'gold' and not is_partial_game_data and fg_attempts >= 50
        group by game_date, team_abbr having count(distinct possessions) > 1
            and arg_max(possessions, processed_at) < max(possessions))"""
    assert value(league, query) > 30


@pytest.mark.parametrize("partial", ["is_partial_game_data", "fg_attempts < 50"])
def test_partial_rows_would_win_if_kept(league: duckdb.DuckDBPyConnection, partial: str) -> None:
    query = f"""select count(*) from team_offense_game_summary wrong
        join team_games g using (game_date, team_abbr)
        where wrong.{partial} and wrong.quality_tier = 'gold'
            and wrong.possessions > g.possessions"""
    assert value(league, query) > 10


def test_a_few_teams_have_only_a_partial_row(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select game_date, team_abbr, opponent_team_abbr from team_offense_game_summary
        group by all having bool_and(is_partial_game_data or fg_attempts < 50)"""
    ).fetchall()
    assert sorted(rows) == sorted(plan.PARTIAL_ONLY)


def test_home_and_the_order_of_ids_are_inverted_before_2024(
    league: duckdb.DuckDBPyConnection,
) -> None:
    query = """select t.season_year >= 2024,
            bool_and(home_game = (t.team_abbr = home_team_tricode)),
            bool_or(home_game = (t.team_abbr = home_team_tricode)),
            bool_and(right(t.game_id, 3) = home_team_tricode),
            bool_or(right(t.game_id, 3) = home_team_tricode)
        from team_games t join team_days using (game_date, team_abbr)
        where t.quality_tier = 'gold' group by 1 order by 1"""
    assert league.execute(query).fetchall() == [
        (False, False, False, False, False),
        (True, True, True, True, True),
    ]


def test_two_rows_disagree_on_overtime(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select home.game_date, home.team_abbr, away.team_abbr
        from team_games home join team_games away on home.game_date = away.game_date
            and home.opponent_team_abbr = away.team_abbr
        where home.overtime_periods > away.overtime_periods"""
    ).fetchall()
    assert sorted(rows) == sorted(plan.OVERTIME_DISAGREEMENT)


# Defects of the lines


def test_other_markets_books_and_apps_are_in_the_props(league: duckdb.DuckDBPyConnection) -> None:
    query = "select distinct market_type from bettingpros_player_points_props order by 1"
    assert league.execute(query).fetchall() == [("assists",), ("points",), ("rebounds",)]
    query = "select bookmaker, count(odds_american) / count(*) from quotes group by 1"
    priced = dict(league.execute(query).fetchall())
    sportsbooks = {"DraftKings", "FanDuel", "BetMGM", "Caesars", "BetRivers"}
    assert set(priced) == {
        *sportsbooks,
        "PrizePicks",
        "Underdog",
        "Sleeper",
        "BettingPros Consensus",
    }
    assert priced["Underdog"] == 0 and all(priced[book] == 1 for book in sportsbooks)
    query = "select list(distinct odds_american) from quotes where bookmaker = 'PrizePicks'"
    assert value(league, query) == [-137]


def test_in_game_lines_are_far_off(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), avg(abs(points_line - opening_line)) from quotes
        where bookmaker_last_update > cutoff and opening_line is not null"""
    rows, distance = league.execute(query).fetchall()[0]
    assert rows > 1000 and distance > 4


def test_a_snapshot_may_hold_several_lines(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*), count(*) filter (balanced > 1) from (
        select count(distinct points_line) as lines,
            count(distinct points_line) filter (abs(odds_american) < 200) as balanced
        from quotes
        where market_type = 'points' and bet_side = 'under' and odds_american is not null
        group by player_lookup, game_date, bookmaker, bookmaker_last_update) where lines > 1"""
    several, balanced = league.execute(query).fetchall()[0]
    assert several > 500 and 100 < balanced < several


def test_lines_may_have_one_side(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (select 1 from quotes where market_type = 'points'
        group by player_lookup, game_date, bookmaker, points_line, bookmaker_last_update
        having count(distinct bet_side) = 1)"""
    assert value(league, query) > 300
    query = """select count(*) from (
        select bet_side, points_line from quotes
        where market_type = 'points' and bookmaker_last_update < cutoff
        qualify bookmaker_last_update = max(bookmaker_last_update) over (
                partition by player_lookup, game_date, bookmaker)
            and count(*) over (partition by player_lookup, game_date, bookmaker,
                bookmaker_last_update) = 1)"""
    assert value(league, query) > 100


def test_the_age_of_a_line_may_be_unknown(league: duckdb.DuckDBPyConnection) -> None:
    query = "select count(*) from quotes where bookmaker_last_update is null"
    assert value(league, query) > 100


def test_prop_rows_repeat_with_other_odds(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (select 1 from quotes
        group by player_lookup, game_date, market_type, bookmaker, bet_side, points_line,
            bookmaker_last_update
        having count(distinct processed_at) > 1 and count(distinct odds_american) > 1)"""
    assert value(league, query) > 200


def test_the_team_of_a_line_is_stale_or_free_agent(league: duckdb.DuckDBPyConnection) -> None:
    assert value(league, "select count(*) from quotes where player_team = 'FA'") > 500
    player, day, old, new = plan.TRADED
    query = """select list(distinct p.team_abbr || ' ' || player_team) from quotes q
        join played p using (player_lookup, game_date)
        where player_lookup = ? and game_date between ? and ? and player_team <> 'FA'"""
    assert value(league, query, player, day, day + timedelta(days=10)) == [f"{new} {old}"]


def test_some_dates_have_no_lines(league: duckdb.DuckDBPyConnection) -> None:
    days = {row[0] for row in league.execute("select distinct game_date from quotes").fetchall()}
    games = {
        row[0]
        for row in league.execute(
            "select distinct game_date from games where counts and game_date between ? and ?",
            [plan.LINES_START, plan.LATEST_SLATE],
        ).fetchall()
    }
    first, last = plan.LINES_GAP
    gap = {day for day in games if first <= day <= last}
    assert len(gap) > 20 and set(plan.NO_LINES_DATES) <= games
    assert games - days == gap | set(plan.NO_LINES_DATES)


def test_lines_on_players_who_then_did_not_play(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(distinct (player_lookup, game_date)) from quotes q
        where game_date < ? and not exists (from played p
            where p.player_lookup = q.player_lookup and p.game_date = q.game_date)
        and exists (from team_days t where t.game_date = q.game_date and t.counts)"""
    assert value(league, query, plan.LATEST_SLATE) > 100


@pytest.mark.parametrize("day", [*plan.PRESEASON[2025], plan.ALL_STAR[2024]])
def test_lines_on_games_that_do_not_count(league: duckdb.DuckDBPyConnection, day: date) -> None:
    assert value(league, "select count(*) from quotes where game_date = ?", day) > 100
    assert value(league, "select bool_or(counts) from games where game_date = ?", day) is False
