-- grain: one row per as_of_date: the date's season, and where in it the date is
with as_of_dates as (
    select
        as_of_date,
        season_year,
        season
    from {{ ref('int_as_of_dates') }}
),

league_dates as (
    select
        game_date,
        max(case when is_over then 1 else 0 end) = 1 as has_games_over
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
    group by game_date
),

played_dates as (
    select distinct
        game_date,
        season_year
    from {{ ref('int_player_games__played') }}
),

nearby_games as (
    select
        as_of_dates.as_of_date,
        max(case when league_dates.game_date = as_of_dates.as_of_date then 1 else 0 end) = 1 as has_games_tonight
    from as_of_dates
    inner join league_dates
        on
            league_dates.game_date between
            {{ add_days('as_of_dates.as_of_date', -var('off_season_days')) }}
            and {{ add_days('as_of_dates.as_of_date', var('off_season_days')) }}
    -- A past game that never ended does not count: it was postponed.
    where league_dates.has_games_over or league_dates.game_date >= as_of_dates.as_of_date
    group by as_of_dates.as_of_date
),

played_to_date as (
    select
        as_of_dates.as_of_date,
        max(played_dates.game_date) as last_played_date,
        min(case when played_dates.season_year = as_of_dates.season_year then played_dates.game_date end)
            as season_first_game_date
    from as_of_dates
    inner join played_dates on played_dates.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date
),

joined as (
    select
        as_of_dates.as_of_date,
        as_of_dates.season_year,
        as_of_dates.season,
        played_to_date.last_played_date,
        played_to_date.season_first_game_date,
        nearby_games.as_of_date is null as is_off_season,
        coalesce(nearby_games.has_games_tonight, false) as has_games_tonight
    from as_of_dates
    left join nearby_games on as_of_dates.as_of_date = nearby_games.as_of_date
    left join played_to_date on as_of_dates.as_of_date = played_to_date.as_of_date
),

final as (
    select
        as_of_date,
        season_year,
        season,
        last_played_date,
        season_first_game_date,
        is_off_season,
        has_games_tonight,
        -- In the off-season the numbers are of the last completed season, and "recent" means its last days.
        case
            when is_off_season and season_first_game_date is null then season_year - 1
            else season_year
        end as basis_season_year,
        case when is_off_season then last_played_date else {{ add_days('as_of_date', -1) }} end as recent_through
    from joined
)

select * from final
