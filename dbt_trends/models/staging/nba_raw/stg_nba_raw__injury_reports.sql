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

named as (
    select
        report_date,
        report_hour,
        game_date,
        processed_at,
        trim(team) as team,
        lower(trim(injury_status)) as injury_status,
        -- The report's own player_lookup loses suffixes, so the key is made from the name.
        {{ player_lookup('player_full_name') }} as name_key
    from nbac_injury_report
),

final as (
    select
        named.game_date,
        named.report_date,
        named.report_hour,
        named.name_key,
        named.injury_status,
        named.processed_at,
        coalesce(team_aliases.team_abbr, named.team) as team_abbr,
        {{ new_york_instant('named.report_date', 'named.report_hour') }} as reported_at
    from named
    left join team_aliases on lower(named.team) = lower(team_aliases.alias)
    where named.name_key != ''
    qualify
        row_number() over (
            partition by
                named.game_date,
                named.report_date,
                named.report_hour,
                coalesce(team_aliases.team_abbr, named.team),
                named.name_key
            order by named.processed_at desc nulls last, named.injury_status desc nulls last
        ) = 1
)

select * from final
