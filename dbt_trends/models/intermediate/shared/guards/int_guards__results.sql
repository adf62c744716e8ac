-- grain: one row per as_of_date: how the box scores of the last days agree with the schedule and the players' averages
{%- set days = [var('silent_team_days'), var('unscheduled_days')] | max %}
{%- set yesterday = "game_date = " ~ add_days('as_of_date', -1) %}
{%- set is_recent = "game_date >= " ~ add_days('as_of_date', -var('silent_team_days')) %}
{%- set team_is_short = yesterday ~ " and is_scheduled and players < " ~ var('team_night_min_players') %}
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

league_games as (
    select
        game_date,
        team_abbr,
        is_over
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

player_games as (
    select
        game_date,
        team_abbr,
        points,
        minutes_played,
        count(*) over season_before as games_before,
        sum(points) over season_before as points_before
    from {{ ref('int_player_games__played') }}
    window season_before as (
        partition by player_lookup, season_year order by game_date
        rows between unbounded preceding and 1 preceding
    )
),

team_nights as (
    select
        game_date,
        team_abbr,
        count(*) as players,
        sum(points) as points,
        {{ count_true('points = 0') }} as scoreless_players,
        {{ count_true('coalesce(minutes_played, 0) = 0') }} as players_without_minutes,
        {{ count_true('games_before >= ' ~ var('average_min_games')) }} as averaged_players,
        sum(case when games_before >= {{ var('average_min_games') }} then points end) as averaged_points,
        {{ exact_sum('case when games_before >= ' ~ var('average_min_games') ~ ' then '
            ~ rate('points_before', 'games_before') ~ ' end') }} as average_points
    from player_games
    group by game_date, team_abbr
),

-- A team on a date, by its box scores, by the schedule or by both.
nights as (
    select
        coalesce(league_games.game_date, team_nights.game_date) as game_date,
        coalesce(league_games.team_abbr, team_nights.team_abbr) as team_abbr,
        league_games.team_abbr is not null as is_scheduled,
        coalesce(league_games.is_over, false) as is_over,
        coalesce(team_nights.players, 0) as players,
        team_nights.points,
        team_nights.scoreless_players,
        team_nights.players_without_minutes,
        team_nights.averaged_players,
        team_nights.averaged_points,
        team_nights.average_points
    from league_games
    full outer join team_nights
        on
            league_games.game_date = team_nights.game_date
            and league_games.team_abbr = team_nights.team_abbr
),

teams as (
    select
        as_of_dates.as_of_date,
        nights.team_abbr,
        {{ count_true(yesterday ~ ' and is_scheduled') }} as due,
        {{ count_true(team_is_short) }} as short,
        {{ count_true('is_over and ' ~ is_recent) }} as games_over,
        sum(case when {{ is_recent }} then nights.players else 0 end) as players,
        {{ count_true(
            'not is_scheduled and players >= ' ~ var('team_night_min_players')
            ~ ' and game_date >= ' ~ add_days('as_of_date', -var('unscheduled_days'))
        ) }} as unscheduled_nights,
        sum(case when {{ yesterday }} then nights.players end) as players_yesterday,
        sum(case when {{ yesterday }} then nights.points end) as points_yesterday,
        sum(case when {{ yesterday }} then nights.scoreless_players end) as scoreless_yesterday,
        sum(case when {{ yesterday }} then nights.players_without_minutes end) as without_minutes_yesterday,
        sum(case when {{ yesterday }} then nights.averaged_players end) as averaged_players_yesterday,
        sum(case when {{ yesterday }} then nights.averaged_points end) as averaged_points_yesterday,
        {{ exact_sum('case when ' ~ yesterday ~ ' then nights.average_points end') }} as average_points_yesterday
    from as_of_dates
    inner join nights
        on
            nights.game_date >= {{ add_days('as_of_dates.as_of_date', -days) }}
            and nights.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, nights.team_abbr
),

flagged as (
    select
        *,
        games_over >= {{ var('silent_team_games') }} and players = 0 as is_silent
    from teams
),

by_date as (
    select
        as_of_date,
        sum(due) as teams_due_yesterday,
        sum(short) as short_teams_yesterday,
        string_agg(case when short > 0 then team_abbr end, ', ' order by team_abbr) as short_teams,
        {{ count_true('is_silent') }} as silent_teams,
        string_agg(case when is_silent then team_abbr end, ', ' order by team_abbr) as silent_team_names,
        sum(unscheduled_nights) as unscheduled_team_nights,
        string_agg(case when unscheduled_nights > 0 then team_abbr end, ', ' order by team_abbr) as unscheduled_teams,
        sum(players_yesterday) as players_yesterday,
        sum(points_yesterday) as points_yesterday,
        sum(scoreless_yesterday) as scoreless_yesterday,
        sum(without_minutes_yesterday) as without_minutes_yesterday,
        sum(averaged_players_yesterday) as averaged_players_yesterday,
        sum(averaged_points_yesterday) as averaged_points_yesterday,
        {{ exact_sum('average_points_yesterday') }} as average_points_yesterday
    from flagged
    group by as_of_date
),

final as (
    select
        as_of_dates.as_of_date,
        coalesce(by_date.teams_due_yesterday, 0) as teams_due_yesterday,
        coalesce(by_date.short_teams_yesterday, 0) as short_teams_yesterday,
        {{ rate('by_date.short_teams_yesterday', 'by_date.teams_due_yesterday') }} as short_share_yesterday,
        by_date.short_teams,
        coalesce(by_date.silent_teams, 0) as silent_teams,
        by_date.silent_team_names,
        coalesce(by_date.unscheduled_team_nights, 0) as unscheduled_team_nights,
        by_date.unscheduled_teams,
        coalesce(by_date.players_yesterday, 0) as players_yesterday,
        {{ rate('by_date.points_yesterday', 'by_date.players_yesterday') }} as mean_points_yesterday,
        {{ rate('by_date.scoreless_yesterday', 'by_date.players_yesterday') }} as scoreless_share_yesterday,
        {{ rate('by_date.without_minutes_yesterday', 'by_date.players_yesterday') }} as no_minutes_share_yesterday,
        coalesce(by_date.averaged_players_yesterday, 0) as averaged_players_yesterday,
        {{ rate('by_date.averaged_points_yesterday', 'by_date.average_points_yesterday') }}
            as points_to_average_yesterday
    from as_of_dates
    left join by_date on as_of_dates.as_of_date = by_date.as_of_date
)

select * from final
