-- grain: one row per season_year: what nba_raw.bettingpros_player_points_props holds
with bettingpros_player_points_props as (
    select
        game_date,
        market_type,
        bet_side,
        player_name,
        player_lookup,
        book_id,
        points_line,
        odds_american,
        bookmaker_last_update,
        is_active
    from {{ source('nba_raw', 'bettingpros_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

books as (
    select
        book_key,
        book,
        kind
    from {{ ref('books') }}
    where feed = 'bettingpros'
),

-- The feed is loaded repeatedly: dropping the copies of a row first is cheap. (A float is grouped as text.)
rows_once as (
    select
        game_date,
        market_type,
        lower(bet_side) as bet_side,
        player_name,
        player_lookup,
        book_id,
        odds_american,
        bookmaker_last_update,
        is_active,
        cast(points_line as string) as line,
        case when {{ is_number_between('points_line', 0, var('points_line_max')) }} then 1 else 0 end as has_line,
        count(*) as loads
    from bettingpros_player_points_props
    group by
        game_date,
        market_type,
        lower(bet_side),
        player_name,
        player_lookup,
        book_id,
        odds_american,
        bookmaker_last_update,
        is_active,
        cast(points_line as string),
        case when {{ is_number_between('points_line', 0, var('points_line_max')) }} then 1 else 0 end
),

told_rows as (
    select
        {{ season_year('rows_once.game_date') }} as season_year,
        rows_once.loads,
        rows_once.market_type = '{{ var("points_market") }}' as is_points,
        rows_once.odds_american is not null
        and {{ valid_odds('rows_once.odds_american') }} is null as has_impossible_odds,
        rows_once.has_line = 0 as has_impossible_line,
        rows_once.bookmaker_last_update is null as is_undated,
        coalesce(rows_once.player_lookup, '') != {{ player_lookup('rows_once.player_name') }} as has_other_lookup,
        case
            when not rows_once.is_active and {{ gives_lines('books.kind') }}
                then cast(rows_once.game_date as string) || ' ' || books.book || ' ' || rows_once.player_name
        end as withdrawn_line
    from rows_once
    left join books on cast(rows_once.book_id as string) = books.book_key
),

final as (
    select
        season_year,
        sum(loads) as bettingpros_rows,
        count(*) as bettingpros_rows_once,
        sum(case when has_impossible_odds then loads else 0 end) as bettingpros_odds_impossible,
        sum(case when is_points then loads else 0 end) as bettingpros_points_rows,
        sum(case when is_points and has_other_lookup then loads else 0 end) as bettingpros_lookups_differ,
        sum(case when is_points and has_impossible_line then loads else 0 end) as bettingpros_lines_impossible,
        sum(case when is_points and is_undated then loads else 0 end) as bettingpros_instants_unknown,
        count(distinct case when is_points then withdrawn_line end) as bettingpros_lines_withdrawn
    from told_rows
    group by season_year
)

select * from final
