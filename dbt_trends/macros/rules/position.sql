{#- G, F, C, G-F or F-C from any spelling and order of a position; null when it is none of these. -#}
{%- macro position_code(position) -%}
    case
        when lower({{ position }}) in ('g', 'guard') then 'G'
        when lower({{ position }}) in ('f', 'forward') then 'F'
        when lower({{ position }}) in ('c', 'center') then 'C'
        when lower({{ position }}) in ('g-f', 'f-g', 'guard-forward', 'forward-guard') then 'G-F'
        when lower({{ position }}) in ('f-c', 'c-f', 'forward-center', 'center-forward') then 'F-C'
    end
{%- endmacro -%}
