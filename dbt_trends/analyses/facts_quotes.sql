-- grain: one row per (season_year, fact, example): sides of both feeds' points lines, by player and book
with bettingpros_player_points_props as (
    select
        game_date,
        player_name,
        book_id,
        bookmaker
    from {{ source('nba_raw', 'bettingpros_player_points_props') }}
    where {{ in_source_window('game_date') }} and market_type = '{{ var("points_market") }}'
),

odds_api_player_points_props as (
    select
        game_date,
        player_name,
        bookmaker,
        over_price,
        under_price
    from {{ optional_source('nba_raw', 'odds_api_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

books as (
    select
        feed,
        book_key,
        book,
        kind
    from {{ ref('books') }}
),

keys as (
    select spelling
    from {{ ref('int_players__keys') }}
),

aliases as (
    select alias_lookup
    from {{ ref('stg_nba_reference__player_aliases') }}
),

players as (
    select
        name_key,
        player_lookup
    from {{ ref('int_players__named') }}
),

quotes as (
    select
        'bettingpros' as feed,
        {{ season_year('game_date') }} as season_year,
        player_name,
        cast(book_id as string) as book_key,
        bookmaker as stored_book,
        count(*) as sides
    from bettingpros_player_points_props
    group by {{ season_year('game_date') }}, player_name, book_id, bookmaker
    union all
    select
        'odds_api' as feed,
        {{ season_year('game_date') }} as season_year,
        player_name,
        bookmaker as book_key,
        cast(null as string) as stored_book,
        count(over_price) + count(under_price) as sides
    from odds_api_player_points_props
    group by {{ season_year('game_date') }}, player_name, bookmaker
),

told_quotes as (
    select
        quotes.feed,
        quotes.season_year,
        quotes.book_key,
        quotes.sides,
        books.book,
        quotes.feed || ' ' || quotes.player_name as name_of_feed,
        {{ gives_lines('books.kind') }} as gives_lines,
        players.player_lookup is not null as is_known,
        aliases.alias_lookup is not null as has_alias,
        keys.spelling is not null as is_spelled,
        case when quotes.stored_book != books.book then quotes.stored_book end as other_name
    from quotes
    left join books
        on
            quotes.feed = books.feed
            and quotes.book_key = books.book_key
    left join players on {{ player_lookup('quotes.player_name') }} = players.name_key
    left join aliases on {{ player_lookup('quotes.player_name') }} = aliases.alias_lookup
    left join keys on {{ player_lookup('quotes.player_name') }} = keys.spelling
),

facts as (
    {%- for fact in [
        'quotes', 'quotes_by_alias', 'quotes_by_suffix', 'quotes_of_nobody', 'quotes_of_unknown_books',
        'quotes_of_other_kinds', 'quotes_of_misnamed_books',
    ] %}
        select '{{ fact }}' as fact
        {{- ' union all' if not loop.last }}
    {%- endfor %}
),

told_facts as (
    select
        told_quotes.season_year,
        told_quotes.sides,
        facts.fact,
        case
            when facts.fact in ('quotes_by_alias', 'quotes_by_suffix', 'quotes_of_nobody') then told_quotes.name_of_feed
            when facts.fact = 'quotes_of_unknown_books' then told_quotes.feed || ' ' || told_quotes.book_key
            when facts.fact = 'quotes_of_other_kinds' then told_quotes.book
            when facts.fact = 'quotes_of_misnamed_books'
                then told_quotes.book_key || ' ' || told_quotes.book || ' as ' || told_quotes.other_name
        end as example
    from told_quotes
    inner join facts
        on
            (facts.fact = 'quotes' and told_quotes.gives_lines)
            or (
                facts.fact = 'quotes_by_alias'
                and told_quotes.gives_lines
                and told_quotes.is_known
                and told_quotes.has_alias
            )
            or (
                facts.fact = 'quotes_by_suffix'
                and told_quotes.gives_lines
                and told_quotes.is_known
                and not told_quotes.has_alias
                and not told_quotes.is_spelled
            )
            or (facts.fact = 'quotes_of_nobody' and told_quotes.gives_lines and not told_quotes.is_known)
            or (facts.fact = 'quotes_of_unknown_books' and told_quotes.book is null)
            or (facts.fact = 'quotes_of_other_kinds' and not told_quotes.gives_lines)
            or (facts.fact = 'quotes_of_misnamed_books' and told_quotes.other_name is not null)
),

final as (
    select
        season_year,
        fact,
        example,
        sum(sides) as counted
    from told_facts
    group by season_year, fact, example
)

select * from final
