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
        count(*) as situations,
        {{ count_true('bad_games.bounced_back') }} as bounce_backs
    from as_of_dates
    inner join bad_games on bad_games.next_game_date < as_of_dates.as_of_date
    group by as_of_dates.as_of_date, bad_games.player_lookup, bad_games.shortfall_bucket, bad_games.average_bucket
),

-- Beside each bucket of a player, the totals of the bucket, the player and the league.
bucket_totals as (
    select
        as_of_date,
        player_lookup,
        situations,
        bounce_backs,
        sum(situations) over (partition by as_of_date, shortfall_bucket, average_bucket) as bucket_situations,
        sum(bounce_backs) over (partition by as_of_date, shortfall_bucket, average_bucket) as bucket_bounce_backs,
        sum(situations) over (partition by as_of_date, player_lookup) as player_situations,
        sum(bounce_backs) over (partition by as_of_date, player_lookup) as player_bounce_backs,
        sum(situations) over (partition by as_of_date) as league_situations,
        sum(bounce_backs) over (partition by as_of_date) as league_bounce_backs
    from player_buckets
),

-- The others' rate in each bucket, shrunk toward their rate over all buckets.
others as (
    select
        as_of_date,
        player_lookup,
        player_situations,
        player_bounce_backs,
        situations,
        {{ adjusted_rate(
            'bucket_bounce_backs - bounce_backs',
            'bucket_situations - situations',
            rate('league_bounce_backs - player_bounce_backs', 'league_situations - player_situations'),
            var('bounce_back_prior_strength')
        ) }} as others_rate
    from bucket_totals
),

final as (
    select
        as_of_date,
        player_lookup,
        player_situations as situations,
        player_bounce_backs as bounce_backs,
        {{ rate(exact_sum('situations * others_rate'), 'player_situations') }} as baseline_rate
    from others
    group by as_of_date, player_lookup, player_situations, player_bounce_backs
)

select * from final
