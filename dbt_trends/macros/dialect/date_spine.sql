{#- A select of every date from first to last, inclusive, as date_day. -#}
{%- macro date_spine(first_date, last_date) -%}
    {{- return(adapter.dispatch('date_spine', 'dbt_trends')(first_date, last_date)) -}}
{%- endmacro -%}

{%- macro default__date_spine(first_date, last_date) -%}
    {{- exceptions.raise_compiler_error("date_spine is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__date_spine(first_date, last_date) -%}
    select cast(day as date) as date_day from generate_series({{ first_date }}, {{ last_date }}, interval 1 day) as days (day)
{%- endmacro -%}

{%- macro bigquery__date_spine(first_date, last_date) -%}
    select date_day from unnest(generate_date_array({{ first_date }}, {{ last_date }})) as date_day
{%- endmacro -%}
