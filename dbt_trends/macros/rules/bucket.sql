{#- Number of the bucket (0 = first) that a value falls into, from the buckets' lower edges; below the first: null. -#}
{%- macro bucket(value, lower_edges) -%}
    case
        {%- for edge in lower_edges | reverse %}
        when {{ value }} >= {{ edge }} then {{ loop.revindex0 }}
        {%- endfor %}
    end
{%- endmacro -%}
