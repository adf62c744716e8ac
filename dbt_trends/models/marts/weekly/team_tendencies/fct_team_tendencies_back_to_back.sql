-- grain: one row per (as_of_date, list_name, rank)
with season_games as (
    select
        as_of_date,
        team_abbr,
        team_rest_days = 0 as is_back_to_back,
        points,
        overs,
        graded_props
    from {{ ref('int_teams__season_games') }}
    where points is not null
),

-- The season's first game is neither rested nor a back-to-back, but it counts as a game of the team.
enough_games as (
    select
        as_of_date,
        team_abbr
    from {{ ref('int_teams__season_games') }}
    group by as_of_date, team_abbr
    having count(*) >= {{ var('team_min_games') }}
),

rests as (
    select
        as_of_date,
        team_abbr,
        is_back_to_back,
        count(*) as games,
        {{ exact_sum('points') }} as points,
        {{ exact_sum('points * points') }} as squared_points,
        sum(overs) as overs,
        sum(graded_props) as graded_props
    from season_games
    group by as_of_date, team_abbr, is_back_to_back
),

teams as (
    select
        b2b.as_of_date,
        b2b.team_abbr,
        b2b.games as b2b_games,
        rested.games as rested_games,
        {{ rate('b2b.points', 'b2b.games') }} as b2b_points,
        {{ rate('rested.points', 'rested.games') }} as rested_points,
        {{ rate('b2b.points', 'b2b.games') }} - {{ rate('rested.points', 'rested.games') }} as impact,
        {{ difference_standard_error(
            squared_standard_error('b2b.games', 'b2b.points', 'b2b.squared_points'),
            squared_standard_error('rested.games', 'rested.points', 'rested.squared_points')
        ) }} as impact_se,
        b2b.overs as b2b_overs,
        b2b.graded_props as b2b_graded_props,
        rested.overs as rested_overs,
        rested.graded_props as rested_graded_props
    from rests as b2b
    inner join rests as rested
        on
            b2b.as_of_date = rested.as_of_date
            and b2b.team_abbr = rested.team_abbr
    inner join enough_games
        on
            b2b.as_of_date = enough_games.as_of_date
            and b2b.team_abbr = enough_games.team_abbr
    where
        b2b.is_back_to_back
        and not rested.is_back_to_back
        and b2b.games >= {{ var('back_to_back_min_games') }}
        and rested.games >= {{ var('rested_min_games') }}
),

listed as (
    {{ paired_lists('teams', 'impact', 'b2b_games', 'vulnerable', 'lowest', 'resilient') }}
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(list_name as string) as list_name,
        cast(list_rank as int64) as rank,
        cast(team_abbr as string) as team_abbr,
        {{ round_points('b2b_points') }} as b2b_points,
        {{ round_points('rested_points') }} as rested_points,
        {{ round_points('impact') }} as impact,
        {{ round_points('impact_se') }} as impact_se,
        cast(b2b_games as int64) as b2b_games,
        cast(rested_games as int64) as rested_games,
        {{ prop_columns('b2b_overs', 'b2b_graded_props', prefix='b2b__') }},
        {{ prop_columns('rested_overs', 'rested_graded_props', prefix='rested__') }}
    from listed
)

select * from final
