-- grain: one row per (as_of_date, team_abbr, player_lookup): the last report before tip-off of each team of the slate
with slate_teams as (
    select distinct
        as_of_date,
        team_abbr,
        line_cutoff_at
    from {{ ref('int_slate__players') }}
),

reports as (
    select
        game_date,
        team_abbr,
        report_date,
        report_hour,
        name_key,
        injury_status,
        status_word,
        reported_at,
        processed_at
    from {{ ref('stg_nba_raw__injury_reports') }}
),

players as (
    select
        name_key,
        player_lookup
    from {{ ref('int_players__named') }}
),

last_reports as (
    select
        slate_teams.as_of_date,
        slate_teams.team_abbr,
        reports.name_key,
        reports.injury_status,
        reports.status_word,
        reports.reported_at,
        reports.processed_at
    from slate_teams
    inner join reports
        on
            slate_teams.as_of_date = reports.game_date
            and slate_teams.team_abbr = reports.team_abbr
            and reports.reported_at < slate_teams.line_cutoff_at
    where true
    qualify
        rank() over (
            partition by slate_teams.as_of_date, slate_teams.team_abbr
            order by reports.report_date desc, reports.report_hour desc
        ) = 1
),

-- A name that nobody has is kept: it still shows that the team has a report.
final as (
    select
        last_reports.as_of_date,
        last_reports.team_abbr,
        last_reports.injury_status,
        last_reports.status_word,
        last_reports.reported_at,
        coalesce(players.player_lookup, last_reports.name_key) as player_lookup
    from last_reports
    left join players on last_reports.name_key = players.name_key
    where true
    qualify
        row_number() over (
            partition by
                last_reports.as_of_date,
                last_reports.team_abbr,
                coalesce(players.player_lookup, last_reports.name_key)
            order by last_reports.processed_at desc nulls last, last_reports.name_key
        ) = 1
)

select * from final
