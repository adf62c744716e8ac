-- grain: one row per (season_year, fact, example): what is known about the players; season_year is null for all seasons
with nba_players_registry as (
    select
        player_name,
        player_lookup,
        position,
        {{ to_integer('substr(season, 1, 4)') }} as season_year
    from {{ source('nba_reference', 'nba_players_registry') }}
),

nbac_player_list_current as (
    select
        player_lookup,
        draft_year,
        years_pro
    from {{ source('nba_raw', 'nbac_player_list_current') }}
),

br_rosters_current as (
    select
        season_year,
        player_lookup,
        experience_years
    from {{ optional_source('nba_raw', 'br_rosters_current') }}
),

player_aliases as (
    select
        alias_lookup,
        is_active
    from {{ optional_source('nba_reference', 'player_aliases') }}
),

keys as (
    select
        spelling,
        base,
        has_namesake,
        player_lookup
    from {{ ref('int_players__keys') }}
),

named as (
    select name_key
    from {{ ref('int_players__named') }}
),

entry_years as (
    select player_lookup
    from {{ ref('int_players__entry_years') }}
),

played as (
    select
        player_lookup,
        season_year
    from {{ ref('int_player_games__played') }}
),

listed as (
    select
        player_lookup,
        max(draft_year) as draft_year,
        max(years_pro) as years_pro
    from nbac_player_list_current
    group by player_lookup
),

spelled as (
    select
        player_lookup,
        count(*) as spellings
    from keys
    group by player_lookup
),

facts as (
    select
        season_year,
        'registry_rows' as fact,
        cast(null as string) as example
    from nba_players_registry
    union all
    select
        season_year,
        'registry_positions_unknown' as fact,
        coalesce(position, 'null') as example
    from nba_players_registry
    where {{ position_code('position') }} is null
    union all
    select
        season_year,
        'registry_names_are_lookups' as fact,
        player_name as example
    from nba_players_registry
    where lower(player_name) = player_lookup
    union all
    select
        cast(null as int64) as season_year,
        'listed_players' as fact,
        cast(null as string) as example
    from listed
    union all
    select
        cast(null as int64) as season_year,
        'listed_without_draft_year' as fact,
        cast(null as string) as example
    from listed
    where draft_year is null
    union all
    select
        cast(null as int64) as season_year,
        'listed_without_years_pro' as fact,
        cast(null as string) as example
    from listed
    where years_pro is null
    union all
    select
        season_year,
        'roster_rows' as fact,
        cast(null as string) as example
    from br_rosters_current
    union all
    select
        season_year,
        'roster_experience_unknown' as fact,
        player_lookup as example
    from br_rosters_current
    where experience_years is null
    union all
    select
        cast(null as int64) as season_year,
        'aliases' as fact,
        cast(null as string) as example
    from player_aliases
    where is_active
    union all
    select
        cast(null as int64) as season_year,
        'aliases_of_nobody' as fact,
        player_aliases.alias_lookup as example
    from player_aliases
    left join named on player_aliases.alias_lookup = named.name_key
    where player_aliases.is_active and named.name_key is null
    union all
    select
        cast(null as int64) as season_year,
        'players_spelled_in_two_ways' as fact,
        player_lookup as example
    from spelled
    where spellings > 1
    union all
    select
        cast(null as int64) as season_year,
        'namesakes' as fact,
        spelling as example
    from keys
    where has_namesake
    union all
    select distinct
        played.season_year,
        'players' as fact,
        -- Each counts once.
        played.player_lookup as example
    from played
    union all
    select distinct
        played.season_year,
        'players_of_unknown_years' as fact,
        played.player_lookup as example
    from played
    left join entry_years on played.player_lookup = entry_years.player_lookup
    where entry_years.player_lookup is null
),

final as (
    select
        season_year,
        fact,
        example,
        count(*) as counted
    from facts
    group by season_year, fact, example
)

select * from final
