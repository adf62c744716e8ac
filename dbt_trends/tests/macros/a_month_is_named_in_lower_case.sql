{{ config(tags=['macro_vectors']) }}
-- Dates whose month is not named as expected, on its first and last day.
{%- set months = [
    ('01', 31, 'january'),
    ('02', 29, 'february'),
    ('03', 31, 'march'),
    ('04', 30, 'april'),
    ('05', 31, 'may'),
    ('06', 30, 'june'),
    ('07', 31, 'july'),
    ('08', 31, 'august'),
    ('09', 30, 'september'),
    ('10', 31, 'october'),
    ('11', 30, 'november'),
    ('12', 31, 'december'),
] %}
with vectors as (
    {%- for month, last_day, expected in months %}
        select
            date '2024-{{ month }}-01' as first_date,
            date '2024-{{ month }}-{{ last_day }}' as last_date,
            '{{ expected }}' as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        first_date,
        expected,
        {{ month_name('first_date') }} as name_of_first,
        {{ month_name('last_date') }} as name_of_last
    from vectors
)

select *
from computed
where coalesce(name_of_first != expected or name_of_last != expected, true)
