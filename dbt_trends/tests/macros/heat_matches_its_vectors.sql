{{ config(tags=['macro_vectors']) }}
-- Rows whose heat is not the expected one: the six vectors, then the caps of streak and margin.
{%- set vectors = [
    (0.8, 5, 6.0, 7.875),
    (0, -10, -5, 0.625),
    (0.3, -1, -5, 3.25),
    (0.5, 0, 0, 5),
    (1, 10, 12, 10),
    (0, -10, -12, 0),
    (0.5, 11, 0, 6.25),
    (0.5, -11, 0, 3.75),
    (0.5, 0, 10.5, 6.25),
    (0.5, 0, -10.5, 3.75),
    (0.5, 'null', 0, 'null'),
] %}
with vectors as (
    {%- for hit_rate, streak, avg_margin, expected in vectors %}
        select
            {{ hit_rate }} as hit_rate,
            {{ streak }} as streak,
            {{ avg_margin }} as avg_margin,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        hit_rate,
        streak,
        avg_margin,
        expected,
        {{ nine_decimals(heat_score('hit_rate', 'streak', 'avg_margin')) }} as actual
    from vectors
)

select *
from computed
where coalesce(abs(actual - expected) > 0.0000005, (actual is null) != (expected is null))
