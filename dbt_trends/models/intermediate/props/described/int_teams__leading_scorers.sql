-- grain: one row per (game_date, team_abbr), teams with a leading scorer known before the game
with player_games as (
    select
        player_lookup,
        game_date,
        season_year,
        team_abbr,
        next_game_date,
        games_before + 1 as games,
        {{ rate('points_before + points', 'games_before + 1') }} as ppg
    from {{ ref('int_player_games__described') }}
),

team_dates as (
    select distinct
        game_date,
        season_year,
        team_abbr
    from player_games
),

-- A player's team and average hold from one game until the next, unless that is too far off.
scorers as (
    select
        team_dates.game_date,
        team_dates.team_abbr,
        player_games.player_lookup
    from team_dates
    inner join player_games
        on
            team_dates.team_abbr = player_games.team_abbr
            and team_dates.season_year = player_games.season_year
            and player_games.game_date < team_dates.game_date
            and player_games.game_date >= {{ add_days(
                'team_dates.game_date', -var('leading_scorer_max_absence_days')
            ) }}
            and coalesce(player_games.next_game_date, date '9999-12-31') >= team_dates.game_date
    where player_games.games >= {{ var('leading_scorer_min_games') }}
    qualify
        row_number() over (
            partition by team_dates.game_date, team_dates.team_abbr
            order by {{ nine_decimals('player_games.ppg') }} desc, player_games.player_lookup
        ) = 1
),

final as (
    select
        scorers.game_date,
        scorers.team_abbr,
        scorers.player_lookup,
        player_games.player_lookup is null as is_out
    from scorers
    left join player_games
        on
            scorers.player_lookup = player_games.player_lookup
            and scorers.game_date = player_games.game_date
            and scorers.team_abbr = player_games.team_abbr
)

select * from final
