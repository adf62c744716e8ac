{#- A float that is a number in a range: neither NaN nor infinite. The difference is for DuckDB, which concludes from the
    statistics of a file that every value is in the range, although they leave NaN out. -#}
{%- macro is_number_between(x, low, high) -%}
    ({{ x }} - {{ x }} = 0 and {{ x }} between {{ low }} and {{ high }})
{%- endmacro -%}
