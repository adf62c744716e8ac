{{ config(tags=['macro_vectors']) }}
-- Rows in another bucket of [10, 12.5) [12.5, 15) [15, 20) [20, ...) than expected; below 10 there is none.
{%- set vectors = [
    (9.999, 'null'),
    (10, 0),
    (12.499, 0),
    (12.5, 1),
    (14.999, 1),
    (15, 2),
    (19.999, 2),
    (20, 3),
    (60, 3),
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
        {{ bucket('x', [10, 12.5, 15, 20]) }} as actual
    from vectors
)

select *
from computed
where coalesce(actual != expected, (actual is null) != (expected is null))
