-- grain: one row per (player_lookup, game_date, team_abbr), player_lookup as the row spells it
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

final as (
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
        usage_rate,
        coalesce(has_complete_shot_zones, false) as has_shot_zones,
        {{ played('points', 'minutes_played') }} as is_played
    from player_game_summary
    where player_lookup is not null and team_abbr is not null
    -- The summary is rewritten when a box score is corrected: the latest row is right unless the scrape failed.
    qualify
        row_number() over (
            partition by player_lookup, game_date, team_abbr
            order by
                {{ failed_scrape('points', 'is_dnp') }},
                processed_at desc nulls last,
                minutes_played desc nulls last,
                points desc nulls last,
                game_id nulls last
        ) = 1
)

select * from final
