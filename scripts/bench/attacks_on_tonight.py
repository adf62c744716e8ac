"""Attacks on what is known of tonight: lines, schedule, injuries."""

from __future__ import annotations

from datetime import date

from scripts.bench.mutations import (
    BETTINGPROS,
    FEEDS,
    INJURIES,
    ODDS_API,
    SCHEDULE,
    Attack,
    Changes,
    share_of,
)


def _lines(day: date, line: str) -> Changes:
    change = f"""select * replace (
        case when game_date = date '{day}' then {line} else points_line end as points_line)
        from source"""
    return dict.fromkeys(FEEDS, change)


def _odds(day: date, share: float) -> Changes:
    is_hit = f"game_date = date '{day}' and {share_of('player_name', share)}"
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
                where game_date = date '{day}' and {share_of("player_name", share)}
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
        where not (game_date = date '{day}' and {share_of("player_name", share)})"""
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
    is_hit = f"game_date = date '{day}' and {share_of('game_id', share)}"
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
                    and {share_of("player_lookup", share)}
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
        day, f"points_line + case when {share_of('player_name', share)} then 5 else 0 end"
    )


ON_TONIGHT = (
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
    Attack(
        "odds",
        "odds + 5000",
        _odds,
        ("implausible_lines",),
        1,
        "of the players",
        "an app's lines have no odds, and none are shown",
    ),
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
        "half of a slate with more lines than the last one is like a poor slate",
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
        "only the Odds API names the home team",
    ),
    Attack(
        "tip-offs-earlier",
        "tip-offs five hours early",
        _earlier,
        ("contradicted_schedule",),
        5,
        "hours",
        "a matinee is possible, and only the Odds API has a tip-off of its own",
    ),
    Attack(
        "tip-offs-in-the-morning",
        "tip-offs twelve hours early",
        _earlier,
        (),
        12,
        "",
        "an evening's tip-off twelve hours early is no tip-off but an unknown one, as whole real "
        "seasons have them; the Odds API repairs it",
    ),
    Attack(
        "everybody-out",
        "everybody reported out",
        _out,
        ("implausible_injuries", "emptied_list"),
        1,
        "of the players",
        "there is no injury report for the date",
    ),
)
