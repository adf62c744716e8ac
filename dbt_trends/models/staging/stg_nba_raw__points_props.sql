-- grain: one row per (player_lookup, game_date, bookmaker, bookmaker_last_update, points_line, bet_side)
{#- NaN is in no range on either engine; the case keeps it from the cast whatever is evaluated first. #}
{%- set plausible = 'points_line between 0 and ' ~ var('points_line_max') %}
with bettingpros_player_points_props as (
    select
        game_date,
        market_type,
        bet_side,
        player_lookup,
        bookmaker,
        points_line,
        odds_american,
        bookmaker_last_update,
        processed_at
    from {{ source('nba_raw', 'bettingpros_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

points_market as (
    select
        player_lookup,
        game_date,
        bookmaker,
        bookmaker_last_update,
        odds_american,
        processed_at,
        lower(bet_side) as bet_side,
        -- FLOAT64 in the source; BigQuery groups and partitions by NUMERIC only.
        {{ nine_decimals('case when ' ~ plausible ~ ' then points_line end') }} as points_line
    from bettingpros_player_points_props
    where
        market_type = '{{ var("points_market") }}'
        and bookmaker != '{{ var("consensus_bookmaker") }}'
        and bookmaker_last_update is not null
        and {{ plausible }}
),

final as (
    select
        player_lookup,
        game_date,
        bookmaker,
        bookmaker_last_update,
        points_line,
        bet_side,
        odds_american
    from points_market
    where true
    -- A snapshot scraped twice: the latest scrape.
    qualify
        row_number() over (
            partition by player_lookup, game_date, bookmaker, bookmaker_last_update, points_line, bet_side
            order by processed_at desc nulls last, odds_american nulls last
        ) = 1
)

select * from final
