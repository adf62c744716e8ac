{#- k of n as a float; null when n is 0 or null, never 0. -#}
{%- macro rate(k, n) -%}
    (cast({{ k }} as {{ type_float() }}) / nullif(cast({{ n }} as {{ type_float() }}), 0))
{%- endmacro -%}
