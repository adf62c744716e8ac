{{ config(tags=['macro_vectors']) }}
-- Rows whose z or p is off at the sixth decimal; null with a side below 30 or a pooled rate of 0 or 1.
{%- set vectors = [
    (98, 234, 221, 456, -1.642329, 0.100522),
    (60, 100, 45, 100, 2.123977, 0.033672),
    (520, 1000, 480, 1000, 1.788854, 0.073638),
    (15, 30, 15, 30, 0, 1),
    (15, 29, 15, 30, 'null', 'null'),
    (15, 30, 15, 29, 'null', 'null'),
    (10, 10, 10, 10, 'null', 'null'),
    (30, 30, 30, 30, 'null', 'null'),
    (0, 30, 0, 30, 'null', 'null'),
] %}
with vectors as (
    {%- for k1, n1, k2, n2, expected_z, expected_p in vectors %}
        select
            {{ k1 }} as k1,
            {{ n1 }} as n1,
            {{ k2 }} as k2,
            {{ n2 }} as n2,
            {{ expected_z }} as expected_z,
            {{ expected_p }} as expected_p
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

scored as (
    select
        k1,
        n1,
        k2,
        n2,
        expected_z,
        expected_p,
        {{ two_proportions_z('k1', 'n1', 'k2', 'n2') }} as z
    from vectors
),

computed as (
    select
        k1,
        n1,
        k2,
        n2,
        expected_z,
        expected_p,
        z,
        {{ normal_two_sided_p('z') }} as p
    from scored
)

select *
from computed
where
    coalesce(abs(z - expected_z) > 0.0000005, (z is null) != (expected_z is null))
    or coalesce(abs(p - expected_p) > 0.0000005, (p is null) != (expected_p is null))
