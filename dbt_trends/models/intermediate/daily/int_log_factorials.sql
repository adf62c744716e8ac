-- grain: one row per n: the natural log of n factorial, from 0 to the most situations that a record may hold
with integers as (
    {{ integer_spine(0, var('max_situations')) }}
),

final as (
    select
        i as n,
        {{ exact_sum('ln(case when i = 0 then 1 else i end)', '(order by i)') }} as ln_factorial
    from integers
)

select * from final
