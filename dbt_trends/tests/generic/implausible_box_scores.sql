{#- Implausible box scores of the last days before an as-of date: they count as failed scrapes.
    Returns one row per player and date. -#}
{% test implausible_box_scores(model) %}
    select
        game_date,
        team_abbr,
        player_lookup
    from {{ model }}
    where is_implausible and {{ in_last_days() }}
{% endtest %}
