-- grain: one row per (player_lookup, game_date), played league games: usage, rest and the season before the game
with played as (
    select
        player_lookup,
        game_date,
        season_year,
        team_abbr,
        points,
        minutes_played,
        fg_attempts,
        ft_attempts,
        turnovers,
        usage_rate
    from {{ ref('int_player_games__played') }}
),

team_games as (
    select
        game_date,
        team_abbr,
        fg_attempts,
        ft_attempts,
        turnovers,
        overtimes
    from {{ ref('int_teams__games') }}
),

-- A usage rate that the source lacks is computed if all its parts are known.
usage_rates as (
    select
        played.player_lookup,
        played.game_date,
        played.season_year,
        played.team_abbr,
        played.points,
        played.minutes_played,
        coalesce(
            cast(played.usage_rate as {{ type_float() }}),
            cast({{ nine_decimals(rate(
                '100 * (' ~ used_possessions('played') ~ ') * '
                ~ team_minutes('team_games.overtimes') ~ ' / 5',
                'played.minutes_played * (' ~ used_possessions('team_games') ~ ')'
            )) }} as {{ type_float() }})
        ) as usage_rate
    from played
    left join team_games
        on
            played.game_date = team_games.game_date
            and played.team_abbr = team_games.team_abbr
),

final as (
    select
        player_lookup,
        game_date,
        season_year,
        team_abbr,
        points,
        {{ days_between('lag(game_date) over season_games', 'game_date') }} - 1 as rest_days,
        row_number() over season_games - 1 as games_before,
        sum(points) over season_games - points as points_before,
        lead(game_date) over season_games as next_game_date,
        case when usage_rate is not null and minutes_played > 0 then minutes_played end as usage_minutes,
        case when minutes_played > 0 then usage_rate * minutes_played end as weighted_usage
    from usage_rates
    window season_games as (partition by player_lookup, season_year order by game_date)
)

select * from final
