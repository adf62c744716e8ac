-- grain: one row per (as_of_date, list_name, rank)
with as_of_dates as (
    select
        as_of_date,
        season_year
    from {{ ref('int_as_of_dates') }}
),

season_games as (
    select
        as_of_date,
        team_abbr,
        is_home,
        points
    from {{ ref('int_teams__season_games') }}
    where points is not null
),

daily_props as (
    select
        season_year,
        game_date,
        team_abbr,
        is_home,
        {{ count_true('is_over') }} as overs,
        {{ count_true('is_graded') }} as graded_props
    from {{ ref('int_props__described') }}
    group by season_year, game_date, team_abbr, is_home
),

-- A team's props count at their venue even without the team's box score.
props as (
    select
        as_of_dates.as_of_date,
        daily_props.team_abbr,
        daily_props.is_home,
        sum(daily_props.overs) as overs,
        sum(daily_props.graded_props) as graded_props
    from as_of_dates
    inner join daily_props
        on
            as_of_dates.season_year = daily_props.season_year
            and daily_props.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, daily_props.team_abbr, daily_props.is_home
),

points as (
    select
        as_of_date,
        team_abbr,
        is_home,
        count(*) as games,
        {{ exact_sum('points') }} as points,
        {{ exact_sum('points * points') }} as squared_points
    from season_games
    group by as_of_date, team_abbr, is_home
    having count(*) >= {{ var('team_min_games') }}
),

venues as (
    select
        points.as_of_date,
        points.team_abbr,
        points.is_home,
        points.games,
        points.points,
        points.squared_points,
        coalesce(props.overs, 0) as overs,
        coalesce(props.graded_props, 0) as graded_props
    from points
    left join props
        on
            points.as_of_date = props.as_of_date
            and points.team_abbr = props.team_abbr
            and points.is_home = props.is_home
),

teams as (
    select
        home.as_of_date,
        home.team_abbr,
        home.games as home_games,
        away.games as away_games,
        home.games + away.games as games,
        {{ rate('home.points', 'home.games') }} as home_points,
        {{ rate('away.points', 'away.games') }} as away_points,
        {{ rate('home.points', 'home.games') }} - {{ rate('away.points', 'away.games') }} as difference,
        {{ difference_standard_error(
            squared_standard_error('home.games', 'home.points', 'home.squared_points'),
            squared_standard_error('away.games', 'away.points', 'away.squared_points')
        ) }} as difference_se,
        home.overs as home_overs,
        home.graded_props as home_graded_props,
        away.overs as away_overs,
        away.graded_props as away_graded_props
    from venues as home
    inner join venues as away
        on
            home.as_of_date = away.as_of_date
            and home.team_abbr = away.team_abbr
    where home.is_home and not away.is_home
),

listed as (
    {{ paired_lists('teams', 'difference', 'games', 'home_dominant', 'highest', 'road_warriors') }}
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(list_name as string) as list_name,
        cast(list_rank as int64) as rank,
        cast(team_abbr as string) as team_abbr,
        {{ round_points('home_points') }} as home_points,
        {{ round_points('away_points') }} as away_points,
        {{ round_points('difference') }} as difference,
        {{ round_points('difference_se') }} as difference_se,
        cast(home_games as int64) as home_games,
        cast(away_games as int64) as away_games,
        {{ prop_columns('home_overs', 'home_graded_props', prefix='home__') }},
        {{ prop_columns('away_overs', 'away_graded_props', prefix='away__') }}
    from listed
)

select * from final
