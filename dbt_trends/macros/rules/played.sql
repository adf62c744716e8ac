{#- Whether a player-game counts as played. -#}
{%- macro played(points, minutes_played) -%}
    ({{ points }} is not null and (coalesce({{ minutes_played }}, 0) > 0 or {{ points }} > 0))
{%- endmacro -%}
