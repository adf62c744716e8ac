-- grain: one row per as_of_date: what the envelopes of all documents say
with seasons as (
    select
        as_of_date,
        season_year,
        season,
        last_played_date,
        season_first_game_date,
        is_off_season,
        has_games_tonight,
        basis_season_year
    from {{ ref('int_seasons__as_of') }}
),

gaps as (
    select
        as_of_date,
        games_without_results,
        lined_share_tonight
    from {{ ref('int_documents__data_gaps') }}
),

graded_dates as (
    select
        game_date,
        season_year,
        count(*) as graded_games
    from {{ ref('int_player_games__results') }}
    where not is_push
    group by game_date, season_year
),

graded_to_date as (
    select
        seasons.as_of_date,
        max(graded_dates.game_date) as last_graded_date,
        sum(
            case when seasons.season_year = graded_dates.season_year then graded_dates.graded_games else 0 end
        ) as season_graded_games,
        max(case when seasons.season_year = graded_dates.season_year then graded_dates.game_date end)
            as season_last_graded_date
    from seasons
    inner join graded_dates on graded_dates.game_date < seasons.as_of_date
    group by seasons.as_of_date
),

joined as (
    select
        seasons.as_of_date,
        seasons.season_year,
        seasons.season,
        seasons.last_played_date,
        seasons.season_first_game_date,
        seasons.is_off_season,
        seasons.has_games_tonight,
        seasons.basis_season_year,
        graded_to_date.last_graded_date,
        gaps.games_without_results,
        gaps.lined_share_tonight,
        {{ days_between('graded_to_date.season_last_graded_date', 'seasons.as_of_date') }} as days_since_graded,
        coalesce(graded_to_date.season_graded_games, 0) as season_graded_games
    from seasons
    inner join gaps on seasons.as_of_date = gaps.as_of_date
    left join graded_to_date on seasons.as_of_date = graded_to_date.as_of_date
),

final as (
    select
        as_of_date,
        season_year,
        season,
        last_played_date,
        last_graded_date,
        season_first_game_date,
        is_off_season,
        has_games_tonight,
        basis_season_year,
        games_without_results,
        lined_share_tonight,
        not is_off_season
        and coalesce(days_since_graded > {{ var('recent_graded_days') }}, true) as note_no_recent_lines,
        -- The shortest period of who's hot is the first to run empty.
        not is_off_season
        and coalesce(
            days_since_graded > {{ var('periods') | map(attribute='days') | reject('none') | min }}, true
        ) as note_no_lines_in_a_period,
        case
            when is_off_season then 'off_season'
            when season_graded_games < {{ var('min_graded_games') }} then 'insufficient_data'
            else 'ok'
        end as season_status
    from joined
)

select * from final
