-- grain: one row per (as_of_date, player_lookup), whose team plays on the date and who played lately or is quoted
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

last_games as (
    select
        as_of_date,
        player_lookup,
        team_abbr
    from {{ ref('int_players__last_games') }}
),

quotes as (
    select
        player_lookup,
        game_date
    from {{ ref('int_lines__quotes') }}
    where player_lookup is not null and gives_lines
),

player_games as (
    select
        player_lookup,
        game_date,
        team_abbr,
        lead(game_date) over (partition by player_lookup order by game_date) as next_game_date
    from {{ ref('int_player_games__played') }}
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

quoted as (
    select distinct
        as_of_dates.as_of_date,
        quotes.player_lookup
    from as_of_dates
    inner join quotes on as_of_dates.as_of_date = quotes.game_date
),

-- Anyone quoted plays tonight, however long the absence; the team is that of the player's last game.
back_again as (
    select
        quoted.as_of_date,
        quoted.player_lookup,
        player_games.team_abbr
    from quoted
    inner join player_games
        on
            quoted.player_lookup = player_games.player_lookup
            and quoted.as_of_date > player_games.game_date
            and quoted.as_of_date <= coalesce(player_games.next_game_date, date '9999-12-31')
),

players as (
    select
        as_of_date,
        player_lookup,
        team_abbr
    from last_games
    union distinct
    select
        as_of_date,
        player_lookup,
        team_abbr
    from back_again
),

final as (
    select
        players.as_of_date,
        players.player_lookup,
        players.team_abbr,
        team_games.opponent_team_abbr,
        team_games.is_home,
        team_games.tip_off_at,
        {{ line_cutoff_at('team_games.tip_off_at', 'players.as_of_date') }} as line_cutoff_at
    from players
    inner join team_games
        on
            players.as_of_date = team_games.game_date
            and players.team_abbr = team_games.team_abbr
)

select * from final
