-- grain: one row per (feed, game_date, player_name, book_key, points_line, bet_side, quoted_at): sides of lines
with bettingpros_quotes as (
    select
        game_date,
        player_name,
        book_key,
        points_line,
        bet_side,
        quoted_at,
        odds_american,
        is_active,
        processed_at
    from {{ ref('stg_nba_raw__bettingpros_quotes') }}
),

odds_api_props as (
    select
        game_date,
        player_name,
        book_key,
        points_line,
        snapshot_at,
        has_over,
        has_under,
        over_odds,
        under_odds,
        processed_at
    from {{ ref('stg_nba_raw__odds_api_props') }}
),

books as (
    select
        feed,
        book_key,
        book,
        kind,
        book_rank
    from {{ ref('books') }}
),

players as (
    select
        name_key,
        player_lookup
    from {{ ref('int_players__named') }}
),

-- The Odds API has no withdrawn lines: it lists only what is offered.
quotes as (
    select
        'bettingpros' as feed,
        game_date,
        player_name,
        book_key,
        points_line,
        bet_side,
        quoted_at,
        odds_american,
        is_active,
        processed_at
    from bettingpros_quotes
    union all
    {%- for side in ['over', 'under'] %}
        select
            'odds_api' as feed,
            game_date,
            player_name,
            book_key,
            points_line,
            '{{ side }}' as bet_side,
            snapshot_at as quoted_at,
            {{ valid_odds(side ~ '_odds') }} as odds_american,
            true as is_active,
            processed_at
        from odds_api_props
        where has_{{ side }}
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

final as (
    select
        quotes.feed,
        quotes.game_date,
        quotes.player_name,
        quotes.book_key,
        quotes.points_line,
        quotes.bet_side,
        quotes.quoted_at,
        quotes.odds_american,
        quotes.is_active,
        quotes.processed_at,
        -- Null if the name is nobody's.
        players.player_lookup,
        books.book,
        -- Null if the seed lacks the book.
        books.kind,
        books.book_rank,
        coalesce({{ gives_lines('books.kind') }}, false) as gives_lines
    from quotes
    left join players on {{ player_lookup('quotes.player_name') }} = players.name_key
    left join books
        on
            quotes.feed = books.feed
            and quotes.book_key = books.book_key
)

select * from final
