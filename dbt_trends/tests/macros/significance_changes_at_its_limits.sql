{{ config(tags=['macro_vectors']) }}
-- Rows whose word is not the expected one: at most 0.01 high, 0.05 medium, 0.10 low; null is too small to test.
{%- set vectors = [
    (0.0, 'high'),
    (0.01, 'high'),
    (0.0100001, 'medium'),
    (0.05, 'medium'),
    (0.0500001, 'low'),
    (0.1, 'low'),
    (0.1000001, 'none'),
    (1.0, 'none'),
    ('null', 'insufficient'),
] %}
with vectors as (
    {%- for q, expected in vectors %}
        select
            {{ q }} as q,
            '{{ expected }}' as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        q,
        expected,
        {{ significance('q') }} as actual
    from vectors
)

select *
from computed
where actual != expected
