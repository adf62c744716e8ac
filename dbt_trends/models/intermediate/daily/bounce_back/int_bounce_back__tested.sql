-- grain: one row per (as_of_date, player_lookup): each record, tested if it has enough situations
with records as (
    select
        as_of_date,
        player_lookup,
        situations,
        bounce_backs,
        baseline_rate
    from {{ ref('int_bounce_back__records') }}
),

integers as (
    {{ integer_spine(0, var('max_situations')) }}
),

log_factorials as (
    select
        i as number,
        {{ exact_sum('ln(case when i = 0 then 1 else i end)', '(order by i)') }} as ln_factorial
    from integers
),

-- The binomial distribution of each record's bounce-backs under its baseline, outcome by outcome.
outcomes as (
    select
        records.as_of_date,
        records.player_lookup,
        records.bounce_backs,
        successes.number as outcome,
        exp({{ binomial_log_pmf(
            'successes.number',
            'records.situations',
            'records.baseline_rate',
            'trials.ln_factorial',
            'successes.ln_factorial',
            'failures.ln_factorial'
        ) }}) as probability
    from records
    inner join log_factorials as trials on records.situations = trials.number
    inner join log_factorials as successes on successes.number <= records.situations
    inner join log_factorials as failures on records.situations - successes.number = failures.number
    where
        records.situations >= {{ var('bounce_back_min_situations') }}
        and records.baseline_rate > 0
        and records.baseline_rate < 1
),

tails as (
    select
        as_of_date,
        player_lookup,
        {{ exact_sum('case when outcome <= bounce_backs then probability else 0 end') }} as lower_tail,
        {{ exact_sum('case when outcome >= bounce_backs then probability else 0 end') }} as upper_tail
    from outcomes
    group by as_of_date, player_lookup
),

p_values as (
    select
        as_of_date,
        player_lookup,
        least(1, 2 * least(lower_tail, upper_tail)) as p_value
    from tails
),

scaled as (
    select
        as_of_date,
        player_lookup,
        p_value,
        {{ benjamini_hochberg_scaled('p_value', 'as_of_date') }} as scaled_p
    from p_values
),

q_values as (
    select
        as_of_date,
        player_lookup,
        p_value,
        {{ benjamini_hochberg_q('scaled_p', 'p_value', 'as_of_date') }} as q_value
    from scaled
),

final as (
    select
        records.as_of_date,
        records.player_lookup,
        records.situations,
        records.bounce_backs,
        records.baseline_rate,
        q_values.p_value,
        q_values.q_value
    from records
    left join q_values
        on
            records.as_of_date = q_values.as_of_date
            and records.player_lookup = q_values.player_lookup
)

select * from final
