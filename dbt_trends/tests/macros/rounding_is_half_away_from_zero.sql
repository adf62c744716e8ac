{{ config(tags=['macro_vectors']) }}
-- Rows that are not rounded as published: 3 decimals of a rate, 2 of points, 4 of a p.
{%- set vectors = [
    (1 / 16, 0.063, 0.06, 0.0625),
    (2.675, 2.675, 2.68, 2.675),
    (-2.675, -2.675, -2.68, -2.675),
    (1.125, 1.125, 1.13, 1.125),
    (-1.125, -1.125, -1.13, -1.125),
    (0.0005, 0.001, 0, 0.0005),
    (-0.0005, -0.001, 0, -0.0005),
    (0.00049, 0, 0, 0.0005),
    (0.00005, 0, 0, 0.0001),
    (0.0000499, 0, 0, 0),
    ('null', 'null', 'null', 'null'),
] %}
with vectors as (
    {%- for x, expected_rate, expected_points, expected_p in vectors %}
        select
            cast({{ x }} as {{ type_float() }}) as x,
            cast({{ expected_rate }} as {{ type_float() }}) as expected_rate,
            cast({{ expected_points }} as {{ type_float() }}) as expected_points,
            cast({{ expected_p }} as {{ type_float() }}) as expected_p
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        x,
        expected_rate,
        expected_points,
        expected_p,
        {{ round_rate('x') }} as rounded_rate,
        {{ round_points('x') }} as rounded_points,
        {{ round_p('x') }} as rounded_p
    from vectors
)

select *
from computed
where
    coalesce(rounded_rate != expected_rate, (rounded_rate is null) != (expected_rate is null))
    or coalesce(rounded_points != expected_points, (rounded_points is null) != (expected_points is null))
    or coalesce(rounded_p != expected_p, (rounded_p is null) != (expected_p is null))
