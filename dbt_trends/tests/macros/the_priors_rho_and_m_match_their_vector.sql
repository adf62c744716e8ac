{{ config(tags=['macro_vectors']) }}
-- Ten records: rho and m of the method of moments if so few players were enough. (They are not, so m is 500.)
{%- set vectors = [
    (6, 10),
    (3, 10),
    (9, 15),
    (5, 15),
    (10, 20),
    (8, 20),
    (14, 20),
    (4, 12),
    (7, 12),
    (11, 25),
] %}
with records as (
    {%- for k, n in vectors %}
        select
            {{ k }} as k,
            {{ n }} as n
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

totals as (
    select
        count(*) as players,
        sum(k) as total_k,
        sum(n) as total_n,
        sum(n * n) as total_n_squared
    from records
),

spreads as (
    select
        totals.players,
        totals.total_k,
        totals.total_n,
        totals.total_n_squared,
        {{ exact_sum(
            'records.n * (' ~ rate('records.k', 'records.n') ~ ' - ' ~ rate('totals.total_k', 'totals.total_n') ~ ')'
            ~ ' * (' ~ rate('records.k', 'records.n') ~ ' - ' ~ rate('totals.total_k', 'totals.total_n') ~ ')'
        ) }} as spread
    from records
    cross join totals
    group by totals.players, totals.total_k, totals.total_n, totals.total_n_squared
),

rhos as (
    select
        players,
        total_k,
        total_n,
        total_n_squared,
        {{ prior_rho('players', 'total_k', 'total_n', 'total_n_squared', 'spread') }} as rho
    from spreads
),

computed as (
    select
        rho,
        {{ prior_strength('20', 'total_k', 'total_n', 'total_n_squared', 'rho') }} as strength_if_enough,
        {{ prior_strength('players', 'total_k', 'total_n', 'total_n_squared', 'rho') }} as strength
    from rhos
)

select *
from computed
where
    coalesce(abs(rho - 0.008642) > 0.0000005, true)
    or coalesce(abs(strength_if_enough - 114.713034) > 0.0000005, true)
    or coalesce(strength != 500, true)
