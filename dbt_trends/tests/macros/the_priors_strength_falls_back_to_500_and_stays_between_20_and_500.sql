{{ config(tags=['macro_vectors']) }}
-- Rows whose m is not the expected one, case by case of the rule.
{%- set vectors = [
    ('one player too few', 19, 1000, 2000, 200000, 1.0 / 64, 500),
    ('enough players', 20, 1000, 2000, 200000, 1.0 / 64, 63),
    ('one game each: the denominator is 0', 20, 10, 20, 20, 1.0 / 64, 500),
    ('a game more: the denominator is above 0', 20, 10, 21, 23, 1.0 / 64, 63),
    ('two games each', 20, 20, 40, 80, 1.0 / 64, 63),
    ('never over', 20, 0, 2000, 200000, 1.0 / 64, 500),
    ('always over', 20, 2000, 2000, 200000, 1.0 / 64, 500),
    ('no rho', 20, 1000, 2000, 200000, 'null', 500),
    ('rho 0', 20, 1000, 2000, 200000, 0, 500),
    ('rho below 0', 20, 1000, 2000, 200000, -0.5, 500),
    ('m 0', 20, 1000, 2000, 200000, 1, 20),
    ('m 15', 20, 1000, 2000, 200000, 1.0 / 16, 20),
    ('m 31', 20, 1000, 2000, 200000, 1.0 / 32, 31),
    ('m 1023', 20, 1000, 2000, 200000, 1.0 / 1024, 500),
] %}
with vectors as (
    {%- for vector, players, total_k, total_n, total_n_squared, rho, expected in vectors %}
        select
            '{{ vector }}' as vector,
            {{ players }} as players,
            {{ total_k }} as total_k,
            {{ total_n }} as total_n,
            {{ total_n_squared }} as total_n_squared,
            {{ rho }} as rho,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        vector,
        expected,
        {{ prior_strength('players', 'total_k', 'total_n', 'total_n_squared', 'rho') }} as actual
    from vectors
)

select *
from computed
where coalesce(abs(actual - expected) > 0.0000005, true)
