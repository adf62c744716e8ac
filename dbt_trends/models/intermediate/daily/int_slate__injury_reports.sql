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
        player_lookup,
        injury_status,
        reported_at
    from {{ ref('stg_nba_raw__injury_reports') }}
),

final as (
    select
        slate_teams.as_of_date,
        slate_teams.team_abbr,
        reports.player_lookup,
        reports.injury_status,
        reports.reported_at
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
)

select * from final
