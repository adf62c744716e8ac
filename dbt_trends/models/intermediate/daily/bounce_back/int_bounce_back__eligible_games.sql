-- grain: one row per (player_lookup, game_date), played games with enough games of the season before them
with played as (
    select
        player_lookup,
        game_date,
        season_year,
        opponent_team_abbr,
        points,
        minutes_played
    from {{ ref('int_player_games__played') }}
),

season_to_date as (
    select
        player_lookup,
        game_date,
        opponent_team_abbr,
        points,
        minutes_played,
        row_number() over season_games - 1 as games_before,
        sum(points) over season_games - points as points_before,
        lead(game_date) over season_games as next_game_date,
        lead(points) over season_games as next_points
    from played
    window season_games as (partition by player_lookup, season_year order by game_date)
),

averages as (
    select
        player_lookup,
        game_date,
        opponent_team_abbr,
        points,
        minutes_played,
        next_game_date,
        next_points,
        {{ rate('points_before', 'games_before') }} as average_before
    from season_to_date
    where games_before >= {{ var('bounce_back_min_games_before') }}
),

final as (
    select
        player_lookup,
        game_date,
        opponent_team_abbr,
        points,
        minutes_played,
        average_before,
        average_before - points as shortfall,
        coalesce(points >= average_before, false) as reached_average,
        -- With few minutes the game was cut short, not bad.
        average_before - points >= {{ var('bounce_back_shortfall') }}
        and coalesce(minutes_played >= {{ var('bounce_back_min_minutes') }}, false) as is_bad_game,
        {{ bucket('average_before - points', var('shortfall_bucket_edges')) }} as shortfall_bucket,
        {{ bucket('average_before', var('average_bucket_edges')) }} as average_bucket,
        -- The next game of the season, if it is soon enough to be an answer to this one.
        case
            when {{ days_between('game_date', 'next_game_date') }} <= {{ var('bounce_back_max_gap_days') }}
                then next_game_date
        end as next_game_date,
        coalesce(next_points >= average_before, false) as bounced_back
    from averages
)

select * from final
