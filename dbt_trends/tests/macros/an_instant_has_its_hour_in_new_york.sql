{{ config(tags=['macro_vectors']) }}
-- Instants whose hour in New York is not the expected one, on both sides of the nights in which the clocks change.
{%- set vectors = [
    ('2025-01-10 21:59:59+00', 16),
    ('2025-01-10 22:00:00+00', 17),
    ('2025-01-11 02:59:59+00', 21),
    ('2025-01-11 03:00:00+00', 22),
    ('2025-01-11 05:00:00+00', 0),
    ('2025-03-09 06:59:59+00', 1),
    ('2025-03-09 07:00:00+00', 3),
    ('2025-04-10 20:59:59+00', 16),
    ('2025-04-10 21:00:00+00', 17),
    ('2025-04-11 02:00:00+00', 22),
    ('2025-04-11 03:59:59+00', 23),
    ('2025-11-02 05:59:59+00', 1),
    ('2025-11-02 06:00:00+00', 1),
    ('2025-11-02 07:00:00+00', 2),
] %}
with vectors as (
    {%- for instant, expected in vectors %}
        select
            cast('{{ instant }}' as {{ type_timestamp() }}) as instant,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        instant,
        expected,
        {{ new_york_hour('instant') }} as actual
    from vectors
)

select *
from computed
where coalesce(actual != expected, true)
