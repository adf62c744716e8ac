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

teams as (
    select
        team_abbr,
        {{ team_key('alias') }} as team_key
    from {{ ref('team_aliases') }}
),

injury_words as (
    select
        word,
        injury_status
    from {{ ref('injury_words') }}
),

named as (
    select
        report_date,
        report_hour,
        game_date,
        processed_at,
        trim(team) as team,
        trim(injury_status) as status_word,
        {{ team_key('team') }} as team_key,
        {{ keep_letters_and_digits('lower(injury_status)') }} as word_key,
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
        named.status_word,
        named.processed_at,
        -- "Out - Suspended" and "Out (rest)" are out.
        case when named.word_key like 'out%' then 'out' else injury_words.injury_status end as injury_status,
        coalesce(teams.team_abbr, named.team) as team_abbr,
        {{ new_york_instant('named.report_date', 'named.report_hour') }} as reported_at
    from named
    left join teams on named.team_key = teams.team_key
    left join injury_words on named.word_key = injury_words.word
    where named.name_key != ''
    qualify
        row_number() over (
            partition by
                named.game_date,
                named.report_date,
                named.report_hour,
                coalesce(teams.team_abbr, named.team),
                named.name_key
            order by named.processed_at desc nulls last, named.status_word desc nulls last
        ) = 1
)

select * from final
