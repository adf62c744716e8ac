-- grain: one row per (game_date, player_name, book_key, points_line, bet_side, quoted_at): a side of a points line
{#- NaN is not in any range; the case keeps it from the cast in whatever order they are evaluated. #}
{%- set plausible = is_number_between('points_line', 0, var('points_line_max')) %}
with bettingpros_player_points_props as (
    select
        game_date,
        market_type,
        bet_side,
        player_name,
        book_id,
        points_line,
        odds_american,
        bookmaker_last_update,
        is_active,
        processed_at
    from {{ source('nba_raw', 'bettingpros_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

points_market as (
    select
        game_date,
        player_name,
        odds_american,
        processed_at,
        bookmaker_last_update as quoted_at,
        lower(trim(bet_side)) as bet_side,
        cast(book_id as string) as book_key,
        -- FLOAT64 in the source, by which BigQuery neither groups nor partitions.
        round({{ nine_decimals('case when ' ~ plausible ~ ' then points_line end') }}, 2) as points_line,
        coalesce(is_active, true) as is_active
    from bettingpros_player_points_props
    where
        lower(trim(market_type)) = '{{ var("points_market") }}'
        and lower(trim(bet_side)) in ('over', 'under')
        and player_name is not null
        and book_id is not null
        and bookmaker_last_update is not null
        and {{ plausible }}
),

-- The feed is loaded repeatedly: dropping the copies first is cheap.
loaded_once as (
    select
        game_date,
        player_name,
        book_key,
        points_line,
        bet_side,
        quoted_at,
        odds_american,
        is_active,
        max(processed_at) as processed_at
    from points_market
    group by game_date, player_name, book_key, points_line, bet_side, quoted_at, odds_american, is_active
),

final as (
    select
        game_date,
        player_name,
        book_key,
        points_line,
        bet_side,
        quoted_at,
        is_active,
        processed_at,
        {{ valid_odds('odds_american') }} as odds_american
    from loaded_once
    where true
    -- Of a snapshot scraped twice, the latest scrape.
    qualify
        row_number() over (
            partition by game_date, player_name, book_key, points_line, bet_side, quoted_at
            order by processed_at desc nulls last, odds_american nulls last, is_active
        ) = 1
)

select * from final
