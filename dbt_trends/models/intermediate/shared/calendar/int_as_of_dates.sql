-- grain: one row per as_of_date
with dates as (
    {{ date_spine("date '" ~ as_of_start() ~ "'", "date '" ~ as_of_end() ~ "'") }}
),

seasons as (
    select
        date_day,
        {{ season_year('date_day') }} as season_year
    from dates
),

final as (
    select
        date_day as as_of_date,
        season_year,
        {{ season_start_date('season_year') }} as season_start_date,
        {{ season_label('season_year') }} as season
    from seasons
)

select * from final
