-- grain: one row per as_of_date
with facts as (
    select
        {{ envelope_facts() }},
        season_year,
        basis_season_year,
        note_no_recent_lines,
        is_off_season
    from {{ ref('int_documents__season_facts') }}
),

candidates as (
    select
        as_of_date,
        count(*) as candidates,
        count(position) as shown
    from {{ ref('fct_quick_hits_candidates') }}
    group by as_of_date
),

joined as (
    select
        {{ envelope_facts('facts') }},
        {{ season_label('facts.basis_season_year') }} as season,
        facts.note_no_recent_lines,
        facts.is_off_season or facts.basis_season_year != facts.season_year as is_last_season,
        coalesce(candidates.candidates, 0) as candidates,
        case
            when facts.is_off_season then 'off_season'
            when coalesce(candidates.shown, 0) < {{ var('quick_hits_size') }} then 'insufficient_data'
            else 'ok'
        end as status
    from facts
    left join candidates on facts.as_of_date = candidates.as_of_date
),

final as (
    select
        {{ envelope_columns() }},
        cast(note_no_recent_lines as bool) as note_no_recent_lines,
        cast(is_last_season as bool) as note_last_season,
        cast({{ iso_week('as_of_date') }} as int64) as iso_week,
        cast(candidates as int64) as total_candidates
    from joined
)

select * from final
