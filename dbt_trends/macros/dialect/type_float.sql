{#- 64-bit floating point (dbt.type_float() is 32 bit on DuckDB). -#}
{%- macro type_float() -%}
    {{- return(adapter.dispatch('type_float', 'dbt_trends')()) -}}
{%- endmacro -%}

{%- macro default__type_float() -%}
    {{- exceptions.raise_compiler_error("type_float is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__type_float() -%}
    double
{%- endmacro -%}

{%- macro bigquery__type_float() -%}
    float64
{%- endmacro -%}
