"""The sample league: the defects of schedule, injury report and players are in place."""

from __future__ import annotations

from datetime import date

import duckdb
import pytest

from scripts.sample import plan
from tests.sample.facts import value

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


def test_teams_in_the_report_are_sometimes_full_names(league: duckdb.DuckDBPyConnection) -> None:
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


def test_a_player_may_appear_twice_in_a_snapshot(league: duckdb.DuckDBPyConnection) -> None:
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
