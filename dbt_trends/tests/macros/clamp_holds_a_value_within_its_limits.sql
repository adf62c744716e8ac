{{ config(tags=['macro_vectors']) }}
-- Rows that are not held within -10 and 10; null stays null.
{%- set vectors = [
    (-10.5, -10.0),
    (-10, -10),
    (0.5, 0.5),
    (10, 10),
    (10.5, 10),
    ('null', 'null'),
] %}
with vectors as (
    {%- for x, expected in vectors %}
        select
            {{ x }} as x,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        x,
        expected,
        {{ clamp('x', -10, 10) }} as actual
    from vectors
)

select *
from computed
where coalesce(actual != expected, (actual is null) != (expected is null))
