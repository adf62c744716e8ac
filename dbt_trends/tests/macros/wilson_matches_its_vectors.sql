{{ config(tags=['macro_vectors']) }}
-- Rows whose 95 % interval is off at the sixth decimal; without trials there is none.
{%- set vectors = [
    (8, 10, 0.490162, 0.943318),
    (0, 5, 0, 0.434482),
    (5, 5, 0.565518, 1),
    (0, 1, 0, 0.793451),
    (45, 82, 0.441308, 0.651887),
    (0, 0, 'null', 'null'),
    ('null', 'null', 'null', 'null'),
] %}
with vectors as (
    {%- for k, n, expected_low, expected_high in vectors %}
        select
            {{ k }} as k,
            {{ n }} as n,
            {{ expected_low }} as expected_low,
            {{ expected_high }} as expected_high
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        k,
        n,
        expected_low,
        expected_high,
        {{ wilson_low('k', 'n') }} as low,
        {{ wilson_high('k', 'n') }} as high
    from vectors
)

select *
from computed
where
    coalesce(abs(low - expected_low) > 0.0000005, (low is null) != (expected_low is null))
    or coalesce(abs(high - expected_high) > 0.0000005, (high is null) != (expected_high is null))
    -- The ends are exact: 0 of n begins at 0, n of n ends at 1.
    or (k = 0 and low != 0)
    or (k = n and high != 1)
