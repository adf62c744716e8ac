-- grain: one row per (game_date, team_abbr)
with team_offense_game_summary as (
    select
        game_id,
        game_date,
        team_abbr,
        opponent_team_abbr,
        points_scored,
        fg_attempts,
        ft_attempts,
        turnovers,
        possessions,
        overtime_periods,
        is_partial_game_data,
        quality_tier,
        processed_at
    from {{ source('nba_analytics', 'team_offense_game_summary') }}
    where {{ in_source_window('game_date') }}
),

final as (
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
    from team_offense_game_summary
    where
        not coalesce(is_partial_game_data, false)
        and fg_attempts >= {{ var('partial_game_fg_attempts') }}
    qualify
        row_number() over (
            partition by game_date, team_abbr
            order by
                case lower(quality_tier) when 'gold' then 0 when 'silver' then 1 when 'bronze' then 2 else 3 end,
                possessions desc nulls last,
                processed_at desc nulls last,
                game_id nulls last
        ) = 1
)

select * from final
