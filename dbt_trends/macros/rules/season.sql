{#- Season of a date: the year in which it began (2024 for 2024-25). -#}
{%- macro season_year(date) -%}
    cast(extract(year from {{ date }}) - case when extract(month from {{ date }}) >= {{ var('season_start_month') }} then 0 else 1 end as int64)
{%- endmacro -%}

{#- First calendar day of a season. -#}
{%- macro season_start_date(season_year) -%}
    cast(cast({{ season_year }} as string) || '-{{ "%02d" % var("season_start_month") }}-01' as date)
{%- endmacro -%}

{#- A season as it is shown: 2024 -> '2024-25'. -#}
{%- macro season_label(season_year) -%}
    cast({{ season_year }} as string) || '-' || lpad(cast(mod({{ season_year }} + 1, 100) as string), 2, '0')
{%- endmacro -%}
