{#- Name of a date's weekday, lower case: monday to sunday. -#}
{%- macro weekday_name(date) -%}
    {{- return(adapter.dispatch('weekday_name', 'dbt_trends')(date)) -}}
{%- endmacro -%}

{%- macro default__weekday_name(date) -%}
    {{- exceptions.raise_compiler_error("weekday_name is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__weekday_name(date) -%}
    lower(dayname({{ date }}))
{%- endmacro -%}

{%- macro bigquery__weekday_name(date) -%}
    lower(format_date('%A', {{ date }}))
{%- endmacro -%}
