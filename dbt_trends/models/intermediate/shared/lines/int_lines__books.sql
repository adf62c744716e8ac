-- grain: one row per (player_lookup, game_date, line_cutoff_at, book): each book's line as known at that instant
with played as (
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from {{ ref('int_player_games__played') }}
),

slate as (
    select
        player_lookup,
        as_of_date as game_date,
        line_cutoff_at
    from {{ ref('int_slate__players') }}
),

quotes as (
    select
        player_lookup,
        game_date,
        feed,
        book,
        kind,
        book_rank,
        points_line,
        bet_side,
        quoted_at,
        odds_american,
        is_active,
        processed_at
    from {{ ref('int_lines__quotes') }}
    where player_lookup is not null and gives_lines
),

-- In a traded player's first game tonight's line is cut off by the old team's game, the result's line by the new one's.
cutoffs as (
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from played
    union distinct
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from slate
),

-- The last quote before the cutoff of each side of each of a book's lines.
last_sides as (
    select
        cutoffs.player_lookup,
        cutoffs.game_date,
        cutoffs.line_cutoff_at,
        quotes.feed,
        quotes.book,
        quotes.kind,
        quotes.book_rank,
        quotes.points_line,
        quotes.bet_side,
        quotes.quoted_at,
        quotes.odds_american,
        quotes.is_active
    from cutoffs
    inner join quotes
        on
            cutoffs.player_lookup = quotes.player_lookup
            and cutoffs.game_date = quotes.game_date
            and quotes.quoted_at < cutoffs.line_cutoff_at
    where true
    qualify
        row_number() over (
            partition by
                cutoffs.player_lookup,
                cutoffs.game_date,
                cutoffs.line_cutoff_at,
                quotes.book,
                quotes.points_line,
                quotes.bet_side
            order by
                quotes.quoted_at desc,
                case quotes.feed when 'odds_api' then 0 else 1 end,
                quotes.processed_at desc nulls last,
                quotes.odds_american nulls last,
                quotes.is_active
        ) = 1
),

two_sided_lines as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        book,
        kind,
        book_rank,
        points_line,
        max(quoted_at) as line_updated_at,
        max(case when bet_side = 'over' then odds_american end) as over_odds,
        max(case when bet_side = 'under' then odds_american end) as under_odds,
        max(case when bet_side = 'over' then quoted_at end) as over_quoted_at,
        max(case when bet_side = 'over' then feed end) as over_feed,
        max(case when bet_side = 'under' then quoted_at end) as under_quoted_at,
        max(case when bet_side = 'under' then feed end) as under_feed,
        min(case when is_active then 1 else 0 end) = 0 as is_withdrawn
    from last_sides
    group by player_lookup, game_date, line_cutoff_at, book, kind, book_rank, points_line
    having count(*) = 2
),

-- Only the lines of a book's latest scrape compete, the most balanced first; unknown odds come last.
competing_lines as (
    select
        *,
        rank() over (
            partition by player_lookup, game_date, line_cutoff_at, book
            order by
                {{ nine_decimals(
                    'abs(' ~ implied_probability('over_odds') ~ ' - ' ~ implied_probability('under_odds') ~ ')'
                ) }} nulls last
        ) as balance_rank
    from (
        select
            *,
            max(line_updated_at) over (
                partition by player_lookup, game_date, line_cutoff_at, book
            ) as book_updated_at
        from two_sided_lines
    ) as dated_lines
    where line_updated_at >= {{ minutes_before('book_updated_at', var('snapshot_minutes')) }}
),

-- Among equally balanced lines the middle one; of an even number the lower of the middle two.
numbered_lines as (
    select
        *,
        row_number() over (
            partition by player_lookup, game_date, line_cutoff_at, book order by points_line
        ) as line_number,
        count(*) over (partition by player_lookup, game_date, line_cutoff_at, book) as line_count
    from competing_lines
    where balance_rank = 1
),

final as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        book,
        kind,
        book_rank,
        points_line,
        line_updated_at,
        over_odds,
        under_odds,
        is_withdrawn,
        -- The feed of the side that moved last.
        case
            when over_quoted_at > under_quoted_at then over_feed
            when under_quoted_at > over_quoted_at then under_feed
            else greatest(over_feed, under_feed)
        end as line_feed
    from numbered_lines
    where 2 * line_number in (line_count, line_count + 1)
)

select * from final
