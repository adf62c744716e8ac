{#- ISO week of a date, 1-53 (weeks begin on Monday). -#}
{%- macro iso_week(date) -%}
    {{- return(adapter.dispatch('iso_week', 'dbt_trends')(date)) -}}
{%- endmacro -%}

{%- macro default__iso_week(date) -%}
    {{- exceptions.raise_compiler_error("iso_week is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__iso_week(date) -%}
    extract(week from {{ date }})
{%- endmacro -%}

{%- macro bigquery__iso_week(date) -%}
    extract(isoweek from {{ date }})
{%- endmacro -%}
