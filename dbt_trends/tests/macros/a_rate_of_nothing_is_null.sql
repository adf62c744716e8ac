{{ config(tags=['macro_vectors']) }}
-- Rows whose rate of k in n is not the expected one: null if n is 0 or unknown, never 0 or an error.
{%- set vectors = [
    (1, 4, 0.25),
    (0, 5, 0),
    (5, 5, 1),
    (-3, 2, -1.5),
    (0, 0, 'null'),
    (3, 0, 'null'),
    (3, 'null', 'null'),
] %}
with vectors as (
    {%- for k, n, expected in vectors %}
        select
            {{ k }} as k,
            {{ n }} as n,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        k,
        n,
        expected,
        {{ rate('k', 'n') }} as actual
    from vectors
)

select *
from computed
where coalesce(actual != expected, (actual is null) != (expected is null))
