{#- Names that nobody has among the quotes of an as-of date, if they are more than a share of its quotes.
    Returns one row per date, name and feed, with the number of its quotes. -#}
{% test unmatched_quotes(model) %}
    select
        counted.game_date,
        counted.player_name,
        counted.feed,
        counted.quotes
    from (
        select
            game_date,
            player_name,
            feed,
            player_lookup,
            count(*) as quotes,
            sum(count(*)) over (partition by game_date) as quotes_of_date,
            sum(case when player_lookup is null then count(*) else 0 end) over (partition by game_date)
                as unmatched_of_date
        from {{ model }}
        where game_date between date '{{ as_of_start() }}' and date '{{ as_of_end() }}'
        group by game_date, player_name, feed, player_lookup
    ) as counted
    where
        counted.player_lookup is null
        and counted.unmatched_of_date > {{ var('unmatched_quotes_max_share') }} * counted.quotes_of_date
{% endtest %}
