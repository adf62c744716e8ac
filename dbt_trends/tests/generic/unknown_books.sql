{#- Books among the quotes of an as-of date that the seed lacks: they give no line.
    Returns one row per date, feed and book, with the number of its quotes. -#}
{% test unknown_books(model) %}
    select
        game_date,
        feed,
        book_key,
        count(*) as quotes
    from {{ model }}
    where kind is null and game_date between date '{{ as_of_start() }}' and date '{{ as_of_end() }}'
    group by game_date, feed, book_key
{% endtest %}
