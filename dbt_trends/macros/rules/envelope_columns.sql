{#- The columns that every document's first mart begins with, from a relation that holds them unbuilt. -#}
{%- macro envelope_columns() -%}
    cast(as_of_date as date) as as_of_date,
        {{ generated_at() }} as generated_at,
        cast(data_through as date) as data_through,
        cast(season as string) as season,
        cast(status as string) as status
{%- endmacro -%}

{#- Of a relation `tonight` (int_slate__tonight): the columns of a mart's tonight object. -#}
{%- macro tonight_columns() -%}
    cast(tonight.opponent_team_abbr as string) as tonight__opponent,
        cast(tonight.is_home as bool) as tonight__home,
        cast(tonight.tip_off_at as {{ type_timestamp() }}) as tonight__game_time,
        cast(tonight.points_line as {{ type_float() }}) as tonight__prop_line,
        cast(tonight.bookmaker as string) as tonight__line_source,
        cast(tonight.line_type as string) as tonight__line_type,
        cast(tonight.line_updated_at as {{ type_timestamp() }}) as tonight__line_updated_at,
        cast(tonight.over_odds as int64) as tonight__over_odds,
        cast(tonight.under_odds as int64) as tonight__under_odds,
        cast(tonight.injury_status as string) as tonight__injury_status,
        cast(tonight.injury_as_of as {{ type_timestamp() }}) as tonight__injury_as_of
{%- endmacro -%}
