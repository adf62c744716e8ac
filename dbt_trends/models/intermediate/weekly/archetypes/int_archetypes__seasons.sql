-- grain: one row per (player_lookup, season_year): a whole season's points, games and usage
with player_games as (
    select
        player_lookup,
        season_year,
        points,
        usage_minutes,
        weighted_usage
    from {{ ref('int_player_games__described') }}
),

final as (
    select
        player_lookup,
        season_year,
        count(*) as games,
        sum(points) as points,
        sum(usage_minutes) as usage_minutes,
        {{ exact_sum('weighted_usage') }} as weighted_usage
    from player_games
    group by player_lookup, season_year
)

select * from final
