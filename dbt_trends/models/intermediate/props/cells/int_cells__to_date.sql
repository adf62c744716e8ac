-- grain: one row per (as_of_date, dimension, value): graded games of the basis season in the cell and in its complement
{#- What the props are grouped by. A new dimension is one more column by_<dimension>, in plain SQL over the columns of
    int_props__described. Null: the prop belongs to no group of the dimension. #}
{%- set dimension_columns %}
        'all' as by_all,
        -- Which props are recent depends on the as-of date: they are set apart below.
        'earlier' as by_recency,

        {{ weekday_name('game_date') }} as by_weekday,
        case is_home when true then 'home' when false then 'away' end as by_venue,
        case
            when {{ new_york_hour('tip_off_at') }} < {{ var('afternoon_ends_hour') }} then 'afternoon'
            when {{ new_york_hour('tip_off_at') }} < {{ var('late_starts_hour') }} then 'evening'
            when tip_off_at is not null then 'late'
        end as by_tip_time,
        case when games_before < {{ var('first_games') }} then 'first_20_games' else 'later' end as by_season_phase,
        case is_playoffs when true then 'playoffs' when false then 'regular' end as by_stage,

        position as by_position,
        team_abbr as by_team,
        opponent_team_abbr as by_opponent,

        {{ rest_level('rest_days') }} as by_player_rest,
        lower(last_result) as by_last_result,
        case
            when streak_before >= {{ var('long_streak') }} then 'over_3_plus'
            when streak_before <= -{{ var('long_streak') }} then 'under_3_plus'
            when streak_before is not null then 'short'
        end as by_streak,
        case
            when last_margin >= {{ var('big_margin') }} then 'ten_over'
            when last_margin <= -{{ var('big_margin') }} then 'ten_under'
            when last_margin is not null then 'within'
        end as by_last_margin,

        case {{ bucket('points_line', var('line_size_edges')) }}
            when 0 then 'under_10'
            when 1 then '10_to_15'
            when 2 then '15_to_20'
            when 3 then '20_to_25'
            when 4 then '25_plus'
        end as by_line_size,
        case when points_line = floor(points_line) then 'whole' else 'half' end as by_line_kind,

        -- For teammates: whether the team's leading scorer is out and, if so, by venue, line and rest.
        case is_leading_scorer_out when true then 'out' when false then 'in' end as by_leading_scorer,
        case
            when not is_leading_scorer_out then 'in'
            when is_leading_scorer_out and is_home then 'out_home'
            when is_leading_scorer_out and not is_home then 'out_away'
            when is_leading_scorer_out then 'out_neutral'
        end as by_leading_scorer_venue,
        case
            when not is_leading_scorer_out then 'in'
            when is_leading_scorer_out and points_line < {{ var('leading_scorer_line_split') }} then 'out_low'
            when is_leading_scorer_out then 'out_high'
        end as by_leading_scorer_line,
        case
            when not is_leading_scorer_out then 'in'
            when is_leading_scorer_out and rest_days = 0 then 'out_no_rest'
            when is_leading_scorer_out and rest_days > 0 then 'out_rested'
            when is_leading_scorer_out then 'out_unknown_rest'
        end as by_leading_scorer_rest
{%- endset %}
{%- set dimensions = modules.re.findall(' as by_(\\w+)', dimension_columns) %}
with facts as (
    select
        as_of_date,
        basis_season_year,
        {{ add_days('recent_through', -var('recent_days')) }} as recent_after
    from {{ ref('int_seasons__as_of') }}
),

props as (
    select
        season_year,
        game_date,
        is_over,
        {{- dimension_columns }}
    from {{ ref('int_props__described') }}
    where is_graded
),

-- Counts per day first: a season has few days and many props.
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
        where by_{{ dimension }} is not null
        group by season_year, game_date, by_{{ dimension }}
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

days_to_date as (
    select
        facts.as_of_date,
        daily.dimension,
        daily.overs,
        daily.graded_games,
        case
            when daily.dimension = 'recency' and daily.game_date > facts.recent_after then 'last_14_days'
            else daily.value
        end as value
    from facts
    inner join daily
        on
            facts.basis_season_year = daily.season_year
            and daily.game_date < facts.as_of_date
),

cells as (
    select
        as_of_date,
        dimension,
        value,
        sum(overs) as overs,
        sum(graded_games) as graded_games
    from days_to_date
    group by as_of_date, dimension, value
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
