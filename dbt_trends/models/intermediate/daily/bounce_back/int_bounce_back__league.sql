-- grain: one row per as_of_date with a situation: every player's situations, and any game, before it
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

eligible_games as (
    select
        player_lookup,
        game_date,
        next_game_date,
        is_bad_game,
        average_bucket,
        reached_average,
        bounced_back
    from {{ ref('int_bounce_back__eligible_games') }}
),

any_games as (
    select
        as_of_dates.as_of_date,
        eligible_games.average_bucket,
        {{ rate(count_true('eligible_games.reached_average'), 'count(*)') }} as reached_rate
    from as_of_dates
    inner join eligible_games on eligible_games.game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, eligible_games.average_bucket
),

situations as (
    select
        as_of_dates.as_of_date,
        eligible_games.average_bucket,
        eligible_games.player_lookup,
        eligible_games.bounced_back
    from as_of_dates
    inner join eligible_games on eligible_games.next_game_date < as_of_dates.as_of_date
    where eligible_games.is_bad_game
),

situation_mix as (
    select
        as_of_date,
        average_bucket,
        count(*) as situations
    from situations
    group by as_of_date, average_bucket
),

-- The rate of any game, weighted by how the situations are spread over the average buckets.
any_game_rates as (
    select
        situation_mix.as_of_date,
        {{ rate(
            exact_sum('situation_mix.situations * any_games.reached_rate'), 'sum(situation_mix.situations)'
        ) }} as any_game_rate
    from situation_mix
    inner join any_games
        on
            situation_mix.as_of_date = any_games.as_of_date
            and situation_mix.average_bucket = any_games.average_bucket
    group by situation_mix.as_of_date
),

pooled as (
    select
        as_of_date,
        count(*) as situations,
        count(distinct player_lookup) as players,
        {{ count_true('bounced_back') }} as bounce_backs
    from situations
    group by as_of_date
),

final as (
    select
        pooled.as_of_date,
        pooled.situations,
        pooled.players,
        pooled.bounce_backs,
        any_game_rates.any_game_rate
    from pooled
    inner join any_game_rates on pooled.as_of_date = any_game_rates.as_of_date
)

select * from final
