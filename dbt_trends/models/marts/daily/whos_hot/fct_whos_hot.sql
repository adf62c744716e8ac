-- grain: one row per as_of_date
with facts as (
    select
        {{ envelope_facts() }},
        season,
        status,
        note_no_lines,
        note_lines_incomplete,
        note_no_injury_report,
        note_no_lines_in_a_period
    from {{ ref('int_documents__daily_facts') }}
),

final as (
    select
        {{ envelope_columns() }},
        cast(note_no_lines as bool) as note_no_lines,
        cast(note_lines_incomplete as bool) as note_lines_incomplete,
        cast(note_no_injury_report as bool) as note_no_injury_report,
        cast(note_no_lines_in_a_period as bool) as note_no_recent_lines
    from facts
)

select * from final
