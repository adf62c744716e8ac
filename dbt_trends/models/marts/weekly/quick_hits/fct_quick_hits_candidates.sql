-- grain: one row per (as_of_date, id): candidates with enough games; those shown this week have a position
{%- set categories = var('quick_hits_categories') | length %}
with cells as (
    select
        as_of_date,
        dimension,
        value,
        overs,
        graded_games,
        complement_overs,
        complement_graded_games,
        z
    from {{ ref('int_cells__to_date') }}
    where graded_games >= {{ var('quick_hits_min_games') }} and z is not null
),

stats as (
    select
        stat_id,
        category,
        dimension,
        value,
        headline_subject,
        statement,
        comparison_label
    from {{ ref('quick_hit_stats') }}
),

seasons as (
    select
        as_of_date,
        season_year,
        basis_season_year,
        is_off_season
    from {{ ref('int_seasons__as_of') }}
),

topics as (
    select
        month,
        dimension,
        value
    from {{ ref('deep_dive_topics') }}
),

categories as (
    {%- for category in var('quick_hits_categories') %}
        select
            '{{ category }}' as category,
            {{ loop.index0 }} as category_order
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

candidates as (
    select
        cells.as_of_date,
        stats.stat_id,
        stats.category,
        categories.category_order,
        stats.dimension,
        stats.value,
        stats.headline_subject,
        stats.statement,
        stats.comparison_label,
        cells.overs,
        cells.graded_games,
        cells.complement_overs,
        cells.complement_graded_games,
        cells.z,
        cast(
            floor({{ days_between("date '" ~ var('rotation_start') ~ "'", 'cells.as_of_date') }} / 7) as int64
        ) as week,
        {{ normal_two_sided_p('cells.z') }} as p_value
    from cells
    inner join stats
        on
            cells.dimension = stats.dimension
            and cells.value = stats.value
    inner join categories on stats.category = categories.category
    inner join seasons on cells.as_of_date = seasons.as_of_date
    -- The topic of the month's deep dive is left to it.
    left join topics
        on
            extract(month from cells.as_of_date) = topics.month
            and cells.dimension = topics.dimension
            and cells.value = topics.value
    where
        topics.month is null
        -- The last days of a season that is over are not worth a headline.
        and not (
            cells.dimension = 'recency'
            and (seasons.is_off_season or seasons.basis_season_year != seasons.season_year)
        )
),

scaled as (
    select
        *,
        {{ benjamini_hochberg_scaled('p_value', 'as_of_date') }} as scaled_p,
        row_number() over (
            partition by as_of_date, category
            order by {{ nine_decimals('abs(z)') }} desc, stat_id
        ) - 1 as pool_place
    from candidates
),

tested as (
    select
        *,
        {{ benjamini_hochberg_q('scaled_p', 'p_value', 'as_of_date') }} as q_value,
        least(
            {{ var('quick_hits_pool_size') }}, count(*) over (partition by as_of_date, category)
        ) as pool_size
    from scaled
),

-- The strongest candidates of a category take turns: each week turn 0 moves two places on in the pool, so that the
-- second of one week is not the first of the next.
turns as (
    select
        *,
        case
            when pool_place < pool_size
                then mod(pool_place - mod(2 * week, pool_size) + pool_size, pool_size)
        end as turn,
        mod(category_order - mod(week, {{ categories }}) + {{ categories }}, {{ categories }}) as rotated_order
    from tested
),

-- First one of each category in the fixed order; later rounds begin with a different category each week.
ordered as (
    select
        *,
        row_number() over (
            partition by as_of_date
            order by
                turn nulls last,
                case when turn = 0 then category_order else rotated_order end,
                stat_id
        ) as show_order
    from turns
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(
            case when turn is not null and show_order <= {{ var('quick_hits_size') }} then show_order end as int64
        ) as position,
        cast(stat_id as string) as id,
        cast(category as string) as category,
        cast(headline_subject as string) as headline_subject,
        cast(statement as string) as statement,
        {{ round_rate(rate('overs', 'graded_games')) }} as rate,
        cast(graded_games as int64) as sample_size,
        cast(comparison_label as string) as comparison__label,
        {{ round_rate(rate('complement_overs', 'complement_graded_games')) }} as comparison__rate,
        cast(complement_graded_games as int64) as comparison__sample_size,
        {{ round_rate(
            rate('overs', 'graded_games') ~ ' - ' ~ rate('complement_overs', 'complement_graded_games')
        ) }} as difference,
        cast(
            case
                when overs * complement_graded_games > complement_overs * graded_games then 'positive'
                when overs * complement_graded_games < complement_overs * graded_games then 'negative'
            end as string
        ) as direction,
        {{ round_rate(wilson_low('overs', 'graded_games')) }} as rate_low,
        {{ round_rate(wilson_high('overs', 'graded_games')) }} as rate_high,
        {{ round_p('p_value') }} as p_value,
        {{ round_p('q_value') }} as q_value,
        cast({{ significance('q_value') }} as string) as significance
    from ordered
)

select * from final
