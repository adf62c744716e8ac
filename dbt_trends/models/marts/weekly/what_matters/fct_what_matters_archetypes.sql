-- grain: one row per (as_of_date, archetype)
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

graded as (
    select
        as_of_date,
        archetype,
        players,
        overs,
        graded_games
    from {{ ref('int_what_matters__archetypes') }}
),

rules as (
    {%- for archetype in var('archetypes') %}
        select
            '{{ archetype.name }}' as archetype,
            {{ loop.index }} as archetype_order,
            {{ archetype.min_years if archetype.min_years is not none else 'null' }} as min_years,
            {{ archetype.max_years if archetype.max_years is not none else 'null' }} as max_years,
            {{ archetype.min_usage_rate if archetype.min_usage_rate is not none else 'null' }} as min_usage_rate,
            {{ archetype.min_ppg if archetype.min_ppg is not none else 'null' }} as min_ppg
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

final as (
    select
        cast(as_of_dates.as_of_date as date) as as_of_date,
        cast(rules.archetype as string) as archetype,
        cast(rules.archetype_order as int64) as archetype_order,
        cast(rules.min_years as int64) as thresholds__min_years,
        cast(rules.max_years as int64) as thresholds__max_years,
        cast(rules.min_usage_rate as {{ type_float() }}) as thresholds__min_usage_rate,
        cast(rules.min_ppg as {{ type_float() }}) as thresholds__min_ppg,
        cast(coalesce(graded.players, 0) as int64) as players,
        cast(coalesce(graded.graded_games, 0) as int64) as games,
        {{ round_rate(rate('graded.overs', 'graded.graded_games')) }} as over_rate,
        {{ round_rate(wilson_low('graded.overs', 'graded.graded_games')) }} as rate_low,
        {{ round_rate(wilson_high('graded.overs', 'graded.graded_games')) }} as rate_high
    from as_of_dates
    cross join rules
    left join graded
        on
            as_of_dates.as_of_date = graded.as_of_date
            and rules.archetype = graded.archetype
)

select * from final
