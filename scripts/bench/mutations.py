"""Attacks on a night's source tables: each a fault that a feed or a loader could make.

An attack has a strength from 0 (nothing) to its full one. It changes tables by queries on
``source``, the table as it is; the changed tables are written, the others are links.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

PLAYER_GAMES = "nba_analytics/player_game_summary"
TEAM_GAMES = "nba_analytics/team_offense_game_summary"
BETTINGPROS = "nba_raw/bettingpros_player_points_props"
ODDS_API = "nba_raw/odds_api_player_points_props"
SCHEDULE = "nba_raw/nbac_schedule"
INJURIES = "nba_raw/nbac_injury_report"

# The instants of each feed of lines, which move with its rows.
FEEDS = {
    BETTINGPROS: ("bookmaker_last_update",),
    ODDS_API: ("snapshot_timestamp", "game_start_time"),
}

Changes = Mapping[str, str]


@dataclass(frozen=True)
class Attack:
    """A fault of ``full`` strength in ``unit``, which names what it is the strength of.

    - ``changes`` are those of a date and a strength; other tables stay.
    - ``guards`` are those that should refuse it; without any it cannot be told from a real day, for
      ``why``. ``needs`` is the table without whose rows of the date nothing can tell it.
    - ``is_whole`` if it has no strength between nothing and full.
    """

    name: str
    what: str
    changes: Callable[[date, float], Changes]
    guards: tuple[str, ...]
    full: float = 1.0
    unit: str = ""
    needs: str | None = None
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether there is no strength between nothing and full."""
        return not self.unit


def mutated(data_dir: Path, target: Path, changes: Changes) -> Path:
    """Write a copy of a folder of tables with the changes, links to the tables that stay."""
    for path in data_dir.glob("*/*.parquet"):
        place = target / path.relative_to(data_dir)
        place.parent.mkdir(parents=True, exist_ok=True)
        name = str(path.relative_to(data_dir).with_suffix(""))
        if name not in changes:
            place.symlink_to(path.resolve())
            continue
        with duckdb.connect() as connection:
            connection.read_parquet(str(path)).create_view("source")
            players = str(data_dir / f"{PLAYER_GAMES}.parquet")
            connection.read_parquet(players).create_view("player_game_summary")
            connection.sql(changes[name]).write_parquet(str(place))
    return target


def _share_of(column: str, share: float) -> str:
    """Return a condition that holds for a share of a column's values, always the same ones."""
    return f"hash({column}) % 1000 < {1000 * share}"


def _lines(day: date, line: str) -> Changes:
    change = f"""select * replace (
        case when game_date = date '{day}' then {line} else points_line end as points_line)
        from source"""
    return dict.fromkeys(FEEDS, change)


def _odds(day: date, share: float) -> Changes:
    is_hit = f"game_date = date '{day}' and {_share_of('player_name', share)}"
    return {
        BETTINGPROS: f"""select * replace (
            case when {is_hit} then 5000 else odds_american end as odds_american) from source""",
        ODDS_API: f"""select * replace (
            case when {is_hit} then 51.0 else over_price end as over_price,
            case when {is_hit} then 51.0 else under_price end as under_price) from source""",
    }


def _later(table: str, days: str) -> str:
    """Return the replacements that move a feed's rows by days, to hours before any tip-off."""
    instants = ", ".join(
        f"{name} + to_days({days}) - to_hours(8) as {name}" for name in FEEDS[table]
    )
    return f"cast(game_date + {days} as date) as game_date, {instants}"


def _yesterdays_lines(day: date, _: float) -> Changes:
    return {
        table: f"""from source where game_date != date '{day}' union all by name
            select * replace ({_later(table, "1")})
            from source where game_date = date '{day}' - 1"""
        for table in FEEDS
    }


def _last_lines(day: date, share: float) -> Changes:
    """Each player's last lines again, as those of the date, for a share of its players."""
    return {
        table: f"""with lined as (
                select distinct player_name from source
                where game_date = date '{day}' and {_share_of("player_name", share)}
            ), last_dates as (
                select player_name, max(source.game_date) as game_date
                from source semi join lined using (player_name)
                where source.game_date between date '{day}' - 14 and date '{day}' - 1
                group by player_name
            )
            select * from source
            where not (game_date = date '{day}' and player_name in (
                select player_name from last_dates))
            union all by name
            select source.* replace ({
            _later(table, f"(date '{day}' - source.game_date)::integer").replace(
                "cast(game_date", "cast(source.game_date"
            )
        })
            from source join last_dates using (player_name, game_date)"""
        for table in FEEDS
    }


def _without_lines(day: date, share: float) -> Changes:
    change = f"""from source
        where not (game_date = date '{day}' and {_share_of("player_name", share)})"""
    return dict.fromkeys(FEEDS, change)


def _no_lines_at_all(day: date, _: float) -> Changes:
    return dict.fromkeys(FEEDS, "from source limit 0")


def _without_games(day: date, share: float) -> Changes:
    return {
        SCHEDULE: f"""with games as (
                select game_id, row_number() over (order by game_id) as number,
                    count(*) over () as total
                from (select distinct game_id from source
                    where game_date = date '{day}')
            )
            from source where not (
                game_date = date '{day}'
                and game_id in (select game_id from games where number <= {share} * total))"""
    }


def _schedule_stopped(day: date, days: float) -> Changes:
    return {SCHEDULE: f"from source where game_date < date '{day}' - {int(days)}"}


def _swapped(day: date, share: float) -> Changes:
    is_hit = f"game_date = date '{day}' and {_share_of('game_id', share)}"
    return {
        SCHEDULE: f"""select * replace (
            case when {is_hit} then away_team_tricode else home_team_tricode end
                as home_team_tricode,
            case when {is_hit} then home_team_tricode else away_team_tricode end
                as away_team_tricode) from source"""
    }


def _earlier(day: date, hours: float) -> Changes:
    return {
        SCHEDULE: f"""select * replace (
            case when game_date = date '{day}' then game_date_est - to_minutes({int(60 * hours)})
                else game_date_est end as game_date_est) from source"""
    }


def _without_results(day: date, days: int, teams: str) -> Changes:
    change = f"""from source where not (
        game_date between date '{day}' - {days} and date '{day}' - 1 and {teams})"""
    return {PLAYER_GAMES: change, TEAM_GAMES: change}


def _missed_night(day: date, share: float) -> Changes:
    return _without_results(day, 1, _share_of("team_abbr", share))


def _silent_teams(day: date, teams: float) -> Changes:
    chosen = f"""team_abbr in (select team_abbr from (
        select distinct team_abbr from source
        where game_date between date '{day}' - 30 and date '{day}' - 1)
        order by hash(team_abbr) limit {int(teams)})"""
    return _without_results(day, 30, chosen)


def _points(day: date, points: str) -> Changes:
    return {
        PLAYER_GAMES: f"""select * replace (
            case when game_date = date '{day}' - 1 then {points} else points end as points)
            from source"""
    }


def _points_times(day: date, factor: float) -> Changes:
    return _points(day, f"cast(round(points * {factor}) as bigint)")


def _no_points(day: date, share: float) -> Changes:
    is_hit = _share_of("player_lookup", share)
    return _points(day, f"case when {is_hit} and points is not null then 0 else points end")


def _no_minutes(day: date, share: float) -> Changes:
    return {
        PLAYER_GAMES: f"""select * replace (
            case when game_date = date '{day}' - 1 and points > 0
                and {_share_of("player_lookup", share)} then 0 else minutes_played end
                as minutes_played) from source"""
    }


def _exchanged_codes(day: date, _: float) -> Changes:
    def exchanged(column: str) -> str:
        return f"""case when game_date >= date '{day}' - 120 and {column} = 'BOS' then 'LAL'
            when game_date >= date '{day}' - 120 and {column} = 'LAL' then 'BOS'
            else {column} end as {column}"""

    change = f"""select * replace ({exchanged("team_abbr")}, {exchanged("opponent_team_abbr")})
        from source"""
    return {PLAYER_GAMES: change, TEAM_GAMES: change}


def _next_day_again(day: date, days: float) -> Changes:
    change = f"""from source union all by name
        select * replace (cast(game_date + 1 as date) as game_date) from source
        where game_date between date '{day}' - {int(days) + 1} and date '{day}' - 2"""
    return {PLAYER_GAMES: change, TEAM_GAMES: change}


def _unknown_names(day: date, share: float) -> Changes:
    return {
        PLAYER_GAMES: f"""select * replace (
            case when {_share_of("player_lookup", share)} then 'Unknown Player'
                else player_full_name end as player_full_name) from source"""
    }


def _permuted_names(day: date, share: float) -> Changes:
    return {
        PLAYER_GAMES: f"""with names as (
                select player_lookup, lead(name, 1, first) over (order by player_lookup) as other
                from (
                    select player_lookup, max(player_full_name) as name,
                        first_value(max(player_full_name)) over (order by player_lookup) as first
                    from source where {_share_of("player_lookup", share)} group by player_lookup)
            )
            select source.* replace (coalesce(other, player_full_name) as player_full_name)
            from source left join names using (player_lookup)"""
    }


def _out(day: date, share: float) -> Changes:
    """A share of all players is out in each team's last report of the date."""
    return {
        INJURIES: f"""with reports as (
                select * from source where game_date = date '{day}'
                qualify row_number() over (
                    partition by team order by report_date desc, report_hour desc) = 1
            ), players as (
                select player_lookup, max(player_full_name) as player_full_name
                from player_game_summary
                where game_date between date '{day}' - 14 and date '{day}' - 1
                    and {_share_of("player_lookup", share)}
                group by player_lookup
            )
            from source union all by name
            select reports.* replace (
                players.player_full_name as player_full_name,
                players.player_lookup as player_lookup,
                'out' as injury_status,
                reports.processed_at + to_days(1) as processed_at)
            from players cross join reports"""
    }


def _plus(day: date, points: float) -> Changes:
    return _lines(day, f"points_line + {points}")


def _smaller(day: date, part: float) -> Changes:
    return _lines(day, f"round(2 * points_line * {1 - part}) / 2")


def _moved(day: date, share: float) -> Changes:
    return _lines(
        day, f"points_line + case when {_share_of('player_name', share)} then 5 else 0 end"
    )


ATTACKS = (
    Attack("lines-moved", "tonight's lines + 5", _plus, ("implausible_lines",), 5, "points"),
    Attack(
        "lines-halved",
        "tonight's lines halved, another market's",
        _smaller,
        ("implausible_lines",),
        0.5,
        "of a line taken away",
    ),
    Attack(
        "some-lines-moved",
        "lines + 5 of all or some players",
        _moved,
        ("implausible_lines",),
        1,
        "of the players",
    ),
    Attack("odds", "odds + 5000", _odds, ("implausible_lines",), 1, "of the players", ODDS_API),
    Attack(
        "yesterdays-lines",
        "yesterday's lines as today's",
        _yesterdays_lines,
        ("unscheduled_lines", "missing_lines"),
    ),
    Attack(
        "stale-lines",
        "each player's last line and odds again",
        _last_lines,
        ("stale_lines",),
        1,
        "of the players",
    ),
    Attack(
        "lines-missing",
        "no line of some players, once lines are due",
        _without_lines,
        ("missing_lines", "emptied_list"),
        0.5,
        "of the players",
    ),
    Attack("no-lines", "an empty table of props", _no_lines_at_all, ("fallen_status",)),
    Attack(
        "games-missing",
        "tonight's games missing from the schedule",
        _without_games,
        ("unscheduled_lines", "fallen_status"),
        1,
        "of the games",
    ),
    Attack(
        "schedule-stopped",
        "the schedule ends days ago",
        _schedule_stopped,
        ("unscheduled_results", "fallen_status"),
        20,
        "days",
    ),
    Attack(
        "venues-swapped",
        "home and away swapped tonight",
        _swapped,
        ("contradicted_schedule",),
        1,
        "of the games",
        ODDS_API,
        "only the Odds API names the home team",
    ),
    Attack(
        "tip-offs-earlier",
        "tip-offs five hours early",
        _earlier,
        ("contradicted_schedule",),
        5,
        "hours",
        ODDS_API,
        "a matinee is possible, and only the Odds API has a tip-off of its own",
    ),
    Attack(
        "tip-offs-in-the-morning",
        "tip-offs twelve hours early",
        _earlier,
        (),
        12,
        "",
        None,
        "an evening's tip-off twelve hours early is no tip-off but an unknown one, as whole real "
        "seasons have them; the Odds API repairs it",
    ),
    Attack(
        "missed-night",
        "yesterday's box scores missing",
        _missed_night,
        ("missing_results",),
        1,
        "of the teams",
    ),
    Attack(
        "silent-teams",
        "no box scores of 15 teams for 30 days",
        _silent_teams,
        ("missing_results",),
        15,
        "teams",
    ),
    Attack(
        "no-points",
        "yesterday's points all 0",
        _no_points,
        ("implausible_results",),
        1,
        "of the players",
    ),
    Attack(
        "points-doubled",
        "yesterday's points times 2",
        _points_times,
        ("implausible_results",),
        2,
    ),
    Attack(
        "no-minutes",
        "yesterday's minutes 0, points kept",
        _no_minutes,
        ("implausible_results",),
        1,
        "of the players",
    ),
    Attack(
        "codes-exchanged",
        "two teams' codes exchanged in a season's box scores",
        _exchanged_codes,
        ("unscheduled_results",),
    ),
    Attack(
        "results-again",
        "every box score of a season once more a day later",
        _next_day_again,
        ("unscheduled_results",),
        120,
        "days",
    ),
    Attack(
        "names-unknown",
        "all names Unknown Player",
        _unknown_names,
        ("implausible_names",),
        1,
        "of the names",
    ),
    Attack(
        "names-permuted",
        "all names permuted",
        _permuted_names,
        ("implausible_names",),
        1,
        "of the names",
    ),
    Attack(
        "everybody-out",
        "everybody reported out",
        _out,
        ("implausible_injuries", "emptied_list"),
        1,
        "of the players",
        INJURIES,
        "there is no injury report for the date",
    ),
)
