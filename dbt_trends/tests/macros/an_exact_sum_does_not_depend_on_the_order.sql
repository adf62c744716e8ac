{{ config(tags=['macro_vectors']) }}
-- Families whose sum, or last running sum, is not exactly the expected one (plain floats would add up differently).
with integers as (
    {{ integer_spine(1, 10) }}
),

addends as (
    select
        'ten tenths' as family,
        i,
        cast(0.1 as {{ type_float() }}) as x,
        cast(1 as {{ type_float() }}) as expected
    from integers
    union all
    select
        'a large and its opposite' as family,
        i,
        case i when 1 then 1e9 when 10 then -1e9 else cast(0.125 as {{ type_float() }}) end as x,
        cast(1 as {{ type_float() }}) as expected
    from integers
),

sums as (
    select
        family,
        max(expected) as expected,
        {{ exact_sum('x') }} as actual
    from addends
    group by family
),

running as (
    select
        family,
        i,
        expected,
        {{ exact_sum('x', '(partition by family order by i)') }} as actual
    from addends
)

select
    family,
    expected,
    actual
from sums
where coalesce(actual != expected, true)
union all
select
    family,
    expected,
    actual
from running
where i = 10 and coalesce(actual != expected, true)
