"""Attacks on what has been played: box scores and names."""

from __future__ import annotations

from datetime import date

from scripts.bench.mutations import (
    PLAYER_GAMES,
    TEAM_GAMES,
    Attack,
    Changes,
    share_of,
)


def _without_results(day: date, days: int, teams: str) -> Changes:
    change = f"""from source where not (
        game_date between date '{day}' - {days} and date '{day}' - 1 and {teams})"""
    return {PLAYER_GAMES: change, TEAM_GAMES: change}


def _missed_night(day: date, share: float) -> Changes:
    return _without_results(day, 1, share_of("team_abbr", share))


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
    is_hit = share_of("player_lookup", share)
    return _points(day, f"case when {is_hit} and points is not null then 0 else points end")


def _no_minutes(day: date, share: float) -> Changes:
    return {
        PLAYER_GAMES: f"""select * replace (
            case when game_date = date '{day}' - 1 and points > 0
                and {share_of("player_lookup", share)} then 0 else minutes_played end
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
            case when {share_of("player_lookup", share)} then 'Unknown Player'
                else player_full_name end as player_full_name) from source"""
    }


def _permuted_names(day: date, share: float) -> Changes:
    return {
        PLAYER_GAMES: f"""with names as (
                select player_lookup, lead(name, 1, first) over (order by player_lookup) as other
                from (
                    select player_lookup, max(player_full_name) as name,
                        first_value(max(player_full_name)) over (order by player_lookup) as first
                    from source where {share_of("player_lookup", share)} group by player_lookup)
            )
            select source.* replace (coalesce(other, player_full_name) as player_full_name)
            from source left join names using (player_lookup)"""
    }


ON_RESULTS = (
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
)
