{#- Sum of floats that does not depend on their order: each is first taken to 18 decimals as NUMERIC. With `over`, the
    name of a window or its parentheses, it is a window function. -#}
{%- macro exact_sum(x, over=none) -%}
    (cast(sum(cast(({{ x }}) * 1e9 as {{ type_numeric() }})) {{ 'over ' ~ over if over }} as {{ type_float() }}) / 1e9)
{%- endmacro -%}
