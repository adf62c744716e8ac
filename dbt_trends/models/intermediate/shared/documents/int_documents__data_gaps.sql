-- grain: one row per as_of_date: which results and lines are still missing
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

league_games as (
    select
        game_id,
        game_date,
        team_abbr,
        is_over,
        tip_off_at
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

played_team_dates as (
    select distinct
        game_date,
        team_abbr
    from {{ ref('int_player_games__played') }}
),

slate as (
    select
        as_of_date,
        player_lookup,
        team_abbr,
        line_cutoff_at
    from {{ ref('int_slate__players') }}
),

lines as (
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from {{ ref('int_lines__market') }}
    where is_tonight
),

-- Games of the last days that are over, and whether either team's players are missing.
due_games as (
    select
        as_of_dates.as_of_date,
        league_games.game_id,
        league_games.game_date,
        max(case when played_team_dates.team_abbr is null then 1 else 0 end) = 1 as is_missing
    from as_of_dates
    inner join league_games
        on
            league_games.game_date >= {{ add_days('as_of_dates.as_of_date', -var('results_due_days')) }}
            and league_games.game_date < as_of_dates.as_of_date
    left join played_team_dates
        on
            league_games.game_date = played_team_dates.game_date
            and league_games.team_abbr = played_team_dates.team_abbr
    where league_games.is_over
    group by as_of_dates.as_of_date, league_games.game_id, league_games.game_date
),

results as (
    select
        as_of_date,
        count(*) as games_due,
        {{ count_true('is_missing') }} as games_missing,
        {{ count_true('game_date = ' ~ add_days('as_of_date', -1)) }} as games_due_yesterday,
        {{ count_true('is_missing and game_date = ' ~ add_days('as_of_date', -1)) }} as games_missing_yesterday
    from due_games
    group by as_of_date
),

lined_teams as (
    select
        slate.as_of_date,
        slate.team_abbr
    from slate
    inner join lines
        on
            slate.player_lookup = lines.player_lookup
            and slate.as_of_date = lines.game_date
            and slate.line_cutoff_at = lines.line_cutoff_at
    group by slate.as_of_date, slate.team_abbr
    having count(*) >= {{ var('lined_team_min_players') }}
),

tonight as (
    select
        league_games.game_date,
        count(*) as teams,
        count(lined_teams.team_abbr) as lined_teams,
        min({{ line_cutoff_at('league_games.tip_off_at', 'league_games.game_date') }}) as first_tip_off_at
    from league_games
    left join lined_teams
        on
            league_games.game_date = lined_teams.as_of_date
            and league_games.team_abbr = lined_teams.team_abbr
    group by league_games.game_date
),

final as (
    select
        as_of_dates.as_of_date,
        coalesce(results.games_due, 0) as games_due,
        coalesce(results.games_missing, 0) as games_without_results,
        coalesce(
            results.games_missing * {{ var('missing_results_one_in') }} > results.games_due
            or (results.games_due_yesterday > 0 and results.games_missing_yesterday = results.games_due_yesterday),
            false
        ) as is_missing_results,
        {{ rate('tonight.lined_teams', 'tonight.teams') }} as lined_share_tonight,
        {{ minutes_before('tonight.first_tip_off_at', 60 * var('lines_due_hours')) }} as lines_due_at
    from as_of_dates
    left join results on as_of_dates.as_of_date = results.as_of_date
    left join tonight on as_of_dates.as_of_date = tonight.game_date
)

select * from final
