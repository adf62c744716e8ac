{{ config(tags=['macro_vectors']) }}
-- Attempts (paint, mid-range, three) whose profile is not the expected one: 50 percent in the paint, else 50 behind the
-- line, else 20 from mid-range.
{%- set vectors = [
    (50, 0, 50, 'interior'),
    (50, 50, 0, 'interior'),
    (499, 1, 500, 'perimeter'),
    (499, 200, 301, 'mid_range'),
    (400, 100, 500, 'perimeter'),
    (300, 201, 499, 'mid_range'),
    (400, 200, 400, 'mid_range'),
    (401, 199, 400, 'balanced'),
    (0, 500, 500, 'perimeter'),
    (0, 501, 499, 'mid_range'),
    (1, 0, 0, 'interior'),
    (0, 1, 0, 'mid_range'),
    (0, 0, 1, 'perimeter'),
    (1, 1, 1, 'mid_range'),
    (2, 1, 3, 'perimeter'),
    (5, 2, 5, 'balanced'),
    (0, 0, 0, 'null'),
] %}
with vectors as (
    {%- for paint, mid_range, three_pt, expected in vectors %}
        select
            {{ paint }} as paint,
            {{ mid_range }} as mid_range,
            {{ three_pt }} as three_pt,
            '{{ expected }}' as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        paint,
        mid_range,
        three_pt,
        expected,
        coalesce({{ shot_profile('paint', 'mid_range', 'three_pt') }}, 'null') as actual
    from vectors
)

select *
from computed
where actual != expected
