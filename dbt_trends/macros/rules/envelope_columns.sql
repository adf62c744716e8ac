{#- The facts of an envelope that every document's first mart passes from int_documents__season_facts to
    envelope_columns(), besides season and status. relation: the name before each column, if any. -#}
{%- macro envelope_facts(relation=none) -%}
    {%- for name in [
        'as_of_date',
        'last_played_date',
        'last_graded_date',
        'games_without_results',
        'lined_share_tonight',
    ] %}
        {{ relation ~ '.' if relation }}{{ name }}{{ ',' if not loop.last }}
    {%- endfor %}
{%- endmacro -%}

{#- The columns with which every document's first mart begins, from a relation with envelope_facts(): the envelope.
    data_through: the last date that the document's numbers rest on. -#}
{%- macro envelope_columns(data_through='last_graded_date') -%}
    cast(as_of_date as date) as as_of_date,
        {{ generated_at() }} as generated_at,
        cast({{ data_through }} as date) as data_through,
        cast(season as string) as season,
        cast(status as string) as status,
        cast(games_without_results as int64) as data_gaps__games_without_results,
        {{ round_rate('lined_share_tonight') }} as data_gaps__lined_share_tonight,
        cast(last_graded_date as date) as last_graded_date,
        cast(games_without_results > 0 as bool) as note_results_incomplete
{%- endmacro -%}
