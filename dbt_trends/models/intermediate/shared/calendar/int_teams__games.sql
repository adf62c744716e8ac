-- grain: one row per (game_date, team_abbr), league games
with team_games as (
    select
        game_date,
        team_abbr,
        opponent_team_abbr,
        points_scored,
        possessions,
        fg_attempts,
        ft_attempts,
        turnovers,
        overtime_periods
    from {{ ref('stg_nba_analytics__team_games') }}
),

schedule as (
    select
        game_date,
        team_abbr,
        is_home,
        is_exhibition,
        team_rest_days
    from {{ ref('int_schedule__team_games') }}
),

final as (
    select
        own.game_date,
        own.team_abbr,
        own.opponent_team_abbr,
        own.points_scored,
        own.possessions,
        own.fg_attempts,
        own.ft_attempts,
        own.turnovers,
        schedule.is_home,
        schedule.team_rest_days,
        opponent.points_scored as points_allowed,
        opponent.possessions as opponent_possessions,
        {{ season_year('own.game_date') }} as season_year,
        -- Both teams' rows exist; with only one, neither pace nor defense is known.
        own.possessions is not null and opponent.possessions is not null as is_paired,
        greatest(coalesce(own.overtime_periods, 0), coalesce(opponent.overtime_periods, 0)) as overtimes
    from team_games as own
    left join team_games as opponent
        on
            own.game_date = opponent.game_date
            and own.opponent_team_abbr = opponent.team_abbr
            and own.team_abbr = opponent.opponent_team_abbr
    left join schedule
        on
            own.game_date = schedule.game_date
            and own.team_abbr = schedule.team_abbr
    where not coalesce(schedule.is_exhibition, false)
)

select * from final
