"""The sample league: the same on every run, plausible, and with a slate that shows everything."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from scripts.sample import plan
from tests.sample.facts import COLUMNS, opened, value

ROOT = Path(__file__).parents[2]


# The files


def hashes(data_dir: Path) -> dict[str, str]:
    return {
        path.relative_to(data_dir).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(data_dir.rglob("*.*"))
    }


def test_a_second_run_of_the_command_writes_the_same_bytes(
    sample_league_dir: Path, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "scripts.sample", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert re.fullmatch(r"wrote 10 tables, [\d,]+ rows, slate of 2026-01-15, to .*\n", done.stdout)
    assert hashes(tmp_path) == hashes(sample_league_dir)
    assert set(hashes(tmp_path)) == {f"{name.replace('.', '/')}.parquet" for name in COLUMNS}


def test_help_shows_an_example() -> None:
    command = [sys.executable, "-m", "scripts.sample", "--help"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "python -m scripts.sample data/sample" in done.stdout


@pytest.mark.parametrize("name", COLUMNS)
def test_tables_have_the_promised_columns_and_types(sample_league_dir: Path, name: str) -> None:
    with opened(sample_league_dir) as league:
        rows = league.execute(f"describe {name.split('.')[1]}").fetchall()
    have = {row[0]: row[1].replace("TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ") for row in rows}
    want = dict(part.split() for part in re.split(r",\s+", COLUMNS[name]))
    assert want.items() <= have.items()
    assert set(have) - set(want), "the columns that nothing may read are missing"


def test_the_files_are_small(sample_league_dir: Path) -> None:
    assert sum(path.stat().st_size for path in sample_league_dir.rglob("*.parquet")) < 5_000_000


# The league


def test_every_team_plays_82_games_a_season_and_no_two_a_day(
    league: duckdb.DuckDBPyConnection,
) -> None:
    teams = league.execute(
        """select season_year, team_abbr, count(*), count(distinct game_date) from team_days
        where prefix = '002' group by all"""
    ).fetchall()
    assert len(teams) == 3 * 30
    assert {(games, days) for _, _, games, days in teams} == {(82, 82)}


def test_no_team_plays_a_third_game_in_three_days(
    league: duckdb.DuckDBPyConnection,
) -> None:
    query = """select count(*) from (
        select game_date - lag(game_date, 2) over (partition by team_abbr order by game_date)
            as span
        from team_days where prefix = '002') where span < 3"""
    assert value(league, query) == 0


def test_seasons_run_from_october_to_june(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select season_year, count(*) filter (prefix = '005'), count(*) filter (prefix = '004'),
            month(max(game_date)) from games where game_status = 3 group by 1 order by 1"""
    ).fetchall()
    assert [(row[0], row[1], row[3]) for row in rows] == [(2023, 6, 6), (2024, 6, 6), (2025, 0, 1)]
    assert all(60 <= row[2] <= 105 for row in rows[:2])


def test_the_latest_slate_is_scheduled_and_unplayed(league: duckdb.DuckDBPyConnection) -> None:
    day = plan.LATEST_SLATE
    rows = league.execute(
        "select game_date, home_team_tricode, away_team_tricode from games where game_date = ?",
        [day],
    ).fetchall()
    assert sorted(rows) == sorted(plan.SLATE)
    assert (
        value(league, "select max(game_status) from nbac_schedule where game_date >= ?", day) == 1
    )
    for table in ("player_game_summary", "team_offense_game_summary"):
        assert value(league, f"select max(game_date) from {table}") == day - timedelta(days=1)
    for table in ("bettingpros_player_points_props", "nbac_injury_report"):
        assert value(league, f"select max(game_date) from {table}") == day
    assert value(league, "select max(game_date) from games") == plan.CLOSING[2025]


def test_about_450_players_a_season_on_30_teams(league: duckdb.DuckDBPyConnection) -> None:
    rows = league.execute(
        """select count(distinct player_lookup), count(distinct team_abbr)
        from nba_players_registry group by season"""
    ).fetchall()
    assert all(440 <= players <= 480 and teams == 30 for players, teams in rows)
    assert len(rows) == 3


def test_eight_to_ten_of_fifteen_play(league: duckdb.DuckDBPyConnection) -> None:
    share = value(
        league, "select (select count(*) from played) / count(*) from player_game_summary"
    )
    assert 0.58 <= share <= 0.66
    low, high = league.execute(
        """select min(n), max(n) from (
            select count(*) as n from played group by game_date, team_abbr)"""
    ).fetchall()[0]
    assert low >= 7 and high <= 10


@pytest.mark.parametrize("season", [2024, 2025])
def test_overs_and_pushes_are_as_common_as_in_the_real_league(
    league: duckdb.DuckDBPyConnection, season: int
) -> None:
    over, push, graded = league.execute(
        """select count(*) filter (points > line) / count(*) filter (points <> line),
            count(*) filter (points = line) / count(*), count(*) filter (points <> line)
        from graded where season_year = ?""",
        [season],
    ).fetchall()[0]
    assert 0.475 <= over <= 0.50
    assert 0.005 <= push <= 0.02
    assert graded > 7000


@pytest.mark.parametrize("season", plan.SEASONS)
def test_home_teams_win_52_to_60_percent(league: duckdb.DuckDBPyConnection, season: int) -> None:
    share = value(
        league,
        """select avg(cast(home_team_score > away_team_score as int)) from games
        where game_status = 3 and counts and season_year = ?""",
        season,
    )
    assert 0.52 <= share <= 0.60


def test_teams_score_and_use_possessions_as_in_the_real_league(
    league: duckdb.DuckDBPyConnection,
) -> None:
    points, spread, possessions, overtime = league.execute(
        """select avg(points_scored), stddev(points_scored), avg(possessions),
            avg(cast(overtime_periods > 0 as int)) from team_games"""
    ).fetchall()[0]
    assert 111 <= points <= 117
    assert 11 <= spread <= 15
    assert 98 <= possessions <= 103
    assert 0.03 <= overtime <= 0.08


def test_a_score_is_never_tied_and_overtimes_are_close(league: duckdb.DuckDBPyConnection) -> None:
    assert value(league, "select count(*) from games where home_team_score = away_team_score") == 0
    query = """select max(abs(a.points_scored - b.points_scored)) from team_games a
        join team_games b on a.game_date = b.game_date and a.team_abbr = b.opponent_team_abbr
        where a.overtime_periods > 0"""
    assert value(league, query) <= 11


def test_players_sum_to_their_team(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from team_games t join (
            select game_date, team_abbr, sum(points) as points, sum(fg_attempts) as fga,
                sum(ft_attempts) as fta, sum(turnovers) as tov, sum(minutes_played) as minutes,
            from played group by all) p using (game_date, team_abbr)
        where quality_tier = 'gold' and not (
            t.points_scored = p.points and t.fg_attempts = p.fga and t.ft_attempts = p.fta
            and t.turnovers = p.tov)"""
    assert value(league, query) == 0
    query = """select count(*) from games g join (
            select game_date, team_abbr, sum(points) as points, sum(minutes_played) as minutes
            from played group by all) p
            on g.game_date = p.game_date and g.home_team_tricode = p.team_abbr and g.counts
        where p.points is distinct from g.home_team_score or minutes not in (240, 265, 290)"""
    assert value(league, query) == 0


def test_a_players_shots_add_up(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from played where not (
        points = 2 * (fg_makes - three_pt_makes) + 3 * three_pt_makes + ft_makes
        and fg_makes <= fg_attempts and three_pt_makes <= three_pt_attempts
        and ft_makes <= ft_attempts and minutes_played > 0
        and (not has_complete_shot_zones or (
            paint_attempts + mid_range_attempts + three_pt_attempts = fg_attempts
            and paint_makes + mid_range_makes + three_pt_makes = fg_makes
            and paint_makes <= paint_attempts and mid_range_makes <= mid_range_attempts)))"""
    assert value(league, query) == 0


def test_stars_and_shot_profiles_are_there(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) from (select 1 from played group by player_lookup, season_year
        having avg(points) >= 20 and count(*) > 40)"""
    assert 50 <= value(league, query) <= 150
    shares = league.execute(
        """select sum(paint_attempts) / sum(fg_attempts), sum(three_pt_attempts) / sum(fg_attempts),
            sum(mid_range_attempts) / sum(fg_attempts) from played where has_complete_shot_zones
        group by player_lookup having sum(fg_attempts) > 300"""
    ).fetchall()
    assert sum(paint >= 0.5 for paint, _, _ in shares) > 50
    assert sum(three >= 0.5 for _, three, _ in shares) > 50
    assert sum(mid >= 0.2 for _, _, mid in shares) > 20


def test_teams_play_back_to_back_and_rested(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(*) filter (rest = 0) / count(*) from (
        select game_date - lag(game_date) over (partition by team_abbr, season_year
            order by game_date) - 1 as rest from team_days where prefix = '002') where rest >= 0"""
    assert 0.12 <= value(league, query) <= 0.22


# Bounce-back on the latest slate


def last_games(league: duckdb.DuckDBPyConnection, before: date) -> dict[str, int]:
    """Players off a bad game whose team plays on a date, with their situations before it."""
    rows = league.execute(
        """select player_lookup, (
                select count(*) from situations s
                where s.player_lookup = l.player_lookup and s.next_date < $day
                    and s.next_date - s.game_date <= 14)
        from situations l where game_date < $day and game_date >= $day - 14
            and coalesce(next_date, $day) >= $day
            and team_abbr in (select team_abbr from team_days where game_date = $day and counts)""",
        {"day": before},
    ).fetchall()
    return dict(rows)


def test_candidates_and_watch_list_come_off_a_bad_game(league: duckdb.DuckDBPyConnection) -> None:
    off_a_bad_game = last_games(league, plan.LATEST_SLATE)
    assert all(off_a_bad_game[player] >= 15 for player in (*plan.CANDIDATES, plan.RULED_OUT))
    assert all(off_a_bad_game[player] < 15 for player in plan.WATCH_LIST)


def test_candidates_and_watch_list_have_lines(league: duckdb.DuckDBPyConnection) -> None:
    query = """select count(distinct player_lookup) from bettingpros_player_points_props
        where game_date = ? and market_type = 'points' and list_contains(?, player_lookup)"""
    players = [*plan.CANDIDATES, *plan.WATCH_LIST]
    assert value(league, query, plan.LATEST_SLATE, players) == len(players)


def test_the_report_is_as_planned(league: duckdb.DuckDBPyConnection) -> None:
    names = dict(league.execute("select player_lookup, player_full_name from played").fetchall())
    for (player, day), statuses in plan.REPORTED.items():
        rows = league.execute(
            """select injury_status from nbac_injury_report
            where game_date = ? and player_full_name = ? order by report_date, report_hour""",
            [day, names[player]],
        ).fetchall()
        assert [status for (status,) in rows] == [status for status in statuses if status]
    query = """select count(*) from nbac_injury_report where game_date = ? and team = 'SAC'
        and player_full_name <> ?"""
    assert value(league, query, plan.LATEST_SLATE, names["jjbrockhurst"]) > 0


@pytest.mark.parametrize("month", ["2025-03", "2025-04", "2025-12"])
def test_candidates_with_enough_sample_occur_in_other_months(
    league: duckdb.DuckDBPyConnection, month: str
) -> None:
    days = league.execute(
        "select distinct game_date from games where counts and strftime(game_date, '%Y-%m') = ?",
        [month],
    ).fetchall()
    assert sum(any(n >= 15 for n in last_games(league, day).values()) for (day,) in days) >= 5
