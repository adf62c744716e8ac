{#- Standard error of a mean from n values' sum and sum of squares, squared: sample variance / n; null below 2. -#}
{%- macro squared_standard_error(n, total, total_of_squares) -%}
    case
        when {{ n }} >= 2
            then ({{ total_of_squares }} - {{ total }} * {{ total }} / {{ n }}) / ({{ n }} - 1) / {{ n }}
    end
{%- endmacro -%}

{#- Standard error of the difference of two independent means, from their squared standard errors.
    Rounding may leave a variance of equal values a hair below 0. -#}
{%- macro difference_standard_error(squared_1, squared_2) -%}
    sqrt(case when {{ squared_1 }} + {{ squared_2 }} < 0 then 0 else {{ squared_1 }} + {{ squared_2 }} end)
{%- endmacro -%}
