-- grain: one row per player_lookup whose first season in the league is known
with player_list as (
    select
        player_lookup,
        draft_year,
        season_year,
        years_pro
    from {{ ref('stg_nba_raw__player_list') }}
),

rosters as (
    select
        player_lookup,
        season_year,
        experience_years
    from {{ ref('stg_nba_raw__rosters') }}
),

players as (
    select
        name_key,
        player_lookup
    from {{ ref('int_players__named') }}
),

keys as (
    select
        spelling,
        player_lookup
    from {{ ref('int_players__keys') }}
),

registry as (
    select
        player_lookup,
        season_year
    from {{ ref('int_players__registry') }}
),

player_games as (
    select
        player_lookup,
        game_date
    from {{ ref('stg_nba_analytics__player_games') }}
),

-- A list may spell a player in two ways: the newer season comes first, then the spelling that is the player's key.
listed as (
    select
        players.player_lookup,
        player_list.draft_year,
        player_list.season_year - player_list.years_pro as first_season_year
    from player_list
    inner join players on player_list.player_lookup = players.name_key
    where true
    qualify
        row_number() over (
            partition by players.player_lookup
            order by
                player_list.season_year desc nulls last,
                player_list.player_lookup != players.player_lookup,
                player_list.player_lookup
        ) = 1
),

experienced as (
    select
        players.player_lookup,
        rosters.season_year - rosters.experience_years as first_season_year
    from rosters
    inner join players on rosters.player_lookup = players.name_key
    where true
    qualify
        row_number() over (
            partition by players.player_lookup
            order by
                rosters.season_year desc,
                rosters.player_lookup != players.player_lookup,
                rosters.player_lookup
        ) = 1
),

-- The first season in which a player is in a box score or in the registry.
seen as (
    select
        player_lookup,
        min(season_year) as first_season_year
    from (
        select
            player_lookup,
            season_year
        from registry
        union all
        select
            keys.player_lookup,
            {{ season_year('player_games.game_date') }} as season_year
        from player_games
        inner join keys on player_games.player_lookup = keys.spelling
    ) as seasons
    group by player_lookup
),

joined as (
    select
        seen.player_lookup,
        listed.draft_year,
        coalesce(experienced.first_season_year, listed.first_season_year) as first_season_year,
        -- A player seen in the very first season may have entered the league before it.
        case
            when seen.first_season_year > {{ var('registry_first_season') }} then seen.first_season_year
        end as first_seen_year
    from seen
    left join listed on seen.player_lookup = listed.player_lookup
    left join experienced on seen.player_lookup = experienced.player_lookup
),

entry_years as (
    select
        player_lookup,
        coalesce(
            greatest(coalesce(first_season_year, draft_year), coalesce(draft_year, first_season_year)),
            first_seen_year
        ) as entry_year
    from joined
),

final as (
    select
        player_lookup,
        entry_year
    from entry_years
    where entry_year is not null
)

select * from final
