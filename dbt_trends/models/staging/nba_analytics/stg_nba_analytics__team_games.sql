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

teams as (
    select
        team_abbr,
        {{ team_key('alias') }} as team_key
    from {{ ref('team_aliases') }}
),

-- An implausible number is unknown.
box_scores as (
    select
        game_id,
        game_date,
        team_abbr,
        opponent_team_abbr,
        fg_attempts,
        ft_attempts,
        turnovers,
        quality_tier,
        processed_at,
        case when points_scored between 0 and {{ var('team_points_max') }} then points_scored end as points_scored,
        case when possessions between 1 and {{ var('team_possessions_max') }} then possessions end as possessions,
        case when overtime_periods between 0 and {{ var('overtimes_max') }} then overtime_periods end
            as overtime_periods
    from team_offense_game_summary
    where
        not coalesce(is_partial_game_data, false)
        and fg_attempts >= {{ var('partial_game_fg_attempts') }}
),

final as (
    select
        box_scores.game_date,
        box_scores.points_scored,
        box_scores.possessions,
        box_scores.fg_attempts,
        box_scores.ft_attempts,
        box_scores.turnovers,
        box_scores.overtime_periods,
        coalesce(teams.team_abbr, box_scores.team_abbr) as team_abbr,
        coalesce(opponents.team_abbr, box_scores.opponent_team_abbr) as opponent_team_abbr
    from box_scores
    left join teams on {{ team_key('box_scores.team_abbr') }} = teams.team_key
    left join teams as opponents on {{ team_key('box_scores.opponent_team_abbr') }} = opponents.team_key
    where true
    qualify
        row_number() over (
            partition by box_scores.game_date, coalesce(teams.team_abbr, box_scores.team_abbr)
            order by
                case lower(trim(box_scores.quality_tier))
                    when 'gold' then 0
                    when 'silver' then 1
                    when 'bronze' then 2
                    else 3
                end,
                box_scores.possessions desc nulls last,
                box_scores.processed_at desc nulls last,
                box_scores.game_id nulls last
        ) = 1
)

select * from final
