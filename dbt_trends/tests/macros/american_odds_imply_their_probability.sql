{{ config(tags=['macro_vectors']) }}
-- Rows whose implied probability is off at the sixth decimal; odds of 0 do not exist.
{%- set vectors = [
    (-110, 0.523810),
    (120, 0.454545),
    (-100, 0.5),
    (100, 0.5),
    (-300, 0.75),
    (300, 0.25),
    (0, 'null'),
    ('null', 'null'),
] %}
with vectors as (
    {%- for odds_american, expected in vectors %}
        select
            {{ odds_american }} as odds_american,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        odds_american,
        expected,
        {{ implied_probability('odds_american') }} as actual
    from vectors
)

select *
from computed
where coalesce(abs(actual - expected) > 0.0000005, (actual is null) != (expected is null))
