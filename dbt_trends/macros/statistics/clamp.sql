{#- x held within [low, high]; null stays null. -#}
{%- macro clamp(x, low, high) -%}
    case when {{ x }} < {{ low }} then {{ low }} when {{ x }} > {{ high }} then {{ high }} else {{ x }} end
{%- endmacro -%}
