{{ config(tags=['macro_vectors']) }}
-- Dates whose season, its first day or its label is not the expected one.
{%- set vectors = [
    ('2024-09-30', 2023, '2023-10-01', '2023-24'),
    ('2024-10-01', 2024, '2024-10-01', '2024-25'),
    ('2025-01-10', 2024, '2024-10-01', '2024-25'),
    ('2000-06-19', 1999, '1999-10-01', '1999-00'),
    ('2008-12-31', 2008, '2008-10-01', '2008-09'),
] %}
with vectors as (
    {%- for game_date, expected_year, expected_start, expected_label in vectors %}
        select
            date '{{ game_date }}' as game_date,
            {{ expected_year }} as expected_year,
            date '{{ expected_start }}' as expected_start,
            '{{ expected_label }}' as expected_label
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

seasons as (
    select
        game_date,
        expected_year,
        expected_start,
        expected_label,
        {{ season_year('game_date') }} as season_year
    from vectors
),

computed as (
    select
        game_date,
        season_year,
        expected_year,
        expected_start,
        expected_label,
        {{ season_start_date('season_year') }} as season_start,
        {{ season_label('season_year') }} as label
    from seasons
)

select *
from computed
where coalesce(season_year != expected_year or season_start != expected_start or label != expected_label, true)
