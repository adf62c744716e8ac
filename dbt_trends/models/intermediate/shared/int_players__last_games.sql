-- grain: one row per (as_of_date, player_lookup), players with a played game in the last days that any list looks back
{%- set recency_days = [
    var('recent_graded_days'), var('bounce_back_max_gap_days'), var('example_recency_days')
] | max %}
with seasons as (
    select
        as_of_date,
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

final as (
    select
        seasons.as_of_date,
        player_games.player_lookup,
        player_games.player_full_name,
        player_games.team_abbr,
        player_games.game_date as last_game_date
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
)

select * from final
