{#- Whether a box-score row says nothing: it has no points, and no mark that the player did not play. -#}
{%- macro failed_scrape(points, is_dnp) -%}
    ({{ points }} is null and not coalesce({{ is_dnp }}, false))
{%- endmacro -%}
