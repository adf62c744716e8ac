-- grain: one row per (as_of_date, dimension, value): graded props of the basis season in the cell and in its complement
{%- set leading = 'is_leading_scorer_out' %}
{#- Each dimension's value of a prop; null takes no part in the dimension. #}
{%- set dimensions = {
    'all': "'all'",
    'weekday': weekday_name('game_date'),
    'player_rest': rest_level('rest_days'),
    'venue': "case is_home when true then 'home' when false then 'away' end",
    'last_result': 'lower(last_result)',
    'streak': "case when streak_before >= " ~ var('long_streak') ~ " then 'over_3_plus' when streak_before <= -"
        ~ var('long_streak') ~ " then 'under_3_plus' when streak_before is not null then 'short' end",
    'last_margin': "case when last_margin >= " ~ var('big_margin') ~ " then 'ten_over' when last_margin <= -"
        ~ var('big_margin') ~ " then 'ten_under' when last_margin is not null then 'within' end",
    'line_size': "case " ~ bucket('points_line', var('line_size_edges'))
        ~ " when 0 then 'under_10' when 1 then '10_to_15' when 2 then '15_to_20' when 3 then '20_to_25'"
        ~ " when 4 then '25_plus' end",
    'line_kind': "case when points_line = floor(points_line) then 'whole' else 'half' end",
    'tip_time': "case when " ~ new_york_hour('tip_off_at') ~ " < " ~ var('afternoon_ends_hour')
        ~ " then 'afternoon' when " ~ new_york_hour('tip_off_at') ~ " < " ~ var('late_starts_hour')
        ~ " then 'evening' when tip_off_at is not null then 'late' end",
    'season_phase': "case when games_before < " ~ var('first_games') ~ " then 'first_20_games' else 'later' end",
    'stage': "case is_playoffs when true then 'playoffs' when false then 'regular' end",
    'position': 'position',
    'team': 'team_abbr',
    'opponent': 'opponent_team_abbr',
    'leading_scorer': "case " ~ leading ~ " when true then 'out' when false then 'in' end",
    'leading_scorer_venue': "case when not " ~ leading ~ " then 'in' when " ~ leading ~ " and is_home then 'out_home' when "
        ~ leading ~ " and not is_home then 'out_away' end",
    'leading_scorer_line': "case when not " ~ leading ~ " then 'in' when " ~ leading ~ " and points_line < "
        ~ var('leading_scorer_line_split') ~ " then 'out_low' when " ~ leading ~ " then 'out_high' end",
    'leading_scorer_rest': "case when not " ~ leading ~ " then 'in' when " ~ leading
        ~ " and rest_days = 0 then 'out_no_rest' when " ~ leading ~ " and rest_days > 0 then 'out_rested' end",
} %}
with facts as (
    select
        as_of_date,
        basis_season_year,
        recent_through
    from {{ ref('int_seasons__as_of') }}
),

graded_props as (
    select
        player_lookup,
        game_date,
        season_year,
        points_line,
        is_over,
        team_abbr,
        opponent_team_abbr,
        is_home,
        is_playoffs,
        tip_off_at,
        rest_days,
        games_before,
        last_margin,
        last_result,
        streak_before,
        is_leading_scorer_out
    from {{ ref('int_props__described') }}
    where is_graded
),

registry as (
    select
        player_lookup,
        season_year,
        position
    from {{ ref('int_players__registry') }}
),

-- Position: of the latest season that the registry knows, the prop's or one before it.
positioned as (
    select
        graded_props.*,
        registry.position
    from graded_props
    left join registry
        on
            graded_props.player_lookup = registry.player_lookup
            and registry.season_year <= graded_props.season_year
    where true
    qualify
        row_number() over (
            partition by graded_props.player_lookup, graded_props.game_date
            order by registry.season_year desc nulls last
        ) = 1
),

props as (
    select
        season_year,
        game_date,
        {%- for dimension, value in dimensions.items() %}
            {{ value }} as by_{{ dimension }},
        {%- endfor %}
        is_over
    from positioned
),

-- Counts a day first: a season holds few days and many props.
daily as (
    {%- for dimension in dimensions %}
        select
            season_year,
            game_date,
            '{{ dimension }}' as dimension,
            by_{{ dimension }} as value,
            {{ count_true('is_over') }} as overs,
            count(*) as graded_games
        from props
        group by season_year, game_date, by_{{ dimension }}
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

cells as (
    select
        facts.as_of_date,
        daily.dimension,
        daily.value,
        sum(daily.overs) as overs,
        sum(daily.graded_games) as graded_games
    from facts
    inner join daily
        on
            facts.basis_season_year = daily.season_year
            and daily.game_date < facts.as_of_date
    where daily.value is not null
    group by facts.as_of_date, daily.dimension, daily.value
    union all
    select
        facts.as_of_date,
        'recency' as dimension,
        case
            when daily.game_date > {{ add_days('facts.recent_through', -var('recent_days')) }} then 'last_14_days'
            else 'earlier'
        end as value,
        sum(daily.overs) as overs,
        sum(daily.graded_games) as graded_games
    from facts
    inner join daily
        on
            facts.basis_season_year = daily.season_year
            and daily.game_date < facts.as_of_date
    where daily.dimension = 'all'
    group by
        facts.as_of_date,
        case
            when daily.game_date > {{ add_days('facts.recent_through', -var('recent_days')) }} then 'last_14_days'
            else 'earlier'
        end
),

complements as (
    select
        as_of_date,
        dimension,
        value,
        overs,
        graded_games,
        sum(overs) over dimension_of_date - overs as complement_overs,
        sum(graded_games) over dimension_of_date - graded_games as complement_graded_games
    from cells
    window dimension_of_date as (partition by as_of_date, dimension)
),

final as (
    select
        as_of_date,
        dimension,
        value,
        overs,
        graded_games,
        complement_overs,
        complement_graded_games,
        {{ two_proportions_z('overs', 'graded_games', 'complement_overs', 'complement_graded_games') }} as z
    from complements
)

select * from final
