{{ config(tags=['macro_vectors']) }}
-- Rows whose two-sided p of z is off by more than the approximation's error, 1.4e-7, or not within 0 and 1.
{%- set vectors = [
    (0.0, 1.0),
    (1.0, 0.3173105079),
    (-1.0, 0.3173105079),
    (1.959963984540054, 0.05),
    (2.5758293035489, 0.01),
    (-5.0, 0.0000005733),
    (40.0, 0.0),
    ('null', 'null'),
] %}
with vectors as (
    {%- for z, expected in vectors %}
        select
            {{ z }} as z,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        z,
        expected,
        {{ normal_two_sided_p('z') }} as actual
    from vectors
)

select *
from computed
where
    coalesce(abs(actual - expected) > 0.00000014, (actual is null) != (expected is null))
    or actual < 0
    or actual > 1
