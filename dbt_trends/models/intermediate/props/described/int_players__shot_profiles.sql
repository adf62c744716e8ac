-- grain: one row per (player_lookup, game_date), played games before which enough games had zone data
with played as (
    select
        player_lookup,
        game_date,
        season_year,
        has_shot_zones,
        coalesce(paint_attempts, 0) as paint_attempts,
        coalesce(mid_range_attempts, 0) as mid_range_attempts,
        coalesce(three_pt_attempts, 0) as three_pt_attempts
    from {{ ref('int_player_games__played') }}
),

-- Games with zone data, with the totals of the latest ones up to each.
zone_games as (
    select
        player_lookup,
        season_year,
        game_date,
        count(*) over latest_games as games,
        sum(paint_attempts) over latest_games as paint_attempts,
        sum(mid_range_attempts) over latest_games as mid_range_attempts,
        sum(three_pt_attempts) over latest_games as three_pt_attempts,
        lead(game_date) over (partition by player_lookup, season_year order by game_date) as next_zone_game_date
    from played
    where has_shot_zones
    window latest_games as (
        partition by player_lookup, season_year order by game_date
        rows between {{ var('shot_profile_games') - 1 }} preceding and current row
    )
),

-- The totals after a game with zone data hold up to and including the next one.
final as (
    select
        played.player_lookup,
        played.game_date,
        {{ shot_profile(
            'zone_games.paint_attempts', 'zone_games.mid_range_attempts', 'zone_games.three_pt_attempts'
        ) }} as shot_profile
    from played
    inner join zone_games
        on
            played.player_lookup = zone_games.player_lookup
            and played.season_year = zone_games.season_year
            and played.game_date > zone_games.game_date
            and played.game_date <= coalesce(zone_games.next_zone_game_date, date '9999-12-31')
    where zone_games.games >= {{ var('shot_profile_min_games') }}
)

select * from final
