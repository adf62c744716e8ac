{{ config(tags=['macro_vectors']) }}
-- A spine that lacks an end, or whose rows are too many or too few.
with dates as (
    {{ date_spine("date '2024-02-27'", "date '2024-03-02'") }}
),

one_date as (
    {{ date_spine("date '2025-01-10'", "date '2025-01-10'") }}
),

integers as (
    {{ integer_spine(-1, 3) }}
),

computed as (
    select
        'dates' as spine,
        count(*) = 5 and min(date_day) = date '2024-02-27' and max(date_day) = date '2024-03-02' as is_right
    from dates
    union all
    select
        'one date' as spine,
        count(*) = 1 and min(date_day) = date '2025-01-10' as is_right
    from one_date
    union all
    select
        'integers' as spine,
        count(*) = 5 and min(i) = -1 and max(i) = 3 and sum(i) = 5 as is_right
    from integers
)

select *
from computed
where not coalesce(is_right, false)
