{#- G, F, C, G-F or F-C from any spelling and order of a position ('SG-SF', 'Power Forward', 'C-F'); else null. -#}
{%- macro position_code(position) -%}
    {%- set words = "' ' || replace(replace(replace(lower(" ~ position ~ "), '-', ' '), '/', ' '), ',', ' ') || ' '" -%}
    {%- set spelled = {'guard': ['g', 'pg', 'sg', 'guard'], 'forward': ['f', 'sf', 'pf', 'forward'], 'center': ['c', 'center']} -%}
    {%- set is = {} -%}
    {%- for kind, spellings in spelled.items() -%}
        {%- set tests = [] -%}
        {%- for spelling in spellings -%}
            {%- do tests.append(words ~ " like '% " ~ spelling ~ " %'") -%}
        {%- endfor -%}
        {%- do is.update({kind: '(' ~ tests | join(' or ') ~ ')'}) -%}
    {%- endfor -%}
    case
        when {{ is.guard }} and {{ is.center }} then null
        when {{ is.guard }} and {{ is.forward }} then 'G-F'
        when {{ is.forward }} and {{ is.center }} then 'F-C'
        when {{ is.guard }} then 'G'
        when {{ is.forward }} then 'F'
        when {{ is.center }} then 'C'
    end
{%- endmacro -%}
