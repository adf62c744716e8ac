{#- Kind of a bookmaker: DFS apps take pick'em entries, at odds that are nominal. -#}
{%- macro line_type(bookmaker) -%}
    case when {{ bookmaker }} in ('{{ var("dfs_priority") | join("', '") }}') then 'dfs' else 'sportsbook' end
{%- endmacro -%}

{#- Rank of a bookmaker in the priority list: the first choices, then every other sportsbook, then the DFS apps. -#}
{%- macro bookmaker_priority(bookmaker) -%}
    {%- set first = var('sportsbook_priority') -%}
    case {{ bookmaker }}
        {%- for name in first %}
        when '{{ name }}' then {{ loop.index0 }}
        {%- endfor %}
        {%- for name in var('dfs_priority') %}
        when '{{ name }}' then {{ first | length + loop.index }}
        {%- endfor %}
        else {{ first | length }}
    end
{%- endmacro -%}
