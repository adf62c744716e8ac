{#- Letters without their combining marks; letters that do not decompose (ø, ł) stay. -#}
{%- macro strip_accents(text) -%}
    {{- return(adapter.dispatch('strip_accents', 'dbt_trends')(text)) -}}
{%- endmacro -%}

{%- macro default__strip_accents(text) -%}
    {{- exceptions.raise_compiler_error("strip_accents is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__strip_accents(text) -%}
    strip_accents({{ text }})
{%- endmacro -%}

{%- macro bigquery__strip_accents(text) -%}
    regexp_replace(normalize({{ text }}, nfd), r'\pM', '')
{%- endmacro -%}
