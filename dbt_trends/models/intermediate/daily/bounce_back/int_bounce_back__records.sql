-- grain: one row per (as_of_date, player_lookup), players with a situation before the as-of date
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

bad_games as (
    select
        player_lookup,
        next_game_date,
        shortfall_bucket,
        average_bucket,
        bounced_back
    from {{ ref('int_bounce_back__eligible_games') }}
    where is_bad_game
),

player_buckets as (
    select
        as_of_dates.as_of_date,
        bad_games.player_lookup,
        bad_games.shortfall_bucket,
        bad_games.average_bucket,
        count(*) as n,
        sum(bad_games.bounced_back) as k
    from as_of_dates
    inner join bad_games on bad_games.next_game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, bad_games.player_lookup, bad_games.shortfall_bucket, bad_games.average_bucket
),

-- Beside each bucket of a player: the bucket, the player and the league as a whole.
bucket_totals as (
    select
        as_of_date,
        player_lookup,
        n,
        k,
        sum(n) over (partition by as_of_date, shortfall_bucket, average_bucket) as bucket_n,
        sum(k) over (partition by as_of_date, shortfall_bucket, average_bucket) as bucket_k,
        sum(n) over (partition by as_of_date, player_lookup) as player_n,
        sum(k) over (partition by as_of_date, player_lookup) as player_k,
        sum(n) over (partition by as_of_date) as league_n,
        sum(k) over (partition by as_of_date) as league_k
    from player_buckets
),

-- The others' rate in each bucket, shrunk toward their rate over all buckets.
others as (
    select
        as_of_date,
        player_lookup,
        player_n,
        player_k,
        n,
        {{ adjusted_rate(
            'bucket_k - k',
            'bucket_n - n',
            rate('league_k - player_k', 'league_n - player_n'),
            var('bounce_back_prior_strength')
        ) }} as others_rate
    from bucket_totals
),

final as (
    select
        as_of_date,
        player_lookup,
        player_n as situations,
        player_k as bounce_backs,
        {{ rate(exact_sum('n * others_rate'), 'player_n') }} as baseline_rate
    from others
    group by as_of_date, player_lookup, player_n, player_k
)

select * from final
