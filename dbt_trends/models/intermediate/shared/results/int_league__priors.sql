-- grain: one row per as_of_date
{%- set deviation %}
    {{- rate('records.overs', 'records.graded_games') }} - {{ rate('totals.overs', 'totals.graded_games') -}}
{% endset %}
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
    where not is_push
),

-- Each player's record in the year before D.
records as (
    select
        as_of_dates.as_of_date,
        results.player_lookup,
        {{ count_true('results.is_over') }} as overs,
        count(*) as graded_games
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
        sum(overs) as overs,
        sum(graded_games) as graded_games,
        sum(graded_games * graded_games) as squared_graded_games
    from records
    group by as_of_date
),

spreads as (
    select
        records.as_of_date,
        {{ exact_sum('records.graded_games * (' ~ deviation ~ ') * (' ~ deviation ~ ')') }} as spread
    from records
    inner join totals on records.as_of_date = totals.as_of_date
    group by records.as_of_date
),

rhos as (
    select
        totals.as_of_date,
        totals.players,
        totals.overs,
        totals.graded_games,
        totals.squared_graded_games,
        {{ prior_rho(
            'totals.players',
            'totals.overs',
            'totals.graded_games',
            'totals.squared_graded_games',
            'spreads.spread'
        ) }} as rho
    from totals
    inner join spreads on totals.as_of_date = spreads.as_of_date
),

final as (
    select
        as_of_date,
        {{ rate('overs', 'graded_games') }} as over_rate,
        cast(
            {{ prior_strength('players', 'overs', 'graded_games', 'squared_graded_games', 'rho') }}
            as {{ type_float() }}
        ) as strength_games
    from rhos
)

select * from final
