-- grain: one row per (as_of_date, archetype), including unclassified: graded games of the window
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

archetypes as (
    select
        player_lookup,
        game_date,
        coalesce(archetype, 'unclassified') as archetype
    from {{ ref('int_archetypes__games') }}
),

final as (
    select
        as_of_dates.as_of_date,
        archetypes.archetype,
        count(distinct results.player_lookup) as players,
        {{ count_true('results.is_over') }} as overs,
        count(*) as graded_games
    from as_of_dates
    inner join results
        on
            results.game_date < as_of_dates.as_of_date
            and results.game_date >= {{ add_days('as_of_dates.as_of_date', -var('what_matters_window_days')) }}
    inner join archetypes
        on
            results.player_lookup = archetypes.player_lookup
            and results.game_date = archetypes.game_date
    group by as_of_dates.as_of_date, archetypes.archetype
)

select * from final
