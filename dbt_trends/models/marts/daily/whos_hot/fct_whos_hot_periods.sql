-- grain: one row per (as_of_date, period)
with periods as (
    select
        as_of_date,
        period,
        min_games,
        start_date,
        end_date
    from {{ ref('int_periods') }}
),

facts as (
    select
        as_of_date,
        season_first_game_date
    from {{ ref('int_documents__daily_facts') }}
),

records as (
    select
        as_of_date,
        period,
        player_lookup,
        overs,
        graded_games,
        pushes,
        total_margin,
        is_qualifying
    from {{ ref('int_players__period_records') }}
),

tonight as (
    select
        as_of_date,
        player_lookup,
        is_available
    from {{ ref('int_slate__tonight') }}
),

pooled as (
    select
        records.as_of_date,
        records.period,
        sum(records.overs) as overs,
        sum(records.graded_games) as graded_games,
        sum(records.pushes) as pushes,
        sum(records.total_margin) as total_margin,
        {{ count_true('records.is_qualifying') }} as qualifying_players,
        {{ count_true('records.is_qualifying and tonight.is_available') }} as qualifying_tonight
    from records
    left join tonight
        on
            records.as_of_date = tonight.as_of_date
            and records.player_lookup = tonight.player_lookup
    group by records.as_of_date, records.period
),

final as (
    select
        cast(periods.as_of_date as date) as as_of_date,
        cast(periods.period as string) as period,
        cast(
            case
                when periods.period = '{{ season_period() }}' then facts.season_first_game_date
                else periods.start_date
            end as date
        ) as start_date,
        cast(periods.end_date as date) as end_date,
        cast(periods.min_games as int64) as min_games,
        cast(coalesce(pooled.qualifying_players, 0) as int64) as qualifying_players,
        cast(coalesce(pooled.qualifying_tonight, 0) as int64) as qualifying_tonight,
        {{ round_rate(rate('pooled.overs', 'pooled.graded_games')) }} as league_average__hit_rate,
        {{ round_points(rate('pooled.total_margin', 'pooled.graded_games + pooled.pushes')) }}
            as league_average__avg_margin,
        cast(coalesce(pooled.graded_games, 0) as int64) as league_average__games
    from periods
    inner join facts on periods.as_of_date = facts.as_of_date
    left join pooled
        on
            periods.as_of_date = pooled.as_of_date
            and periods.period = pooled.period
)

select * from final
