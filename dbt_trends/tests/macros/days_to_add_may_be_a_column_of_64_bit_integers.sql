{{ config(tags=['macro_vectors']) }}
-- Rows in which a spine's integer added to 31 January does not give the date spine's date.
with days as (
    {{ integer_spine(-31, 366) }}
),

dates as (
    {{ date_spine("date '2023-12-31'", "date '2025-01-31'") }}
),

computed as (
    select
        i,
        {{ add_days("date '2024-01-31'", 'i') }} as actual,
        {{ add_days("date '2024-01-31'", 'i + 1') }} as a_day_later
    from days
)

select
    computed.i,
    computed.actual,
    computed.a_day_later,
    dates.date_day
from computed
left join dates on {{ days_between("date '2024-01-31'", 'dates.date_day') }} = computed.i
where
    coalesce(computed.actual != dates.date_day, true)
    or {{ days_between('computed.actual', 'computed.a_day_later') }} != 1
