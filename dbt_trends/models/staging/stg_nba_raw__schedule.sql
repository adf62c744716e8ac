-- grain: one row per game_id
with nbac_schedule as (
    select
        game_id,
        game_date,
        game_date_est,
        game_status,
        home_team_tricode,
        away_team_tricode,
        is_playoffs,
        is_all_star,
        neutral_site_flag,
        processed_at
    from {{ source('nba_raw', 'nbac_schedule') }}
    -- Far enough ahead to see the new date of a game that was postponed, or its old row would stand.
    where {{ in_source_window('game_date', var('schedule_horizon_days')) }}
),

final as (
    select
        game_id,
        game_date,
        game_date_est as tip_off_at,
        home_team_tricode as home_team_abbr,
        away_team_tricode as away_team_abbr,
        coalesce(is_playoffs, false) as is_playoffs,
        coalesce(neutral_site_flag, false) as is_neutral_site,
        coalesce(is_all_star, false)
        or substr(game_id, 1, 3) in (
            '{{ var("preseason_game_id_prefix") }}', '{{ var("all_star_game_id_prefix") }}'
        ) as is_exhibition
    from nbac_schedule
    where true
    -- The latest row fixes the game's date; its other dates are void.
    qualify
        row_number() over (
            partition by game_id
            order by processed_at desc nulls last, game_status desc nulls last, game_date desc
        ) = 1
)

select * from final
