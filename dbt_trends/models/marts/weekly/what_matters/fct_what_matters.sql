-- grain: one row per as_of_date
with facts as (
    select
        {{ envelope_facts() }},
        season,
        note_no_recent_lines,
        season_status as status
    from {{ ref('int_documents__season_facts') }}
),

archetypes as (
    select
        as_of_date,
        sum(graded_games) as graded_games,
        sum(case when archetype = 'unclassified' then graded_games else 0 end) as unclassified_games
    from {{ ref('int_what_matters__archetypes') }}
    group by as_of_date
),

tests as (
    select
        as_of_date,
        count(p_value) as performed,
        {{ count_true('q_value <= ' ~ var('significance_low')) }} as significant
    from {{ ref('int_what_matters__tested') }}
    where is_tested
    group by as_of_date
),

examples as (
    select
        as_of_date,
        count(distinct archetype) as archetypes
    from {{ ref('fct_what_matters_examples') }}
    group by as_of_date
),

joined as (
    select
        {{ envelope_facts('facts') }},
        facts.season,
        facts.note_no_recent_lines,
        facts.status,
        coalesce(archetypes.graded_games, 0) as graded_games,
        coalesce(archetypes.unclassified_games, 0) as unclassified_games,
        coalesce(examples.archetypes, 0) as archetypes_with_examples,
        coalesce(tests.performed, 0) as performed,
        coalesce(tests.significant, 0) as significant
    from facts
    left join archetypes on facts.as_of_date = archetypes.as_of_date
    left join examples on facts.as_of_date = examples.as_of_date
    left join tests on facts.as_of_date = tests.as_of_date
),

final as (
    select
        {{ envelope_columns() }},
        cast(note_no_recent_lines as bool) as note_no_recent_lines,
        cast(graded_games = 0 as bool) as note_no_graded_games,
        cast(
            status = 'ok' and archetypes_with_examples < {{ var('archetypes') | length }} as bool
        ) as note_no_examples,
        {{ add_days('as_of_date', -var('what_matters_window_days')) }} as window__start_date,
        {{ add_days('as_of_date', -1) }} as window__end_date,
        cast(unclassified_games as int64) as unclassified_games,
        cast(performed as int64) as tests__performed,
        cast(significant as int64) as tests__significant
    from joined
)

select * from final
