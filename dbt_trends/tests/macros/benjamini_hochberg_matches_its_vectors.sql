{{ config(tags=['macro_vectors']) }}
-- Rows whose q is off at the sixth decimal: a null p takes no part, equal p have equal q, families are separate.
{%- set vectors = [
    ('apart', 0.01, 0.02),
    ('apart', 0.04, 0.04),
    ('apart', 0.03, 0.04),
    ('apart', 0.005, 0.02),
    ('tied lowest, one null', 0.02, 0.03),
    ('tied lowest, one null', 0.02, 0.03),
    ('tied lowest, one null', 0.5, 0.5),
    ('tied lowest, one null', 'null', 'null'),
    ('tied in the middle', 0.04, 0.053333),
    ('tied in the middle', 0.9, 0.9),
    ('tied in the middle', 0.04, 0.053333),
    ('tied in the middle', 0.01, 0.04),
    ('a single test', 0.2, 0.2),
    ('nothing to test', 'null', 'null'),
] %}
with vectors as (
    {%- for family, p, expected in vectors %}
        select
            '{{ family }}' as family,
            {{ p }} as p,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

scaled as (
    select
        family,
        p,
        expected,
        {{ benjamini_hochberg_scaled('p', 'family') }} as scaled_p
    from vectors
),

computed as (
    select
        family,
        p,
        expected,
        {{ benjamini_hochberg_q('scaled_p', 'p', 'family') }} as q
    from scaled
)

select *
from computed
where coalesce(abs(q - expected) > 0.0000005, (q is null) != (expected is null))
