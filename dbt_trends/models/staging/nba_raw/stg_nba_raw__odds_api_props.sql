-- grain: one row per (game_date, player_name, book_key, points_line, snapshot_at): both sides of a points line
{#- NaN is not in any range; the case keeps it from the cast in whatever order they are evaluated. #}
{%- set plausible = is_number_between('points_line', 0, var('points_line_max')) %}
with odds_api_player_points_props as (
    select
        game_date,
        game_start_time,
        home_team_abbr,
        away_team_abbr,
        snapshot_timestamp,
        bookmaker,
        player_name,
        points_line,
        over_price,
        under_price,
        processed_at
    from {{ optional_source('nba_raw', 'odds_api_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

rounded as (
    select
        game_date,
        game_start_time,
        home_team_abbr,
        away_team_abbr,
        player_name,
        processed_at,
        snapshot_timestamp as snapshot_at,
        lower(trim(bookmaker)) as book_key,
        -- FLOAT64 in the source, by which BigQuery neither groups nor partitions.
        round({{ nine_decimals('case when ' ~ plausible ~ ' then points_line end') }}, 2) as points_line,
        over_price is not null as has_over,
        under_price is not null as has_under,
        {{ nine_decimals(decimal_price('over_price')) }} as over_price,
        {{ nine_decimals(decimal_price('under_price')) }} as under_price
    from odds_api_player_points_props
    where
        player_name is not null
        and bookmaker is not null
        and snapshot_timestamp is not null
        and {{ plausible }}
),

final as (
    select
        game_date,
        game_start_time,
        home_team_abbr,
        away_team_abbr,
        snapshot_at,
        book_key,
        player_name,
        points_line,
        processed_at,
        has_over,
        has_under,
        -- The feed's own American odds are truncated, not rounded.
        {{ american_odds('over_price') }} as over_odds,
        {{ american_odds('under_price') }} as under_odds
    from rounded
    where true
    -- Of a snapshot loaded twice, the latest load.
    qualify
        row_number() over (
            partition by game_date, player_name, book_key, points_line, snapshot_at
            order by
                processed_at desc nulls last,
                game_start_time nulls last,
                home_team_abbr nulls last,
                over_price nulls last,
                under_price nulls last
        ) = 1
)

select * from final
