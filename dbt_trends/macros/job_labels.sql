{#- The labels of a statement's BigQuery job, as JSON: its document and the group of that, or `shared` for what serves
    several; and the model, seed or test. The folder of the node says whose it is. -#}
{%- macro job_labels(node) -%}
    {%- set groups = {
        'whos_hot': 'daily',
        'bounce_back': 'daily',
        'what_matters': 'weekly',
        'team_tendencies': 'weekly',
        'quick_hits': 'weekly',
        'deep_dive': 'monthly',
    } -%}
    {%- set room, folder = (node.fqn[1], node.fqn[2]) if node.fqn else (none, none) -%}
    {%- set labels = {'app': 'dbt', 'document': 'shared', 'document_group': 'shared', 'model': node.name or 'none'} -%}
    {%- if room == 'marts' -%}
        {%- do labels.update(document=folder, document_group=groups[folder]) -%}
    {%- elif folder in groups.values() -%}
        {%- do labels.update(document_group=folder) -%}
    {%- endif -%}
    {{- return(tojson(labels)) -}}
{%- endmacro -%}
