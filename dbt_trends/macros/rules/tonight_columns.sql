{#- The tonight object of a mart: each field, the column of int_slate__tonight that it is taken from, and its type. -#}
{%- macro _tonight_fields() -%}
    {{- return([
        ('opponent', 'opponent_team_abbr', 'string'),
        ('home', 'is_home', 'bool'),
        ('game_time', 'tip_off_at', type_timestamp()),
        ('prop_line', 'points_line', type_float()),
        ('line_source', 'book', 'string'),
        ('line_type', 'line_type', 'string'),
        ('line_feed', 'line_feed', 'string'),
        ('line_updated_at', 'line_updated_at', type_timestamp()),
        ('over_odds', 'over_odds', 'int64'),
        ('under_odds', 'under_odds', 'int64'),
        ('injury_status', 'injury_status', 'string'),
        ('injury_as_of', 'injury_as_of', type_timestamp()),
    ]) -}}
{%- endmacro -%}

{#- The columns of int_slate__tonight that tonight_columns() needs, for the select list of a CTE `tonight`. -#}
{%- macro tonight_facts() -%}
    {%- for _, source, _ in _tonight_fields() %}
        {{ source }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}

{#- The mart's columns, from a relation `tonight` with tonight_facts(). -#}
{%- macro tonight_columns() -%}
    {%- for field, source, type in _tonight_fields() %}
        cast(tonight.{{ source }} as {{ type }}) as tonight__{{ field }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}
