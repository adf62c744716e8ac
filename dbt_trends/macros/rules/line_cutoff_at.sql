{#- Until when a line (or an injury report) of a game counts: tip-off; if unknown, the midnight in New York
    that ends the game's date. -#}
{%- macro line_cutoff_at(tip_off_at, game_date) -%}
    coalesce({{ tip_off_at }}, {{ new_york_instant(add_days(game_date, 1)) }})
{%- endmacro -%}
