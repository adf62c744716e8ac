-- grain: one row per (player_lookup, game_date), played league games only
with player_games as (
    select
        player_lookup,
        player_full_name,
        game_date,
        team_abbr,
        opponent_team_abbr,
        points,
        minutes_played
    from {{ ref('stg_nba_analytics__player_games') }}
    where {{ played('points', 'minutes_played') }}
),

team_games as (
    select
        game_date,
        team_abbr,
        is_exhibition,
        tip_off_at
    from {{ ref('int_schedule__team_games') }}
),

final as (
    select
        player_games.player_lookup,
        player_games.player_full_name,
        player_games.game_date,
        player_games.team_abbr,
        player_games.opponent_team_abbr,
        player_games.points,
        player_games.minutes_played,
        {{ season_year('player_games.game_date') }} as season_year,
        {{ line_cutoff_at('team_games.tip_off_at', 'player_games.game_date') }} as line_cutoff_at
    from player_games
    left join team_games
        on
            player_games.game_date = team_games.game_date
            and player_games.team_abbr = team_games.team_abbr
    -- A game that the schedule does not know still counts: only a known exhibition is left out.
    where not coalesce(team_games.is_exhibition, false)
)

select * from final
