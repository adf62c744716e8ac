{#- The labels of a statement's BigQuery job, as JSON: the document that it serves and its group, or `shared` if it serves
    several; and the model, seed or test. A mart's folder is marts/<group>/<document>, an intermediate model's begins with
    intermediate/<group>. -#}
{%- macro job_labels(node) -%}
    {%- set layer, group, document = ((node.fqn if node.fqn else []) + [none, none, none, none])[1:4] -%}
    {%- set labels = {'app': 'dbt', 'document': 'shared', 'document_group': 'shared', 'model': node.name or 'none'} -%}
    {%- if group in ['daily', 'weekly', 'monthly'] -%}
        {%- do labels.update(document_group=group) -%}
        {%- if layer == 'marts' -%}
            {%- do labels.update(document=document) -%}
        {%- endif -%}
    {%- endif -%}
    {{- return(tojson(labels)) -}}
{%- endmacro -%}
