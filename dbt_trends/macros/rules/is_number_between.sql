{#- Whether a float is a number in a range, neither NaN nor infinite. The difference is for DuckDB, which may conclude
    from a file's statistics that every value is in the range although these leave NaN out. -#}
{%- macro is_number_between(x, low, high) -%}
    ({{ x }} - {{ x }} = 0 and {{ x }} between {{ low }} and {{ high }})
{%- endmacro -%}
