-- grain: one row per (player_lookup, game_date, line_cutoff_at, is_tonight): the first book's line at that instant
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

books as (
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
        line_feed
    from {{ ref('int_lines__books') }}
),

-- A result is compared with the last line; tonight a line that was withdrawn can no longer be bet.
wanted as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        false as is_tonight
    from played
    union all
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        true as is_tonight
    from slate
),

final as (
    select
        wanted.player_lookup,
        wanted.game_date,
        wanted.line_cutoff_at,
        wanted.is_tonight,
        books.points_line,
        books.book,
        books.kind as line_type,
        books.line_feed,
        books.line_updated_at,
        -- A DFS app has payouts instead of odds: what the source shows for it is nominal.
        case when books.kind = 'sportsbook' then books.over_odds end as over_odds,
        case when books.kind = 'sportsbook' then books.under_odds end as under_odds
    from wanted
    inner join books
        on
            wanted.player_lookup = books.player_lookup
            and wanted.game_date = books.game_date
            and wanted.line_cutoff_at = books.line_cutoff_at
    where not (wanted.is_tonight and books.is_withdrawn)
    qualify
        row_number() over (
            partition by wanted.player_lookup, wanted.game_date, wanted.line_cutoff_at, wanted.is_tonight
            order by books.book_rank, books.book
        ) = 1
)

select * from final
