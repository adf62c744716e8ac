-- grain: one row per (as_of_date, period)
with as_of_dates as (
    select
        as_of_date,
        season_start_date
    from {{ ref('int_as_of_dates') }}
),

final as (
    {%- for period in var('periods') %}
    select
        as_of_date,
        '{{ period.name }}' as period,
        {{ period.min_games }} as min_games,
        {% if period.days is none -%} season_start_date {%- else -%} {{ add_days('as_of_date', -period.days) }} {%- endif %} as start_date,
        {{ add_days('as_of_date', -1) }} as end_date
    from as_of_dates
    {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
)

select * from final
