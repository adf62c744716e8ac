{{ config(tags=['macro_vectors']) }}
-- Rows whose shrunk rate is off at the sixth decimal; without games it is the prior.
{%- set vectors = [
    (8, 10, 0.48, 40, 0.544),
    (8, 10, 0.48, 300, 0.490323),
    (0, 0, 0.48, 40, 0.48),
    (8, 10, 'null', 40, 'null'),
] %}
with vectors as (
    {%- for k, n, prior_rate, prior_strength, expected in vectors %}
        select
            {{ k }} as k,
            {{ n }} as n,
            {{ prior_rate }} as prior_rate,
            {{ prior_strength }} as prior_strength,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        k,
        n,
        prior_rate,
        prior_strength,
        expected,
        {{ adjusted_rate('k', 'n', 'prior_rate', 'prior_strength') }} as actual
    from vectors
)

select *
from computed
where coalesce(abs(actual - expected) > 0.0000005, (actual is null) != (expected is null))
