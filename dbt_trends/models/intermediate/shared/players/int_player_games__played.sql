-- grain: one row per (player_lookup, game_date), played league games only
with player_games as (
    select
        player_lookup,
        player_full_name,
        game_id,
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
        has_shot_zones,
        is_played
    from {{ ref('stg_nba_analytics__player_games') }}
),

keys as (
    select
        spelling,
        player_lookup
    from {{ ref('int_players__keys') }}
),

teams as (
    select distinct team_abbr
    from {{ ref('team_aliases') }}
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

-- On a trade day two teams list a player, sometimes under two spellings: the row that counts as played is kept.
player_dates as (
    select
        keys.player_lookup,
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
        player_games.is_played
    from player_games
    inner join keys on player_games.player_lookup = keys.spelling
    where true
    qualify
        row_number() over (
            partition by keys.player_lookup, player_games.game_date
            order by
                player_games.is_played desc,
                player_games.minutes_played desc nulls last,
                player_games.points desc nulls last,
                player_games.game_id nulls last,
                player_games.team_abbr nulls last
        ) = 1
),

final as (
    select
        player_dates.player_lookup,
        player_dates.player_full_name,
        player_dates.game_date,
        player_dates.team_abbr,
        player_dates.opponent_team_abbr,
        player_dates.points,
        player_dates.minutes_played,
        player_dates.fg_attempts,
        player_dates.ft_attempts,
        player_dates.turnovers,
        player_dates.paint_attempts,
        player_dates.paint_makes,
        player_dates.mid_range_attempts,
        player_dates.mid_range_makes,
        player_dates.three_pt_attempts,
        player_dates.three_pt_makes,
        player_dates.usage_rate,
        player_dates.has_shot_zones,
        team_games.is_home,
        team_games.is_playoffs,
        team_games.tip_off_at,
        {{ season_year('player_dates.game_date') }} as season_year,
        {{ line_cutoff_at('team_games.tip_off_at', 'player_dates.game_date') }} as line_cutoff_at
    from player_dates
    -- A row of a team outside the league is not a league game.
    inner join teams on player_dates.team_abbr = teams.team_abbr
    left join team_games
        on
            player_dates.game_date = team_games.game_date
            and player_dates.team_abbr = team_games.team_abbr
    where
        player_dates.is_played
        -- A game that the schedule lacks still counts: only known exhibitions are left out.
        and not coalesce(team_games.is_exhibition, false)
)

select * from final
