-- grain: one row per (as_of_date, player_lookup), the players of int_archetypes__players
with players as (
    select
        facts.as_of_date,
        facts.season_year,
        played.player_lookup,
        played.player_full_name
    from {{ ref('int_documents__season_facts') }} as facts
    inner join {{ ref('int_player_games__played') }} as played
        on
            played.game_date <= facts.recent_through
            and played.game_date > {{ add_days('facts.recent_through', -var('example_recency_days')) }}
    where true
    qualify
        row_number() over (
            partition by facts.as_of_date, played.player_lookup
            order by played.game_date desc
        ) = 1
),

registry as (
    select
        player_lookup,
        player_name,
        season_year
    from {{ ref('stg_nba_reference__player_registry') }}
),

final as (
    select
        players.as_of_date,
        players.player_lookup,
        coalesce(registry.player_name, players.player_full_name) as player_full_name
    from players
    left join registry
        on
            players.player_lookup = registry.player_lookup
            and registry.season_year <= players.season_year
    where true
    qualify
        row_number() over (
            partition by players.as_of_date, players.player_lookup
            order by registry.season_year desc nulls last
        ) = 1
)

select * from final
