"""The sample league: every defect that is planted in the games, lines and reports is in place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from scripts.sample import plan
from tests.unit.sample_facts import FACTS, opened, value


@pytest.fixture(scope="module")
def league(clean_league_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The league without the shapes of the real writers: what they change is tested apart."""
    with opened(clean_league_dir) as connection:
        connection.execute(FACTS)
        yield connection


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


def test_the_summary_line_is_at_times_an_in_game_line(league: duckdb.DuckDBPyConnection) -> None:
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


# Defects of the schedule


def test_every_played_game_has_a_scheduled_and_a_final_row(
    league: duckdb.DuckDBPyConnection,
) -> None:
    query = """select count(*), count(*) filter (first = 1), count(*) filter (live),
            count(*) filter (finals > 1)
        from (select arg_min(game_status, processed_at) as first, bool_or(game_status = 2) as live,
                count(*) filter (game_status = 3) as finals
            from nbac_schedule group by game_id having bool_or(game_status = 3))"""
    games, scheduled, live, twice = league.execute(query).fetchall()[0]
    assert games == scheduled > 3000 and live > 30 and twice > 10


@pytest.mark.parametrize(("old", "moved"), plan.POSTPONED)
def test_postponed_games_use_their_id_again(
    league: duckdb.DuckDBPyConnection, old: date, moved: plan.Fixture
) -> None:
    rows = league.execute(
        """select game_date, max(processed_at) from nbac_schedule where game_id = (
            select game_id from games where game_date = ? and home_team_tricode = ?
                and away_team_tricode = ?) group by 1 order by 2""",
        list(moved),
    ).fetchall()
    assert [day for day, _ in rows] == [old, moved[0]]
    for team in moved[1:]:
        query = "select count(*) from team_days where game_date = ? and team_abbr = ?"
        assert value(league, query, old, team) == 0


def test_a_late_tip_off_is_on_the_next_day_in_utc(league: duckdb.DuckDBPyConnection) -> None:
    query = "select count(*) from games where game_date_est::date = game_date + 1 and counts"
    assert value(league, query) > 1000


def test_neutral_games_are_flagged(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select game_date, home_team_tricode, away_team_tricode from games
        where neutral_site_flag and counts"""
    ).fetchall()
    assert sorted(rows) == sorted([*plan.NEUTRAL, *plan.CUP_FINALS.values()])


@pytest.mark.parametrize("season", plan.SEASONS)
def test_cup_finals_have_ids_of_their_own(league: duckdb.DuckDBPyConnection, season: int) -> None:
    query = """select count(*) from played where game_date = ?
        and game_date in (select game_date from games where prefix = '006')"""
    assert value(league, query, plan.CUP_FINALS[season][0]) >= 16


@pytest.mark.parametrize("season", [2023, 2024])
def test_all_star_games_have_player_rows(league: duckdb.DuckDBPyConnection, season: int) -> None:
    day = plan.ALL_STAR[season]
    query = """select list(distinct team_abbr order by team_abbr) from player_game_summary
        where game_date = ? and points > 0"""
    assert value(league, query, day) == ["EST", "WST"]
    query = "select list((prefix, is_all_star)) from games where game_date = ?"
    assert value(league, query, day) == [("003", season == 2024)]


@pytest.mark.parametrize("season", plan.SEASONS)
def test_preseason_games_have_player_rows(league: duckdb.DuckDBPyConnection, season: int) -> None:
    query = """select count(*) from player_game_summary p
        join team_days using (game_date, team_abbr)
        where prefix = '001' and p.season_year = ? and points > 0"""
    assert value(league, query, season) > 200


# Defects of the injury report


def test_the_report_breaks_lookups(league: duckdb.DuckDBPyConnection) -> None:
    query = """select distinct r.player_lookup, p.player_lookup from nbac_injury_report r
        join (select distinct player_lookup, player_full_name from player_game_summary) p
            using (player_full_name)"""
    broken = {right: wrong for wrong, right in league.execute(query).fetchall() if wrong != right}
    assert plan.BROKEN_LOOKUP.items() <= broken.items()
    assert broken["deshawntrevelyanjr"] == "deshawntrevelyan"
    assert {right[len(wrong) :] for right, wrong in broken.items()} >= {
        "jr",
        "sr",
        "ii",
        "iii",
        "iv",
    }


def test_names_have_letters_that_need_care(league: duckdb.DuckDBPyConnection) -> None:
    names = " ".join(
        row[0] for row in league.execute("select player_name from nba_players_registry").fetchall()
    )
    assert all(letter in names for letter in "éčñŠđøłĐŁ'-.")


def test_teams_of_the_report_are_at_times_full_names(league: duckdb.DuckDBPyConnection) -> None:
    query = "select count(distinct team) from nbac_injury_report where length(team) > 3"
    assert value(league, query) == 30
    query = "select count(*) from nbac_injury_report where team in ('LA Clippers', 'Utah Jazz')"
    assert value(league, query) > 50
    query = """select list(distinct team) from nbac_injury_report
        where game_date = ? and length(team) > 3"""
    full_name = plan.TEAM_NAMES[plan.SLATE_FULL_NAME]
    assert value(league, query, plan.LATEST_SLATE) == [full_name]


def test_reports_are_hourly_snapshots_some_after_tip_off(
    league: duckdb.DuckDBPyConnection,
) -> None:
    query = (
        "select distinct game_date - report_date, report_hour from nbac_injury_report order by all"
    )
    assert league.execute(query).fetchall() == [(0, 13), (0, 17), (1, 17)]
    query = """select count(*) from nbac_injury_report r join team_days t
            on r.game_date = t.game_date and r.team = t.team_abbr and t.counts
        where report_date = r.game_date and report_hour >= hour(tip_time) and tip_time > '00:00'"""
    assert value(league, query) > 500
    query += " and r.game_date = ? and team = ?"
    assert value(league, query, plan.EARLY_TIP[0], plan.EARLY_TIP[2]) > 0


def test_statuses_change_between_snapshots(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (select 1 from nbac_injury_report
        group by game_date, player_full_name having count(distinct injury_status) > 1)"""
    assert value(league, query) > 1000


def test_a_player_may_be_twice_in_a_snapshot(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (select 1 from nbac_injury_report
        group by game_date, report_date, report_hour, player_full_name
        having count(distinct processed_at) > 1)"""
    assert value(league, query) > 100


def test_some_dates_have_no_report(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select game_date from games where counts and game_date between ? and ?
        and game_date not in (select game_date from nbac_injury_report)
        group by 1 having count(*) > 1""",
        [plan.LINES_START, plan.LATEST_SLATE],
    ).fetchall()
    assert sorted(day for (day,) in rows) == sorted(plan.NO_REPORT_DATES)


# Defects of the reference tables


def test_traded_players_have_several_registry_rows(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select season, count(*) from (select season from nba_players_registry
            group by season, player_lookup having count(*) > 1) group by 1"""
    ).fetchall()
    assert len(rows) == 3 and all(players >= 10 for _, players in rows)
    player, _, old, new = plan.TRADED
    query = """select list(team_abbr order by last_gamebook_activity_date) from nba_players_registry
        where player_lookup = ? and season = '2024-25'"""
    assert value(league, query, player) == [old, new]


def test_roster_activity_is_unknown_for_a_season(league: duckdb.DuckDBPyConnection) -> None:
    query = """select season, count(last_roster_activity_date) > 0 from nba_players_registry
        group by 1 order by 1"""
    seasons = [("2023-24", True), ("2024-25", False), ("2025-26", True)]
    assert league.execute(query).fetchall() == seasons


@pytest.mark.parametrize("table", ["nba_players_registry", "nbac_player_list_current"])
def test_positions_are_spelled_both_ways(league: duckdb.DuckDBPyConnection, table: str) -> None:
    rows = league.execute(f"select distinct position from {table}").fetchall()
    short = {"G", "G-F", "F", "F-C", "C"}
    long = {"Guard", "Guard-Forward", "Forward", "Forward-Center", "Center"}
    assert {position for (position,) in rows} == short | long


def test_old_registry_rows_have_bare_names_and_new_instants(
    league: duckdb.DuckDBPyConnection,
) -> None:
    query = """select count(*) from nba_players_registry a join nba_players_registry b
        using (player_lookup, team_abbr) where a.season = '2023-24' and b.season = '2025-26'
        and a.player_name <> b.player_name"""
    assert value(league, query) > 10
    query = """select count(*) from nba_players_registry
        where season = '2023-24' and processed_at > '2026-01-01'"""
    assert value(league, query) > 5


def test_the_player_list_has_gaps(league: duckdb.DuckDBPyConnection) -> None:
    players, years, drafts, instants = league.execute(
        """select count(*), count(years_pro), count(draft_year), count(distinct processed_at)
        from nbac_player_list_current"""
    ).fetchall()[0]
    assert 440 <= players <= 460 and instants == 1
    assert 0.9 * players < years < players
    assert 0.6 * players < drafts < 0.85 * players
    query = "select count(*) from nbac_player_list_current where list_contains(?, player_lookup)"
    assert value(league, query, list(plan.MISSING_FROM_LIST)) == 0
    query = """select count(*) from nbac_player_list_current
        where season_year - years_pro < draft_year"""
    assert value(league, query) > 3
