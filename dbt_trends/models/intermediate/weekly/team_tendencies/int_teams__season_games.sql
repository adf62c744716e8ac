-- grain: one row per (as_of_date, game_date, team_abbr), league games of the season before the as-of date
with as_of_dates as (
    select
        as_of_date,
        season_year
    from {{ ref('int_as_of_dates') }}
),

team_games as (
    select
        game_date,
        season_year,
        team_abbr,
        opponent_team_abbr,
        is_home,
        team_rest_days,
        is_paired,
        {{ rate(
            'points_scored * ' ~ var('regulation_minutes'), game_minutes('overtimes')
        ) }} as points,
        {{ rate(
            '(possessions + opponent_possessions) * ' ~ var('regulation_minutes'),
            '2 * ' ~ game_minutes('overtimes')
        ) }} as pace
    from {{ ref('int_teams__games') }}
),

props as (
    select
        game_date,
        team_abbr,
        {{ count_true('is_over') }} as overs,
        {{ count_true('is_graded') }} as graded_props
    from {{ ref('int_props__described') }}
    group by game_date, team_abbr
),

final as (
    select
        as_of_dates.as_of_date,
        team_games.game_date,
        team_games.team_abbr,
        team_games.is_home,
        team_games.team_rest_days,
        team_games.is_paired,
        team_games.points,
        team_games.pace,
        coalesce(own_props.overs, 0) as overs,
        coalesce(own_props.graded_props, 0) as graded_props,
        coalesce(own_props.overs, 0) + coalesce(opponent_props.overs, 0) as both_overs,
        coalesce(own_props.graded_props, 0) + coalesce(opponent_props.graded_props, 0) as both_graded_props
    from as_of_dates
    inner join team_games
        on
            as_of_dates.season_year = team_games.season_year
            and team_games.game_date < as_of_dates.as_of_date
    left join props as own_props
        on team_games.game_date = own_props.game_date and team_games.team_abbr = own_props.team_abbr
    left join props as opponent_props
        on
            team_games.game_date = opponent_props.game_date
            and team_games.opponent_team_abbr = opponent_props.team_abbr
)

select * from final
