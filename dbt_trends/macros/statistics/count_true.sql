{#- The number of rows in which a condition is true; unknown is not true. -#}
{%- macro count_true(condition) -%}
    sum(case when {{ condition }} then 1 else 0 end)
{%- endmacro -%}
