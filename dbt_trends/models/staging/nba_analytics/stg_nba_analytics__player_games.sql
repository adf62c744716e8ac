-- grain: one row per (player_lookup, game_date, team_abbr), player_lookup as the row spells it
{%- set plausible -%}
    coalesce(points, 0) between 0 and {{ var('player_points_max') }}
    and coalesce(minutes_played, 0) between 0 and {{ var('player_minutes_max') }}
{%- endset %}
with player_game_summary as (
    select
        player_lookup,
        player_full_name,
        game_id,
        game_date,
        team_abbr,
        opponent_team_abbr,
        points,
        minutes_played,
        fg_attempts,
        ft_attempts,
        turnovers,
        paint_attempts,
        paint_makes,
        mid_range_attempts,
        mid_range_makes,
        three_pt_attempts,
        three_pt_makes,
        has_complete_shot_zones,
        usage_rate,
        is_dnp,
        processed_at
    from {{ source('nba_analytics', 'player_game_summary') }}
    where {{ in_source_window('game_date') }}
),

teams as (
    select
        team_abbr,
        {{ team_key('alias') }} as team_key
    from {{ ref('team_aliases') }}
),

-- An implausible box score is taken for a failed scrape.
box_scores as (
    select
        player_lookup,
        player_full_name,
        game_id,
        game_date,
        team_abbr,
        opponent_team_abbr,
        fg_attempts,
        ft_attempts,
        turnovers,
        paint_attempts,
        paint_makes,
        mid_range_attempts,
        mid_range_makes,
        three_pt_attempts,
        three_pt_makes,
        has_complete_shot_zones,
        usage_rate,
        processed_at,
        case when {{ plausible }} then points end as points,
        case when {{ plausible }} then minutes_played end as minutes_played,
        case when {{ plausible }} then is_dnp end as is_dnp,
        case when {{ plausible }} then false else true end as is_implausible
    from player_game_summary
    where player_lookup is not null and team_abbr is not null
),

final as (
    select
        box_scores.player_lookup,
        box_scores.player_full_name,
        box_scores.game_id,
        box_scores.game_date,
        box_scores.points,
        box_scores.minutes_played,
        box_scores.fg_attempts,
        box_scores.ft_attempts,
        box_scores.turnovers,
        box_scores.paint_attempts,
        box_scores.paint_makes,
        box_scores.mid_range_attempts,
        box_scores.mid_range_makes,
        box_scores.three_pt_attempts,
        box_scores.three_pt_makes,
        box_scores.usage_rate,
        box_scores.is_implausible,
        coalesce(teams.team_abbr, box_scores.team_abbr) as team_abbr,
        coalesce(opponents.team_abbr, box_scores.opponent_team_abbr) as opponent_team_abbr,
        coalesce(box_scores.has_complete_shot_zones, false) as has_shot_zones,
        {{ played('box_scores.points', 'box_scores.minutes_played') }} as is_played
    from box_scores
    left join teams on {{ team_key('box_scores.team_abbr') }} = teams.team_key
    left join teams as opponents on {{ team_key('box_scores.opponent_team_abbr') }} = opponents.team_key
    where true
    -- The summary is rewritten when a box score is corrected: the latest row is right unless the scrape failed.
    qualify
        row_number() over (
            partition by
                box_scores.player_lookup,
                box_scores.game_date,
                coalesce(teams.team_abbr, box_scores.team_abbr)
            order by
                {{ failed_scrape('box_scores.points', 'box_scores.is_dnp') }},
                box_scores.processed_at desc nulls last,
                box_scores.minutes_played desc nulls last,
                box_scores.points desc nulls last,
                box_scores.game_id nulls last
        ) = 1
)

select * from final
