{#- Hour of an instant in New York, 0-23. -#}
{%- macro new_york_hour(instant) -%}
    {{- return(adapter.dispatch('new_york_hour', 'dbt_trends')(instant)) -}}
{%- endmacro -%}

{%- macro default__new_york_hour(instant) -%}
    {{- exceptions.raise_compiler_error("new_york_hour is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__new_york_hour(instant) -%}
    extract(hour from timezone('America/New_York', {{ instant }}))
{%- endmacro -%}

{%- macro bigquery__new_york_hour(instant) -%}
    extract(hour from {{ instant }} at time zone 'America/New_York')
{%- endmacro -%}
