-- grain: one row per (player_lookup, game_date), played league games only
with player_games as (
    select
        player_lookup,
        player_full_name,
        game_date,
        team_abbr,
        opponent_team_abbr,
        points,
        minutes_played,
        fg_attempts,
        ft_attempts,
        turnovers,
        paint_attempts,
        paint_makes,
        mid_range_attempts,
        mid_range_makes,
        three_pt_attempts,
        three_pt_makes,
        usage_rate,
        has_shot_zones
    from {{ ref('stg_nba_analytics__player_games') }}
    where
        {{ played('points', 'minutes_played') }}
        -- An impossible box score is kept for the data test to stop the build.
        or points < 0
        or minutes_played < 0
),

team_games as (
    select
        game_date,
        team_abbr,
        is_home,
        is_playoffs,
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
        player_games.fg_attempts,
        player_games.ft_attempts,
        player_games.turnovers,
        player_games.paint_attempts,
        player_games.paint_makes,
        player_games.mid_range_attempts,
        player_games.mid_range_makes,
        player_games.three_pt_attempts,
        player_games.three_pt_makes,
        player_games.usage_rate,
        player_games.has_shot_zones,
        team_games.is_home,
        team_games.is_playoffs,
        team_games.tip_off_at,
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
