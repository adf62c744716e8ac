-- grain: one row per (game_date, team_abbr), league games of which both teams' rows are there
with team_games as (
    select
        game_date,
        team_abbr,
        opponent_team_abbr,
        points_scored,
        possessions
    from {{ ref('stg_nba_analytics__team_games') }}
),

schedule as (
    select
        game_date,
        team_abbr,
        is_exhibition
    from {{ ref('int_schedule__team_games') }}
),

final as (
    select
        own.game_date,
        own.team_abbr,
        own.opponent_team_abbr,
        {{ season_year('own.game_date') }} as season_year,
        opponent.points_scored as points_allowed,
        opponent.possessions as opponent_possessions
    from team_games as own
    inner join team_games as opponent
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
