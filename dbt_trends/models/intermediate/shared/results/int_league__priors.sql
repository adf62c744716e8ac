-- grain: one row per as_of_date
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

results as (
    select
        player_lookup,
        game_date,
        is_over
    from {{ ref('int_player_games__results') }}
    where result != 'PUSH'
),

-- Each player's record in the year before D: k overs of n graded games.
records as (
    select
        as_of_dates.as_of_date,
        results.player_lookup,
        sum(results.is_over) as k,
        count(*) as n
    from as_of_dates
    inner join results
        on
            results.game_date < as_of_dates.as_of_date
            and results.game_date >= {{ add_days('as_of_dates.as_of_date', -var('prior_window_days')) }}
    group by as_of_dates.as_of_date, results.player_lookup
),

totals as (
    select
        as_of_date,
        count(*) as players,
        sum(k) as total_k,
        sum(n) as total_n,
        sum(n * n) as total_n_squared
    from records
    group by as_of_date
),

spreads as (
    select
        records.as_of_date,
        {{ exact_sum(
            'records.n * (' ~ rate('records.k', 'records.n') ~ ' - ' ~ rate('totals.total_k', 'totals.total_n') ~ ')'
            ~ ' * (' ~ rate('records.k', 'records.n') ~ ' - ' ~ rate('totals.total_k', 'totals.total_n') ~ ')'
        ) }} as spread
    from records
    inner join totals on records.as_of_date = totals.as_of_date
    group by records.as_of_date
),

rhos as (
    select
        totals.as_of_date,
        totals.players,
        totals.total_k,
        totals.total_n,
        totals.total_n_squared,
        {{ prior_rho(
            'totals.players', 'totals.total_k', 'totals.total_n', 'totals.total_n_squared', 'spreads.spread'
        ) }} as rho
    from totals
    inner join spreads on totals.as_of_date = spreads.as_of_date
),

final as (
    select
        as_of_date,
        {{ rate('total_k', 'total_n') }} as over_rate,
        cast(
            {{ prior_strength('players', 'total_k', 'total_n', 'total_n_squared', 'rho') }} as {{ type_float() }}
        ) as strength_games
    from rhos
)

select * from final
