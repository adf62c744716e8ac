-- grain: one row per season_year: what nba_raw.odds_api_player_points_props holds
with odds_api_player_points_props as (
    select
        game_date,
        game_start_time,
        home_team_abbr,
        away_team_abbr,
        snapshot_timestamp,
        bookmaker,
        player_name,
        player_lookup,
        points_line,
        over_price,
        under_price,
        over_price_american,
        under_price_american
    from {{ optional_source('nba_raw', 'odds_api_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

-- Floats are grouped as text.
rows_once as (
    select
        game_date,
        game_start_time,
        home_team_abbr,
        away_team_abbr,
        snapshot_timestamp,
        bookmaker,
        player_name,
        player_lookup,
        over_price_american,
        under_price_american,
        case when {{ is_number_between('points_line', 0, var('points_line_max')) }} then 1 else 0 end as has_line,
        cast(points_line as string) as line,
        {{ american_odds(nine_decimals(decimal_price('over_price'))) }} as over_odds,
        {{ american_odds(nine_decimals(decimal_price('under_price'))) }} as under_odds,
        count(*) as loads
    from odds_api_player_points_props
    group by
        game_date,
        game_start_time,
        home_team_abbr,
        away_team_abbr,
        snapshot_timestamp,
        bookmaker,
        player_name,
        player_lookup,
        over_price_american,
        under_price_american,
        case when {{ is_number_between('points_line', 0, var('points_line_max')) }} then 1 else 0 end,
        cast(points_line as string),
        {{ american_odds(nine_decimals(decimal_price('over_price'))) }},
        {{ american_odds(nine_decimals(decimal_price('under_price'))) }}
),

told_rows as (
    select
        {{ season_year('game_date') }} as season_year,
        loads,
        coalesce(player_lookup, '') != {{ player_lookup('player_name') }} as has_other_lookup,
        over_price_american != over_odds or under_price_american != under_odds as has_other_odds,
        {{ valid_odds('over_odds') }} is null or {{ valid_odds('under_odds') }} is null as has_impossible_odds,
        has_line = 0 as has_no_line,
        snapshot_timestamp is null as is_undated,
        snapshot_timestamp >= game_start_time as is_in_game,
        {{ known_tip_off('game_start_time', 'game_date') }} is null as has_no_tip_off
    from rows_once
),

final as (
    select
        season_year,
        sum(loads) as odds_api_rows,
        count(*) as odds_api_rows_once,
        sum(case when has_other_lookup then loads else 0 end) as odds_api_lookups_differ,
        sum(case when has_other_odds then loads else 0 end) as odds_api_odds_cut_off,
        sum(case when has_impossible_odds then loads else 0 end) as odds_api_odds_impossible,
        sum(case when has_no_line then loads else 0 end) as odds_api_lines_impossible,
        sum(case when is_undated then loads else 0 end) as odds_api_instants_unknown,
        sum(case when is_in_game then loads else 0 end) as odds_api_rows_in_game,
        sum(case when has_no_tip_off then loads else 0 end) as odds_api_tip_offs_unknown
    from told_rows
    group by season_year
)

select * from final
