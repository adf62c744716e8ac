-- grain: one row per (as_of_date, period)
with as_of_dates as (
    select
        as_of_date,
        season_start_date
    from {{ ref('int_as_of_dates') }}
),

periods as (
    {%- for period in var('periods') %}
        select
            '{{ period.name }}' as period,
            {{ 'null' if period.days is none else period.days }} as days,
            {{ period.min_games }} as min_games
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

final as (
    select
        as_of_dates.as_of_date,
        periods.period,
        periods.min_games,
        case
            when periods.days is null then as_of_dates.season_start_date
            else {{ add_days('as_of_dates.as_of_date', '-periods.days') }}
        end as start_date,
        {{ add_days('as_of_dates.as_of_date', -1) }} as end_date
    from as_of_dates
    cross join periods
)

select * from final
