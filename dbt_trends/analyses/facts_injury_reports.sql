-- grain: one row per (season_year, fact, example): what nba_raw.nbac_injury_report holds
with nbac_injury_report as (
    select
        game_date,
        team,
        player_full_name,
        player_lookup
    from {{ source('nba_raw', 'nbac_injury_report') }}
    where {{ in_source_window('report_date') }}
),

team_aliases as (
    select
        team_abbr,
        {{ team_key('alias') }} as team_key
    from {{ ref('team_aliases') }}
),

players as (
    select name_key
    from {{ ref('int_players__named') }}
),

told_rows as (
    select
        {{ season_year('report.game_date') }} as season_year,
        report.team,
        report.player_full_name,
        players.name_key is null as is_nobody,
        team_aliases.team_abbr is null as is_no_team,
        coalesce(report.player_lookup, '') != {{ player_lookup('report.player_full_name') }} as has_other_lookup
    from nbac_injury_report as report
    left join players on {{ player_lookup('report.player_full_name') }} = players.name_key
    left join team_aliases on {{ team_key('report.team') }} = team_aliases.team_key
),

facts as (
    {%- for fact in ['report_rows', 'report_lookups_differ', 'reports_of_nobody', 'reports_of_unknown_teams'] %}
        select '{{ fact }}' as fact
        {{- ' union all' if not loop.last }}
    {%- endfor %}
),

told_facts as (
    select
        told_rows.season_year,
        facts.fact,
        case facts.fact
            when 'reports_of_nobody' then told_rows.player_full_name
            when 'reports_of_unknown_teams' then told_rows.team
        end as example
    from told_rows
    inner join facts
        on
            facts.fact = 'report_rows'
            or (facts.fact = 'report_lookups_differ' and told_rows.has_other_lookup)
            or (facts.fact = 'reports_of_nobody' and told_rows.is_nobody)
            or (facts.fact = 'reports_of_unknown_teams' and told_rows.is_no_team)
),

final as (
    select
        season_year,
        fact,
        example,
        count(*) as counted
    from told_facts
    group by season_year, fact, example
)

select * from final
