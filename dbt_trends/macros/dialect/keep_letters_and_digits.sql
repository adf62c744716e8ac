{#- Only the a-z and 0-9 of a text that is already in lower case. -#}
{%- macro keep_letters_and_digits(text) -%}
    {{- return(adapter.dispatch('keep_letters_and_digits', 'dbt_trends')(text)) -}}
{%- endmacro -%}

{%- macro default__keep_letters_and_digits(text) -%}
    {{- exceptions.raise_compiler_error("keep_letters_and_digits is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__keep_letters_and_digits(text) -%}
    regexp_replace({{ text }}, '[^a-z0-9]', '', 'g')
{%- endmacro -%}

{%- macro bigquery__keep_letters_and_digits(text) -%}
    regexp_replace({{ text }}, r'[^a-z0-9]', '')
{%- endmacro -%}
