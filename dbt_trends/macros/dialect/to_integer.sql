{#- A text as an integer; null if it is not one. -#}
{%- macro to_integer(text) -%}
    {{- return(adapter.dispatch('to_integer', 'dbt_trends')(text)) -}}
{%- endmacro -%}

{%- macro default__to_integer(text) -%}
    {{- exceptions.raise_compiler_error("to_integer is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__to_integer(text) -%}
    try_cast({{ text }} as bigint)
{%- endmacro -%}

{%- macro bigquery__to_integer(text) -%}
    safe_cast({{ text }} as int64)
{%- endmacro -%}
