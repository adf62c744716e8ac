{#- Whole days from one date to another. -#}
{%- macro days_between(earlier, later) -%}
    {{- return(adapter.dispatch('days_between', 'dbt_trends')(earlier, later)) -}}
{%- endmacro -%}

{%- macro default__days_between(earlier, later) -%}
    {{- exceptions.raise_compiler_error("days_between is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__days_between(earlier, later) -%}
    (({{ later }}) - ({{ earlier }}))
{%- endmacro -%}

{%- macro bigquery__days_between(earlier, later) -%}
    date_diff({{ later }}, {{ earlier }}, day)
{%- endmacro -%}
