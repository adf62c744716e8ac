{#- What a player's archetype is based on: the season to date if it has enough games, else the whole season before. -#}
{%- macro archetype_basis(games_to_date, to_date, season_before) -%}
    case when {{ games_to_date }} >= {{ var('archetype_min_games') }} then {{ to_date }} else {{ season_before }} end
{%- endmacro -%}
