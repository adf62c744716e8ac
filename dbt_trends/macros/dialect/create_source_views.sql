{#- On DuckDB, a view over each source table's parquet file, <data dir>/<dataset>/<table>.parquet; for an optional table
    without a file, a view without rows. -#}
{%- macro create_source_views() -%}
    {{- return(adapter.dispatch('create_source_views', 'dbt_trends')()) -}}
{%- endmacro -%}

{%- macro default__create_source_views() -%}
    {{- exceptions.raise_compiler_error("create_source_views is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__create_source_views() -%}
    {%- if execute -%}
        {%- set data_dir = env_var('TRENDS_DATA_DIR', '../data/sample') | replace("'", "''") -%}
        {%- for source in graph.sources.values() | sort(attribute='unique_id') %}
            {%- set file = data_dir ~ '/' ~ source.schema ~ '/' ~ source.identifier ~ '.parquet' %}
            create schema if not exists {{ source.schema }};
            create or replace view {{ source.schema }}.{{ source.identifier }} as
            {%- if source.config.meta.get('is_optional') and run_query("select count(*) from glob('" ~ file ~ "')").rows[0][0] == 0 %}
                {{ no_source_rows(source) }};
            {%- else %}
                from read_parquet('{{ file }}');
            {%- endif %}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro bigquery__create_source_views() -%}
{%- endmacro -%}
