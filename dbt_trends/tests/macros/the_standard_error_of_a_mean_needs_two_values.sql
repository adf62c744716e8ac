{{ config(tags=['macro_vectors']) }}
-- Samples (n, sum, sum of squares) whose squared standard error is not the expected one (sample variance over n), or
-- that of the difference from 3, 5, 7 (4/3). Equal values spread by 0, even where rounding leaves less.
{%- set vectors = [
    (2, 10, 52, 1, 1.527525),
    (3, 15, 83, 1.333333, 1.632993),
    (5, 500, 50250, 12.5, 3.719319),
    (4, 400, 40000, 0, 1.154701),
    (4, 400, 39999.999999, 0, 1.154701),
    (1, 10, 100, 'null', 'null'),
    (0, 'null', 'null', 'null', 'null'),
] %}
with vectors as (
    {%- for n, total, total_of_squares, expected_squared, expected in vectors %}
        select
            {{ n }} as n,
            cast({{ total }} as {{ type_float() }}) as total,
            cast({{ total_of_squares }} as {{ type_float() }}) as total_of_squares,
            {{ expected_squared }} as expected_squared,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

squared_errors as (
    select
        n,
        total,
        total_of_squares,
        expected_squared,
        expected,
        {{ squared_standard_error('n', 'total', 'total_of_squares') }} as squared_error
    from vectors
),

computed as (
    select
        n,
        total,
        total_of_squares,
        expected_squared,
        expected,
        squared_error,
        {{ difference_standard_error('squared_error', '4 / 3.0') }} as actual,
        {{ difference_standard_error('squared_error', '0') }} as alone
    from squared_errors
)

select *
from computed
where
    coalesce(abs(squared_error - expected_squared) > 0.000001, (squared_error is null) != (expected_squared is null))
    or coalesce(abs(actual - expected) > 0.000001, (actual is null) != (expected is null))
    or coalesce(abs(alone - sqrt(expected_squared)) > 0.000001, (alone is null) != (expected is null))
