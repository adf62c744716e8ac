-- grain: one row per (as_of_date, list_name, rank)
with season_games as (
    select
        as_of_date,
        team_abbr,
        pace,
        both_overs,
        both_graded_props
    from {{ ref('int_teams__season_games') }}
    where is_paired
),

league as (
    select
        as_of_date,
        {{ rate(exact_sum('pace'), 'count(*)') }} as league_pace
    from season_games
    group by as_of_date
),

teams as (
    select
        as_of_date,
        team_abbr,
        {{ rate(exact_sum('pace'), 'count(*)') }} as pace,
        count(*) as games,
        sum(both_overs) as overs,
        sum(both_graded_props) as graded_props
    from season_games
    group by as_of_date, team_abbr
    having count(*) >= {{ var('team_min_games') }}
),

listed as (
    {{ paired_lists('teams', 'pace', 'games', 'kings', 'highest', 'grinders') }}
),

final as (
    select
        cast(listed.as_of_date as date) as as_of_date,
        cast(listed.list_name as string) as list_name,
        cast(listed.list_rank as int64) as rank,
        cast(listed.team_abbr as string) as team_abbr,
        {{ round_points('listed.pace') }} as pace,
        {{ round_points('listed.pace - league.league_pace') }} as vs_league,
        cast(listed.games as int64) as games,
        {{ prop_columns('listed.overs', 'listed.graded_props') }}
    from listed
    inner join league on listed.as_of_date = league.as_of_date
)

select * from final
