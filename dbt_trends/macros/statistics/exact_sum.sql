{#- Sum of floats that does not depend on their order: each is taken to 18 decimals as NUMERIC first.
    Give `over`, a window's name or its parentheses, to make it one. -#}
{%- macro exact_sum(x, over=none) -%}
    (cast(sum(cast(({{ x }}) * 1e9 as {{ type_numeric() }})) {{ 'over ' ~ over if over }} as {{ type_float() }}) / 1e9)
{%- endmacro -%}
