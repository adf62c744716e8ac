-- grain: one row per as_of_date: what the envelopes of the daily documents say
with season_facts as (
    select
        {{ envelope_facts() }},
        season,
        season_first_game_date,
        has_games_tonight,
        note_no_recent_lines,
        note_no_lines_in_a_period,
        season_status
    from {{ ref('int_documents__season_facts') }}
),

tonight as (
    select
        as_of_date,
        points_line,
        injury_as_of
    from {{ ref('int_slate__tonight') }}
),

known_tonight as (
    select
        as_of_date,
        count(points_line) as lines_tonight,
        count(injury_as_of) as injury_reports_tonight
    from tonight
    group by as_of_date
),

statuses as (
    select
        {{ envelope_facts('season_facts') }},
        season_facts.season,
        season_facts.season_first_game_date,
        season_facts.note_no_recent_lines,
        season_facts.note_no_lines_in_a_period,
        case
            when season_facts.season_status = 'ok' and not season_facts.has_games_tonight then 'no_games'
            else season_facts.season_status
        end as status,
        coalesce(known_tonight.lines_tonight, 0) as lines_tonight,
        coalesce(known_tonight.injury_reports_tonight, 0) as injury_reports_tonight
    from season_facts
    left join known_tonight on season_facts.as_of_date = known_tonight.as_of_date
),

final as (
    select
        {{ envelope_facts() }},
        season,
        season_first_game_date,
        status,
        status = 'ok' and lines_tonight = 0 as note_no_lines,
        status = 'ok' and lines_tonight > 0 and lined_share_tonight < 1 as note_lines_incomplete,
        status = 'ok' and injury_reports_tonight = 0 as note_no_injury_report,
        note_no_recent_lines,
        note_no_lines_in_a_period
    from statuses
)

select * from final
