-- grain: one row per as_of_date: what the envelopes of all documents say
with seasons as (
    select
        as_of_date,
        season_year,
        season,
        data_through,
        season_first_game_date,
        is_off_season,
        has_games_tonight,
        basis_season_year
    from {{ ref('int_seasons__as_of') }}
),

graded_dates as (
    select
        game_date,
        season_year,
        sum(is_over + is_under) as graded_games
    from {{ ref('int_player_games__results') }}
    group by game_date, season_year
),

graded_to_date as (
    select
        seasons.as_of_date,
        sum(graded_dates.graded_games) as season_graded_games,
        sum(
            case
                when
                    {{ days_between('graded_dates.game_date', 'seasons.as_of_date') }}
                    <= {{ var('recent_graded_days') }}
                    then graded_dates.graded_games
                else 0
            end
        ) as recent_graded_games
    from seasons
    inner join graded_dates
        on
            seasons.season_year = graded_dates.season_year
            and graded_dates.game_date < seasons.as_of_date
    group by seasons.as_of_date
),

final as (
    select
        seasons.as_of_date,
        seasons.season_year,
        seasons.season,
        seasons.data_through,
        seasons.season_first_game_date,
        seasons.is_off_season,
        seasons.has_games_tonight,
        seasons.basis_season_year,
        not seasons.is_off_season and coalesce(graded_to_date.recent_graded_games, 0) = 0 as note_no_recent_lines,
        case
            when seasons.is_off_season then 'off_season'
            when coalesce(graded_to_date.season_graded_games, 0) < {{ var('min_graded_games') }}
                then 'insufficient_data'
            else 'ok'
        end as season_status
    from seasons
    left join graded_to_date on seasons.as_of_date = graded_to_date.as_of_date
)

select * from final
