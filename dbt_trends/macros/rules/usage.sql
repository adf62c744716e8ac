{#- Possessions that a player or team used, from a relation with fg_attempts, ft_attempts and turnovers. -#}
{%- macro used_possessions(relation) -%}
    {{ relation }}.fg_attempts + {{ var('free_throw_possessions') }} * {{ relation }}.ft_attempts + {{ relation }}.turnovers
{%- endmacro -%}

{#- Minutes of a game. -#}
{%- macro game_minutes(overtimes) -%}
    ({{ var('regulation_minutes') }} + {{ var('overtime_minutes') }} * {{ overtimes }})
{%- endmacro -%}

{#- Minutes of a game times the five players on court. -#}
{%- macro team_minutes(overtimes) -%}
    (5 * {{ game_minutes(overtimes) }})
{%- endmacro -%}
