{#- A select of every integer from first to last, inclusive, as i. -#}
{%- macro integer_spine(first, last) -%}
    {{- return(adapter.dispatch('integer_spine', 'dbt_trends')(first, last)) -}}
{%- endmacro -%}

{%- macro default__integer_spine(first, last) -%}
    {{- exceptions.raise_compiler_error("integer_spine is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__integer_spine(first, last) -%}
    select cast(i as bigint) as i from generate_series({{ first }}, {{ last }}) as integers (i)
{%- endmacro -%}

{%- macro bigquery__integer_spine(first, last) -%}
    select i from unnest(generate_array({{ first }}, {{ last }})) as i
{%- endmacro -%}
