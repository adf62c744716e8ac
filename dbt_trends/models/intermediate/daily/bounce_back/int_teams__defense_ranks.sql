-- grain: one row per (as_of_date, team_abbr), teams with enough games of the season
with as_of_dates as (
    select
        as_of_date,
        season_year
    from {{ ref('int_as_of_dates') }}
),

paired_games as (
    select
        game_date,
        team_abbr,
        season_year,
        points_allowed,
        opponent_possessions
    from {{ ref('int_teams__games') }}
    where is_paired
),

last_games as (
    select
        as_of_dates.as_of_date,
        paired_games.team_abbr,
        paired_games.points_allowed,
        paired_games.opponent_possessions
    from as_of_dates
    inner join paired_games
        on
            as_of_dates.season_year = paired_games.season_year
            and paired_games.game_date < as_of_dates.as_of_date
    where true
    qualify
        row_number() over (
            partition by as_of_dates.as_of_date, paired_games.team_abbr
            order by paired_games.game_date desc
        ) <= {{ var('defense_rank_games') }}
),

points_allowed as (
    select
        as_of_date,
        team_abbr,
        {{ rate('100 * sum(points_allowed)', 'sum(opponent_possessions)') }} as per_100_possessions
    from last_games
    group by as_of_date, team_abbr
    having count(*) >= {{ var('defense_rank_min_games') }}
),

final as (
    select
        as_of_date,
        team_abbr,
        per_100_possessions,
        row_number() over (
            partition by as_of_date
            order by {{ nine_decimals('per_100_possessions') }} nulls last, team_abbr
        ) as defense_rank
    from points_allowed
)

select * from final
