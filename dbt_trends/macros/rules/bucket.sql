{#- Number of the bucket (0 = first) of a value, by the buckets' lower edges; null below the first. -#}
{%- macro bucket(value, lower_edges) -%}
    case
        {%- for edge in lower_edges | reverse %}
        when {{ value }} >= {{ edge }} then {{ loop.revindex0 }}
        {%- endfor %}
    end
{%- endmacro -%}
