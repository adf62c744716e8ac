-- grain: one row per (as_of_date, player_lookup), the players of int_players__last_games
with last_games as (
    select
        as_of_date,
        player_lookup,
        player_full_name,
        team_abbr
    from {{ ref('int_players__last_games') }}
),

as_of_dates as (
    select
        as_of_date,
        season_year
    from {{ ref('int_as_of_dates') }}
),

registry as (
    select
        player_lookup,
        player_name,
        position,
        season_year
    from {{ ref('stg_nba_reference__player_registry') }}
),

known_registry as (
    select
        as_of_dates.as_of_date,
        registry.player_lookup,
        registry.player_name,
        registry.position
    from as_of_dates
    inner join registry on registry.season_year <= as_of_dates.season_year
    where true
    qualify
        row_number() over (
            partition by as_of_dates.as_of_date, registry.player_lookup
            order by registry.season_year desc
        ) = 1
),

final as (
    select
        last_games.as_of_date,
        last_games.player_lookup,
        last_games.team_abbr,
        known_registry.position,
        coalesce(known_registry.player_name, last_games.player_full_name) as player_full_name
    from last_games
    left join known_registry
        on
            last_games.as_of_date = known_registry.as_of_date
            and last_games.player_lookup = known_registry.player_lookup
)

select * from final
