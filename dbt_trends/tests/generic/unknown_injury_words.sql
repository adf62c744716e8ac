{#- Words of the injury reports of an as-of date that the seed lacks: their players have no status.
    Returns one row per date and word, with the number of players. -#}
{% test unknown_injury_words(model) %}
    select
        as_of_date,
        status_word,
        count(*) as players
    from {{ model }}
    where injury_status is null and status_word is not null
    group by as_of_date, status_word
{% endtest %}
