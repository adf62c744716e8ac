-- grain: one row per alias_lookup in use that names one player
with player_aliases as (
    select
        alias_lookup,
        nba_canonical_lookup,
        is_active
    from {{ optional_source('nba_reference', 'player_aliases') }}
),

final as (
    select
        alias_lookup,
        min(nba_canonical_lookup) as player_lookup
    from player_aliases
    where is_active and alias_lookup is not null and nba_canonical_lookup is not null
    group by alias_lookup
    having count(distinct nba_canonical_lookup) = 1
)

select * from final
