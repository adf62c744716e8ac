-- grain: one row per (as_of_date, profile, list_name, rank)
with as_of_dates as (
    select
        as_of_date,
        season_year
    from {{ ref('int_as_of_dates') }}
),

props as (
    select
        season_year,
        game_date,
        opponent_team_abbr as team_abbr,
        shot_profile as profile,
        {{ count_true('is_over') }} as overs,
        {{ count_true('is_graded') }} as graded_props,
        sum(margin) as margin,
        count(*) as prop_count
    from {{ ref('int_props__described') }}
    where shot_profile in ('interior', 'perimeter', 'mid_range')
    group by season_year, game_date, opponent_team_abbr, shot_profile
),

shots as (
    select
        season_year,
        game_date,
        opponent_team_abbr as team_abbr,
        sum(paint_makes) as paint_makes,
        sum(paint_attempts) as paint_attempts,
        sum(three_pt_makes) as three_pt_makes,
        sum(three_pt_attempts) as three_pt_attempts,
        sum(mid_range_makes) as mid_range_makes,
        sum(mid_range_attempts) as mid_range_attempts
    from {{ ref('int_player_games__played') }}
    where has_shot_zones
    group by season_year, game_date, opponent_team_abbr
),

priors as (
    select
        as_of_date,
        over_rate,
        strength_games
    from {{ ref('int_league__priors') }}
),

enough_games as (
    select
        as_of_date,
        team_abbr
    from {{ ref('int_teams__season_games') }}
    group by as_of_date, team_abbr
    having count(*) >= {{ var('team_min_games') }}
),

allowed as (
    select
        as_of_dates.as_of_date,
        shots.team_abbr,
        {{ rate('sum(shots.paint_makes)', 'sum(shots.paint_attempts)') }} as interior_fg_pct,
        {{ rate('sum(shots.three_pt_makes)', 'sum(shots.three_pt_attempts)') }} as perimeter_fg_pct,
        {{ rate('sum(shots.mid_range_makes)', 'sum(shots.mid_range_attempts)') }} as mid_range_fg_pct
    from as_of_dates
    inner join shots
        on
            as_of_dates.season_year = shots.season_year
            and shots.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, shots.team_abbr
),

defended as (
    select
        as_of_dates.as_of_date,
        props.team_abbr,
        props.profile,
        sum(props.overs) as overs,
        sum(props.graded_props) as graded_props,
        sum(props.margin) as margin,
        sum(props.prop_count) as prop_count
    from as_of_dates
    inner join props
        on
            as_of_dates.season_year = props.season_year
            and props.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, props.team_abbr, props.profile
    having sum(props.graded_props) >= {{ var('defense_min_props') }}
),

teams as (
    select
        defended.as_of_date,
        defended.team_abbr,
        defended.profile,
        defended.overs,
        defended.graded_props,
        {{ rate('defended.margin', 'defended.prop_count') }} as avg_margin,
        {{ adjusted_rate(
            'defended.overs', 'defended.graded_props', 'priors.over_rate', 'priors.strength_games'
        ) }} as over_rate_adjusted,
        case defended.profile
            when 'interior' then allowed.interior_fg_pct
            when 'perimeter' then allowed.perimeter_fg_pct
            when 'mid_range' then allowed.mid_range_fg_pct
        end as zone_fg_pct_allowed
    from defended
    inner join enough_games
        on
            defended.as_of_date = enough_games.as_of_date
            and defended.team_abbr = enough_games.team_abbr
    inner join priors on defended.as_of_date = priors.as_of_date
    left join allowed
        on
            defended.as_of_date = allowed.as_of_date
            and defended.team_abbr = allowed.team_abbr
),

listed as (
    {{ paired_lists(
        'teams', 'over_rate_adjusted', 'graded_props', 'toughest', 'lowest', 'softest', family=['profile']
    ) }}
),

final as (
    select
        cast(as_of_date as date) as as_of_date,
        cast(profile as string) as profile,
        cast(list_name as string) as list_name,
        cast(list_rank as int64) as rank,
        cast(team_abbr as string) as team_abbr,
        {{ round_rate('over_rate_adjusted') }} as over_rate_adjusted,
        {{ prop_columns('overs', 'graded_props') }},
        {{ round_points('avg_margin') }} as avg_margin,
        {{ round_rate('zone_fg_pct_allowed') }} as zone_fg_pct_allowed
    from listed
)

select * from final
