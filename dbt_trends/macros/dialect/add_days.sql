{#- The date this many days later (days may be negative or a column). -#}
{%- macro add_days(date, days) -%}
    {{- return(adapter.dispatch('add_days', 'dbt_trends')(date, days)) -}}
{%- endmacro -%}

{%- macro default__add_days(date, days) -%}
    {{- exceptions.raise_compiler_error("add_days is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__add_days(date, days) -%}
    cast({{ date }} + cast({{ days }} as integer) as date)
{%- endmacro -%}

{%- macro bigquery__add_days(date, days) -%}
    date_add({{ date }}, interval ({{ days }}) day)
{%- endmacro -%}
