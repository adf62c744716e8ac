-- grain: one row per (as_of_date, player_lookup), players whose team plays on the as-of date
with last_games as (
    select
        as_of_date,
        player_lookup,
        team_abbr
    from {{ ref('int_players__last_games') }}
),

team_games as (
    select
        game_date,
        team_abbr,
        opponent_team_abbr,
        is_home,
        tip_off_at
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

final as (
    select
        last_games.as_of_date,
        last_games.player_lookup,
        last_games.team_abbr,
        team_games.opponent_team_abbr,
        team_games.is_home,
        team_games.tip_off_at,
        {{ line_cutoff_at('team_games.tip_off_at', 'last_games.as_of_date') }} as line_cutoff_at
    from last_games
    inner join team_games
        on
            last_games.as_of_date = team_games.game_date
            and last_games.team_abbr = team_games.team_abbr
)

select * from final
