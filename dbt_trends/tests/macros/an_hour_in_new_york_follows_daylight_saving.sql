{{ config(tags=['macro_vectors']) }}
-- Rows whose instant is not the expected one: five hours behind UTC in winter, four in summer, changing at night.
{%- set vectors = [
    ('2025-01-10', 0, '2025-01-10 05:00:00+00'),
    ('2025-01-10', 19, '2025-01-11 00:00:00+00'),
    ('2025-03-09', 0, '2025-03-09 05:00:00+00'),
    ('2025-03-09', 3, '2025-03-09 07:00:00+00'),
    ('2025-03-10', 0, '2025-03-10 04:00:00+00'),
    ('2025-07-01', 23, '2025-07-02 03:00:00+00'),
    ('2025-11-02', 0, '2025-11-02 04:00:00+00'),
    ('2025-11-02', 19, '2025-11-03 00:00:00+00'),
    ('2025-11-03', 0, '2025-11-03 05:00:00+00'),
] %}
with vectors as (
    {%- for game_date, hour_of_day, expected in vectors %}
        select
            date '{{ game_date }}' as game_date,
            {{ hour_of_day }} as hour_of_day,
            '{{ expected }}' as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        game_date,
        hour_of_day,
        cast(expected as {{ type_timestamp() }}) as expected,
        {{ new_york_instant('game_date', 'hour_of_day') }} as actual
    from vectors
)

select *
from computed
where coalesce(actual != expected, true)
union all
select
    game_date,
    hour_of_day,
    expected,
    {{ new_york_instant('game_date') }} as actual
from computed
where hour_of_day = 0 and coalesce({{ new_york_instant('game_date') }} != expected, true)
