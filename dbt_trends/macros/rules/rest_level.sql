{#- Rest days as a level: 0, 1, 2, 3_plus; null for the first game of a season. -#}
{%- macro rest_level(rest_days) -%}
    case when {{ rest_days }} >= 3 then '3_plus' else cast({{ rest_days }} as string) end
{%- endmacro -%}
