{{ config(tags=['macro_vectors']) }}
-- Rest days whose level is not the expected one; a season's first game has none.
{%- set vectors = [
    (0, '0'),
    (1, '1'),
    (2, '2'),
    (3, '3_plus'),
    (4, '3_plus'),
    (40, '3_plus'),
    ('null', 'null'),
] %}
with vectors as (
    {%- for rest_days, expected in vectors %}
        select
            cast({{ rest_days }} as int64) as rest_days,
            '{{ expected }}' as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        rest_days,
        expected,
        coalesce({{ rest_level('rest_days') }}, 'null') as actual
    from vectors
)

select *
from computed
where actual != expected
