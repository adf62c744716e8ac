{#- Decimal with nine places: what rounding and exact sums go through. -#}
{%- macro type_numeric() -%}
    {{- return(adapter.dispatch('type_numeric', 'dbt_trends')()) -}}
{%- endmacro -%}

{%- macro default__type_numeric() -%}
    {{- exceptions.raise_compiler_error("type_numeric is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__type_numeric() -%}
    decimal(38, 9)
{%- endmacro -%}

{%- macro bigquery__type_numeric() -%}
    numeric
{%- endmacro -%}
