{{ config(tags=['macro_vectors']) }}
-- Rows in which adding the days gives another date, or the dates are a different number of days apart.
{%- set vectors = [
    ('2024-02-28', 2, '2024-03-01'),
    ('2025-02-28', 1, '2025-03-01'),
    ('2024-12-31', 1, '2025-01-01'),
    ('2025-03-08', 2, '2025-03-10'),
    ('2025-01-10', 0, '2025-01-10'),
    ('2025-01-10', -365, '2024-01-11'),
] %}
with vectors as (
    {%- for earlier, days, later in vectors %}
        select
            date '{{ earlier }}' as earlier,
            {{ days }} as days,
            date '{{ later }}' as later
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        earlier,
        days,
        later,
        {{ add_days('earlier', 'days') }} as actual_later,
        {{ days_between('earlier', 'later') }} as actual_days
    from vectors
)

select *
from computed
where coalesce(actual_later != later or actual_days != days, true)
