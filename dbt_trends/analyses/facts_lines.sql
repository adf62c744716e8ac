-- grain: one row per season_year: dates of league games that are over, and those of them without a line
with team_games as (
    select
        game_date,
        is_over
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

bettingpros_player_points_props as (
    select
        game_date,
        book_id
    from {{ source('nba_raw', 'bettingpros_player_points_props') }}
    where {{ in_source_window('game_date') }} and market_type = '{{ var("points_market") }}'
),

odds_api_player_points_props as (
    select
        game_date,
        bookmaker
    from {{ optional_source('nba_raw', 'odds_api_player_points_props') }}
    where {{ in_source_window('game_date') }}
),

books as (
    select
        feed,
        book_key
    from {{ ref('books') }}
    where {{ gives_lines('kind') }}
),

dates as (
    select distinct game_date
    from team_games
    where is_over
),

lined_dates as (
    select distinct bettingpros_player_points_props.game_date
    from bettingpros_player_points_props
    inner join books on cast(bettingpros_player_points_props.book_id as string) = books.book_key
    where books.feed = 'bettingpros'
    union distinct
    select distinct odds_api_player_points_props.game_date
    from odds_api_player_points_props
    inner join books on odds_api_player_points_props.bookmaker = books.book_key
    where books.feed = 'odds_api'
),

final as (
    select
        {{ season_year('dates.game_date') }} as season_year,
        count(*) as dates_with_games,
        {{ count_true('lined_dates.game_date is null') }} as dates_without_lines
    from dates
    left join lined_dates on dates.game_date = lined_dates.game_date
    group by {{ season_year('dates.game_date') }}
)

select * from final
