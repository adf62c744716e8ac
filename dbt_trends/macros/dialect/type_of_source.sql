{#- The engine's name for a type in _sources.yml, which has BigQuery's names. -#}
{%- macro type_of_source(data_type) -%}
    {{- return(adapter.dispatch('type_of_source', 'dbt_trends')(data_type)) -}}
{%- endmacro -%}

{%- macro default__type_of_source(data_type) -%}
    {{- exceptions.raise_compiler_error("type_of_source is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__type_of_source(data_type) -%}
    {{- return({'TIMESTAMP': 'timestamptz', 'FLOAT64': 'double', 'NUMERIC': 'decimal(38, 9)'}.get(data_type, data_type | lower)) -}}
{%- endmacro -%}

{%- macro bigquery__type_of_source(data_type) -%}
    {{- return(data_type | lower) -}}
{%- endmacro -%}
