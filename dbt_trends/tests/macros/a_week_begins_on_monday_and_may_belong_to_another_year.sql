{{ config(tags=['macro_vectors']) }}
-- Dates whose ISO week or weekday is not the expected one.
{%- set vectors = [
    ('2024-12-29', 52, 'sunday'),
    ('2024-12-30', 1, 'monday'),
    ('2025-01-01', 1, 'wednesday'),
    ('2025-01-05', 1, 'sunday'),
    ('2025-01-06', 2, 'monday'),
    ('2025-01-07', 2, 'tuesday'),
    ('2025-01-09', 2, 'thursday'),
    ('2025-01-10', 2, 'friday'),
    ('2025-01-11', 2, 'saturday'),
    ('2026-12-27', 52, 'sunday'),
    ('2026-12-28', 53, 'monday'),
    ('2027-01-01', 53, 'friday'),
    ('2027-01-03', 53, 'sunday'),
    ('2027-01-04', 1, 'monday'),
] %}
with vectors as (
    {%- for game_date, expected_week, expected_weekday in vectors %}
        select
            date '{{ game_date }}' as game_date,
            {{ expected_week }} as expected_week,
            '{{ expected_weekday }}' as expected_weekday
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        game_date,
        expected_week,
        expected_weekday,
        {{ iso_week('game_date') }} as iso_week,
        {{ weekday_name('game_date') }} as weekday
    from vectors
)

select *
from computed
where coalesce(iso_week != expected_week or weekday != expected_weekday, true)
