{#- A source table that not every warehouse has. It has no rows if the var absent_sources names it (on BigQuery; on
    DuckDB its view is empty if there is no file). -#}
{%- macro optional_source(dataset, table) -%}
    {%- if table not in var('absent_sources') -%}
        {{- source(dataset, table) -}}
    {%- elif execute -%}
        ({{ no_source_rows(graph.sources['source.' ~ project_name ~ '.' ~ dataset ~ '.' ~ table]) }})
    {%- endif -%}
{%- endmacro -%}

{#- A select of a source's columns with their types and without rows. -#}
{%- macro no_source_rows(source) -%}
    select
        {%- for column in source.columns.values() %}
            cast(null as {{ type_of_source(column.data_type) }}) as {{ column.name }}{{ ',' if not loop.last }}
        {%- endfor %}
    from (select 1 as one) as nothing
    where false
{%- endmacro -%}
