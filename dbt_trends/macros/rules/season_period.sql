{#- Name of the period that starts with the season's first game: the one without days. -#}
{%- macro season_period() -%}
    {{- return((var('periods') | selectattr('days', 'none') | first).name) -}}
{%- endmacro -%}
