{#- Players who played for two teams on one of the last days before an as-of date: two people with one look-up, of whom
    one is lost. Returns one row per player and date. -#}
{% test two_teams_on_one_date(model) %}
    select
        game_date,
        player_lookup,
        min(team_abbr) as one_team,
        max(team_abbr) as other_team
    from {{ model }}
    where is_played and {{ in_last_days() }}
    group by game_date, player_lookup
    having count(distinct team_abbr) > 1
{% endtest %}
