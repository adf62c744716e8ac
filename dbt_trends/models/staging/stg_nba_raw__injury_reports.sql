-- grain: one row per (game_date, report_date, report_hour, team_abbr, name_key)
with nbac_injury_report as (
    select
        report_date,
        report_hour,
        game_date,
        team,
        player_full_name,
        injury_status,
        processed_at
    from {{ source('nba_raw', 'nbac_injury_report') }}
    where {{ in_source_window('report_date') }}
),

team_aliases as (
    select
        alias,
        team_abbr
    from {{ ref('team_aliases') }}
),

final as (
    select
        report.game_date,
        report.report_date,
        report.report_hour,
        -- The report's own player_lookup loses suffixes: it is made again from the name.
        {{ player_lookup('report.player_full_name') }} as name_key,
        report.processed_at,
        lower(trim(report.injury_status)) as injury_status,
        coalesce(team_aliases.team_abbr, report.team) as team_abbr,
        {{ new_york_instant('report.report_date', 'report.report_hour') }} as reported_at
    from nbac_injury_report as report
    left join team_aliases on lower(trim(report.team)) = lower(team_aliases.alias)
    where {{ player_lookup('report.player_full_name') }} != ''
    qualify
        row_number() over (
            partition by
                report.game_date,
                report.report_date,
                report.report_hour,
                coalesce(team_aliases.team_abbr, report.team),
                {{ player_lookup('report.player_full_name') }}
            order by report.processed_at desc nulls last, report.injury_status desc nulls last
        ) = 1
)

select * from final
