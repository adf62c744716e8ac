-- grain: one row per as_of_date
with facts as (
    select
        as_of_date,
        season,
        data_through,
        status,
        note_no_lines,
        note_no_injury_report,
        note_no_recent_lines
    from {{ ref('int_documents__daily_facts') }}
),

final as (
    select
        {{ envelope_columns() }},
        note_no_lines,
        note_no_injury_report,
        note_no_recent_lines
    from facts
)

select * from final
