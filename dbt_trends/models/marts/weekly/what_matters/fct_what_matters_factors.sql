-- grain: one row per (as_of_date, archetype, factor, level)
with tested as (
    select
        as_of_date,
        archetype,
        archetype_order,
        factor,
        level,
        level_order,
        is_tested,
        overs,
        graded_games,
        complement_overs,
        complement_graded_games,
        p_value,
        q_value
    from {{ ref('int_what_matters__tested') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by as_of_date, is_tested
            order by p_value nulls last, archetype_order, level_order
        ) as p_rank
    from tested
),

-- q rises with p, so the insights come first in the ranking.
insights as (
    select
        *,
        case
            when
                is_tested
                and q_value <= {{ var('significance_low') }}
                and p_rank <= {{ var('what_matters_insights') }}
                then p_rank
        end as insight_rank
    from ranked
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(archetype as string) as archetype,
        cast(factor as string) as factor,
        cast(level as string) as level,
        cast(archetype_order as int64) as archetype_order,
        cast(level_order as int64) as level_order,
        cast(graded_games as int64) as games,
        {{ round_rate(rate('overs', 'graded_games')) }} as over_rate,
        {{ round_rate(wilson_low('overs', 'graded_games')) }} as rate_low,
        {{ round_rate(wilson_high('overs', 'graded_games')) }} as rate_high,
        {{ round_rate(
            rate('overs', 'graded_games') ~ ' - ' ~ rate('complement_overs', 'complement_graded_games')
        ) }} as difference,
        {{ round_p('p_value') }} as p_value,
        {{ round_p('q_value') }} as q_value,
        cast({{ significance('q_value') }} as string) as significance,
        cast(insight_rank as int64) as insight_rank,
        cast(complement_graded_games as int64) as comparison_games,
        {{ round_rate(rate('complement_overs', 'complement_graded_games')) }} as comparison_over_rate
    from insights
)

select * from final
