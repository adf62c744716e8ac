{#- OVER, UNDER or PUSH of points against a line; null without a line. -#}
{%- macro line_result(points, points_line) -%}
    case
        when {{ points }} > {{ points_line }} then 'OVER'
        when {{ points }} < {{ points_line }} then 'UNDER'
        when {{ points }} = {{ points_line }} then 'PUSH'
    end
{%- endmacro -%}
