{#- Name of the period that runs from the season's first game: the one without days. -#}
{%- macro season_period() -%}
    {{- return((var('periods') | selectattr('days', 'none') | first).name) -}}
{%- endmacro -%}
