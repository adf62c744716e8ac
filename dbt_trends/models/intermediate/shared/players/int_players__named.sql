-- grain: one row per name_key: every key of a name, as a feed may write it, that is one known player's
with keys as (
    select
        spelling,
        base,
        has_namesake,
        player_lookup
    from {{ ref('int_players__keys') }}
),

aliases as (
    select
        alias_lookup,
        player_lookup
    from {{ ref('stg_nba_reference__player_aliases') }}
),

suffixes as (
    select '' as suffix
    {%- for suffix in var('name_suffixes') %}
        union all
        select '{{ suffix }}' as suffix
    {%- endfor %}
),

-- With any suffix or none, unless that is a known player's own key or leads back to more than one player.
variants as (
    select distinct
        keys.base || suffixes.suffix as name_key,
        keys.base,
        keys.player_lookup
    from keys
    cross join suffixes
    where not keys.has_namesake
),

known as (
    select
        spelling as name_key,
        player_lookup
    from keys
    union all
    select
        variants.name_key,
        variants.player_lookup
    from variants
    left join keys on variants.name_key = keys.spelling
    where keys.spelling is null and {{ without_suffix('variants.name_key') }} = variants.base
),

-- An alias comes first, even if it leads to nobody.
final as (
    select
        known.name_key,
        known.player_lookup
    from known
    left join aliases on known.name_key = aliases.alias_lookup
    where aliases.alias_lookup is null
    union all
    select
        aliases.alias_lookup as name_key,
        known.player_lookup
    from aliases
    inner join known on aliases.player_lookup = known.name_key
)

select * from final
