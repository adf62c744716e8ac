-- grain: one row per as_of_date: what the envelopes of the daily documents say
with as_of_dates as (
    select
        as_of_date,
        season_year,
        season
    from {{ ref('int_as_of_dates') }}
),

league_dates as (
    select distinct game_date
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

played_dates as (
    select
        game_date,
        season_year,
        count(*) as player_games
    from {{ ref('int_player_games__played') }}
    group by game_date, season_year
),

graded_dates as (
    select
        game_date,
        season_year,
        sum(is_over + is_under) as graded_games
    from {{ ref('int_player_games__results') }}
    group by game_date, season_year
),

tonight as (
    select
        as_of_date,
        points_line,
        injury_as_of
    from {{ ref('int_slate__tonight') }}
),

nearby_games as (
    select
        as_of_dates.as_of_date,
        max(case when league_dates.game_date = as_of_dates.as_of_date then 1 else 0 end) as has_games_tonight
    from as_of_dates
    inner join league_dates
        on league_dates.game_date between
            {{ add_days('as_of_dates.as_of_date', -var('off_season_days')) }}
            and {{ add_days('as_of_dates.as_of_date', var('off_season_days')) }}
    group by as_of_dates.as_of_date
),

played_to_date as (
    select
        as_of_dates.as_of_date,
        max(played_dates.game_date) as data_through,
        min(case when played_dates.season_year = as_of_dates.season_year then played_dates.game_date end)
            as season_first_game_date
    from as_of_dates
    inner join played_dates on played_dates.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date
),

graded_to_date as (
    select
        as_of_dates.as_of_date,
        sum(graded_dates.graded_games) as season_graded_games,
        sum(
            case
                when
                    {{ days_between('graded_dates.game_date', 'as_of_dates.as_of_date') }}
                    <= {{ var('recent_graded_days') }}
                    then graded_dates.graded_games
                else 0
            end
        ) as recent_graded_games
    from as_of_dates
    inner join graded_dates
        on
            as_of_dates.season_year = graded_dates.season_year
            and graded_dates.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date
),

tonight_known as (
    select
        as_of_date,
        count(points_line) as lines_tonight,
        count(injury_as_of) as injury_reports_tonight
    from tonight
    group by as_of_date
),

statuses as (
    select
        as_of_dates.as_of_date,
        as_of_dates.season,
        played_to_date.data_through,
        played_to_date.season_first_game_date,
        case
            when nearby_games.as_of_date is null then 'off_season'
            when coalesce(graded_to_date.season_graded_games, 0) < {{ var('min_graded_games') }}
                then 'insufficient_data'
            when nearby_games.has_games_tonight = 0 then 'no_games'
            else 'ok'
        end as status,
        coalesce(tonight_known.lines_tonight, 0) as lines_tonight,
        coalesce(tonight_known.injury_reports_tonight, 0) as injury_reports_tonight,
        coalesce(graded_to_date.recent_graded_games, 0) as recent_graded_games
    from as_of_dates
    left join nearby_games on as_of_dates.as_of_date = nearby_games.as_of_date
    left join played_to_date on as_of_dates.as_of_date = played_to_date.as_of_date
    left join graded_to_date on as_of_dates.as_of_date = graded_to_date.as_of_date
    left join tonight_known on as_of_dates.as_of_date = tonight_known.as_of_date
),

final as (
    select
        as_of_date,
        season,
        data_through,
        season_first_game_date,
        status,
        status = 'ok' and lines_tonight = 0 as note_no_lines,
        status = 'ok' and injury_reports_tonight = 0 as note_no_injury_report,
        status != 'off_season' and recent_graded_games = 0 as note_no_recent_lines
    from statuses
)

select * from final
