{#- On DuckDB, a view over each source table: over the file <data dir>/<dataset>/<table>.parquet, or over the files of
    the folder <data dir>/<dataset>/<table>; for an optional table that has neither, a view without rows. -#}
{%- macro create_source_views() -%}
    {{- return(adapter.dispatch('create_source_views', 'dbt_trends')()) -}}
{%- endmacro -%}

{%- macro default__create_source_views() -%}
    {{- exceptions.raise_compiler_error("create_source_views is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__create_source_views() -%}
    {%- if execute -%}
        {#- A name is no pattern: what DuckDB would read as one is put in brackets. -#}
        {%- set data_dir = env_var('TRENDS_DATA_DIR', '../data/sample')
            | replace("'", "''") | replace('[', '[[]') | replace('*', '[*]') | replace('?', '[?]') -%}
        {%- for source in graph.sources.values() | sort(attribute='unique_id') %}
            {%- set place = data_dir ~ '/' ~ source.schema ~ '/' ~ source.identifier %}
            {%- set file, parts = place ~ '.parquet', place ~ '/*.parquet' %}
            {%- set there = run_query("select count(*) from glob('" ~ file ~ "')").rows[0][0] > 0 %}
            {%- set in_parts = not there and run_query("select count(*) from glob('" ~ parts ~ "')").rows[0][0] > 0 %}
            create schema if not exists {{ source.schema }};
            create or replace view {{ source.schema }}.{{ source.identifier }} as
            {%- if source.config.meta.get('is_optional') and not there and not in_parts %}
                {{ no_source_rows(source) }};
            {%- else %}
                {{ source_rows(source, "read_parquet('" ~ (parts if in_parts else file)
                    ~ "', union_by_name = true, hive_partitioning = false)") }};
            {%- endif %}
        {%- endfor -%}
    {%- endif -%}
{%- endmacro -%}

{%- macro bigquery__create_source_views() -%}
{%- endmacro -%}

{#- A select of a source's columns, each as its declared type. One without any value may have been written as any. -#}
{%- macro source_rows(source, files) -%}
    select
        {%- for row in run_query('describe select * from ' ~ files).rows if row[0] in source.columns %}
            {%- set name, found, declared = row[0], row[1], source.columns[row[0]].data_type %}
            {%- set value = as_declared(name, found, declared) %}
            {%- if not value and run_query('select count(' ~ value_of(name, found) ~ ') from ' ~ files).rows[0][0] == 0 %}
                {%- set value = 'cast(null as ' ~ type_of_source(declared) ~ ')' %}
            {%- endif %}
            {{ value or name }} as {{ name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from {{ files }}
{%- endmacro -%}
