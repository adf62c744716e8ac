-- grain: one row per (as_of_date, player_lookup), players with a played game in the last days that any list looks back
{%- set recency_days = [
    var('recent_graded_days'), var('bounce_back_max_gap_days'), var('example_recency_days')
] | max %}
with seasons as (
    select
        as_of_date,
        season_year,
        recent_through
    from {{ ref('int_seasons__as_of') }}
),

player_games as (
    select
        player_lookup,
        player_full_name,
        game_date,
        team_abbr
    from {{ ref('int_player_games__played') }}
),

registry as (
    select
        player_lookup,
        player_name,
        position,
        season_year
    from {{ ref('int_players__registry') }}
),

last_games as (
    select
        seasons.as_of_date,
        seasons.season_year,
        player_games.player_lookup,
        player_games.player_full_name,
        player_games.team_abbr,
        player_games.game_date
    from seasons
    inner join player_games
        on
            player_games.game_date <= seasons.recent_through
            and player_games.game_date > {{ add_days('seasons.recent_through', -recency_days) }}
    where true
    qualify
        row_number() over (
            partition by seasons.as_of_date, player_games.player_lookup
            order by player_games.game_date desc
        ) = 1
),

-- The position of the latest season that the registry knows, the date's own or an earlier one.
final as (
    select
        last_games.as_of_date,
        last_games.player_lookup,
        last_games.team_abbr,
        last_games.game_date as last_game_date,
        registry.position,
        substr(
            coalesce(
                nullif(trim(last_games.player_full_name), ''),
                nullif(trim(registry.player_name), ''),
                last_games.player_lookup
            ),
            1,
            {{ var('player_name_max_characters') }}
        ) as player_full_name
    from last_games
    left join registry
        on
            last_games.player_lookup = registry.player_lookup
            and last_games.season_year >= registry.season_year
    where true
    qualify
        row_number() over (
            partition by last_games.as_of_date, last_games.player_lookup
            order by registry.season_year desc nulls last
        ) = 1
)

select * from final
