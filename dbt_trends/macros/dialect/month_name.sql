{#- Name of a date's month, lower case: january to december. -#}
{%- macro month_name(date) -%}
    {{- return(adapter.dispatch('month_name', 'dbt_trends')(date)) -}}
{%- endmacro -%}

{%- macro default__month_name(date) -%}
    {{- exceptions.raise_compiler_error("month_name is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__month_name(date) -%}
    lower(monthname({{ date }}))
{%- endmacro -%}

{%- macro bigquery__month_name(date) -%}
    lower(format_date('%B', {{ date }}))
{%- endmacro -%}
