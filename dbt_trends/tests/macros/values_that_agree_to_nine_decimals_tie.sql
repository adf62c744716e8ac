{{ config(tags=['macro_vectors']) }}
-- Pairs of floats whose order at nine decimals (-1, 0, 1) is not the expected one.
{%- set vectors = [
    (0.1 + 0.2, 0.3, 0),
    (0.0000000014, 0.0000000006, 0),
    (0.0000000016, 0.000000001, 1),
    (-0.0000000016, -0.000000001, -1),
] %}
with vectors as (
    {%- for a, b, expected in vectors %}
        select
            cast({{ a }} as {{ type_float() }}) as a,
            cast({{ b }} as {{ type_float() }}) as b,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        a,
        b,
        expected,
        sign({{ nine_decimals('a') }} - {{ nine_decimals('b') }}) as actual
    from vectors
)

select *
from computed
where coalesce(actual != expected, true)
