-- grain: one row per (player_lookup, season_year)
with registry as (
    select
        player_lookup,
        season_year,
        player_name,
        position,
        team_abbr,
        last_activity_date,
        processed_at
    from {{ ref('stg_nba_reference__player_registry') }}
),

keys as (
    select
        spelling,
        player_lookup
    from {{ ref('int_players__keys') }}
),

final as (
    select
        keys.player_lookup,
        registry.season_year,
        registry.player_name,
        registry.position
    from registry
    inner join keys on registry.player_lookup = keys.spelling
    where true
    qualify
        row_number() over (
            partition by keys.player_lookup, registry.season_year
            order by
                registry.last_activity_date desc nulls last,
                registry.processed_at desc nulls last,
                registry.team_abbr nulls last,
                registry.player_lookup
        ) = 1
)

select * from final
