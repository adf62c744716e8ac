-- grain: one row per (as_of_date, period, player_lookup), players with a game against a line in the period
with periods as (
    select
        as_of_date,
        period,
        min_games,
        start_date,
        end_date
    from {{ ref('int_periods') }}
),

results as (
    select
        player_lookup,
        game_date,
        margin,
        is_over,
        is_push,
        streak
    from {{ ref('int_player_games__results') }}
),

as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

-- Each player's latest graded game of the recent days; its streak is the current one.
latest_graded as (
    select
        as_of_dates.as_of_date,
        results.player_lookup,
        results.streak
    from as_of_dates
    inner join results
        on
            results.game_date < as_of_dates.as_of_date
            and results.game_date >= {{ add_days('as_of_dates.as_of_date', -var('recent_graded_days')) }}
    where not results.is_push
    qualify
        row_number() over (
            partition by as_of_dates.as_of_date, results.player_lookup
            order by results.game_date desc
        ) = 1
),

records as (
    select
        periods.as_of_date,
        periods.period,
        periods.min_games,
        results.player_lookup,
        {{ count_true('results.is_over') }} as overs,
        {{ count_true('not results.is_push') }} as graded_games,
        {{ count_true('results.is_push') }} as pushes,
        sum(results.margin) as total_margin
    from periods
    inner join results
        on results.game_date between periods.start_date and periods.end_date
    group by periods.as_of_date, periods.period, periods.min_games, results.player_lookup
),

rates as (
    select
        records.as_of_date,
        records.period,
        records.min_games,
        records.player_lookup,
        records.overs,
        records.graded_games,
        records.pushes,
        records.total_margin,
        latest_graded.streak,
        {{ rate('records.overs', 'records.graded_games') }} as hit_rate,
        {{ rate('records.total_margin', 'records.graded_games + records.pushes') }} as avg_margin
    from records
    left join latest_graded
        on
            records.as_of_date = latest_graded.as_of_date
            and records.player_lookup = latest_graded.player_lookup
),

final as (
    select
        as_of_date,
        period,
        player_lookup,
        overs,
        graded_games,
        pushes,
        total_margin,
        streak,
        hit_rate,
        avg_margin,
        graded_games >= min_games and streak is not null as is_qualifying,
        {{ nine_decimals(heat_score('hit_rate', 'streak', 'avg_margin')) }} as heat
    from rates
)

select * from final
