{#- The facts of an envelope that every header's mart carries from int_documents__season_facts to envelope_columns(),
    season and status apart. relation: the name that leads each column, if any. -#}
{%- macro envelope_facts(relation=none) -%}
    {%- for name in [
        'as_of_date',
        'last_played_date',
        'last_graded_date',
        'games_due',
        'games_without_results',
        'is_missing_results',
        'lined_share_tonight',
        'lines_due_at',
    ] %}
        {{ relation ~ '.' if relation }}{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}

{#- The columns that every document's first mart begins with, from a relation that holds them unbuilt: the envelope, and
    what the content guards go by. data_through: the last date that the document's numbers rest on. -#}
{%- macro envelope_columns(data_through='last_graded_date') -%}
    cast(as_of_date as date) as as_of_date,
        {{ generated_at() }} as generated_at,
        cast({{ data_through }} as date) as data_through,
        cast(season as string) as season,
        cast(status as string) as status,
        cast(games_without_results as int64) as data_gaps__games_without_results,
        {{ round_rate('lined_share_tonight') }} as data_gaps__lined_share_tonight,
        cast(last_graded_date as date) as last_graded_date,
        cast(games_due as int64) as guard__games_due,
        cast(is_missing_results as bool) as guard__is_missing_results,
        cast(lines_due_at as {{ type_timestamp() }}) as guard__lines_due_at,
        cast(games_without_results > 0 as bool) as note_results_incomplete
{%- endmacro -%}

{#- Of a relation `tonight` (int_slate__tonight): the columns of a mart's tonight object. -#}
{%- macro tonight_columns() -%}
    cast(tonight.opponent_team_abbr as string) as tonight__opponent,
        cast(tonight.is_home as bool) as tonight__home,
        cast(tonight.tip_off_at as {{ type_timestamp() }}) as tonight__game_time,
        cast(tonight.points_line as {{ type_float() }}) as tonight__prop_line,
        cast(tonight.book as string) as tonight__line_source,
        cast(tonight.line_type as string) as tonight__line_type,
        cast(tonight.line_feed as string) as tonight__line_feed,
        cast(tonight.line_updated_at as {{ type_timestamp() }}) as tonight__line_updated_at,
        cast(tonight.over_odds as int64) as tonight__over_odds,
        cast(tonight.under_odds as int64) as tonight__under_odds,
        cast(tonight.injury_status as string) as tonight__injury_status,
        cast(tonight.injury_as_of as {{ type_timestamp() }}) as tonight__injury_as_of
{%- endmacro -%}
