{#- An instant. -#}
{%- macro type_timestamp() -%}
    {{- return(adapter.dispatch('type_timestamp', 'dbt_trends')()) -}}
{%- endmacro -%}

{%- macro default__type_timestamp() -%}
    {{- exceptions.raise_compiler_error("type_timestamp is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__type_timestamp() -%}
    timestamp with time zone
{%- endmacro -%}

{%- macro bigquery__type_timestamp() -%}
    timestamp
{%- endmacro -%}
