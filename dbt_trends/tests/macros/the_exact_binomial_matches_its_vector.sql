{{ config(tags=['macro_vectors']) }}
-- 15 trials at 0.36: the upper tail from 12, twice it, and all outcomes together, to eight decimals.
with integers as (
    {{ integer_spine(0, 15) }}
),

log_factorials as (
    select
        i as n,
        {{ exact_sum('ln(case when i = 0 then 1 else i end)', '(order by i)') }} as ln_factorial
    from integers
),

outcomes as (
    select
        successes.n as outcome,
        exp({{ binomial_log_pmf(
            'successes.n', '15', '0.36', 'trials.ln_factorial', 'successes.ln_factorial', 'failures.ln_factorial'
        ) }}) as probability
    from log_factorials as successes
    inner join log_factorials as failures on 15 - successes.n = failures.n
    cross join log_factorials as trials
    where trials.n = 15
),

computed as (
    select
        {{ exact_sum('case when outcome >= 12 then probability else 0 end') }} as upper_tail,
        {{ exact_sum('case when outcome <= 12 then probability else 0 end') }} as lower_tail,
        {{ exact_sum('probability') }} as whole
    from outcomes
)

select *
from computed
where
    coalesce(abs(upper_tail - 0.00064465) > 0.000000005, true)
    or coalesce(abs(2 * least(lower_tail, upper_tail) - 0.00128931) > 0.000000005, true)
    or coalesce(abs(whole - 1) > 0.000000000001, true)
