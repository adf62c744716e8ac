{#- On DuckDB, a view over the parquet file of every source table: <data dir>/<dataset>/<table>.parquet. -#}
{%- macro create_source_views() -%}
    {{- return(adapter.dispatch('create_source_views', 'dbt_trends')()) -}}
{%- endmacro -%}

{%- macro default__create_source_views() -%}
    {{- exceptions.raise_compiler_error("create_source_views is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__create_source_views() -%}
    {%- if execute -%}
        {%- set data_dir = env_var('TRENDS_DATA_DIR', '../data/sample') -%}
        {%- for source in graph.sources.values() | sort(attribute='unique_id') %}
            create schema if not exists {{ source.schema }};
            create or replace view {{ source.schema }}.{{ source.identifier }} as
            from read_parquet('{{ data_dir | replace("'", "''") }}/{{ source.schema }}/{{ source.identifier }}.parquet');
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro bigquery__create_source_views() -%}
{%- endmacro -%}
