-- grain: one row per (as_of_date, period, list_name, rank)
with records as (
    select
        as_of_date,
        period,
        player_lookup,
        overs,
        graded_games,
        pushes,
        streak,
        hit_rate,
        avg_margin,
        heat
    from {{ ref('int_players__period_records') }}
    where is_qualifying
),

tonight as (
    select
        as_of_date,
        player_lookup,
        {{ tonight_facts() }},
        is_available
    from {{ ref('int_slate__tonight') }}
),

players as (
    select
        as_of_date,
        player_lookup,
        player_full_name,
        team_abbr,
        position
    from {{ ref('int_players__last_games') }}
),

priors as (
    select
        as_of_date,
        over_rate,
        strength_games
    from {{ ref('int_league__priors') }}
),

-- Hot and cold, each twice: of all players, and of those available tonight.
listed as (
    select
        *,
        case when heat > {{ var('heat_neutral') }} then 'hot' else 'cold' end as list_name
    from records
    where heat != {{ var('heat_neutral') }}
    union all
    select
        records.*,
        case when records.heat > {{ var('heat_neutral') }} then 'hot_tonight' else 'cold_tonight' end as list_name
    from records
    inner join tonight
        on
            records.as_of_date = tonight.as_of_date
            and records.player_lookup = tonight.player_lookup
    where records.heat != {{ var('heat_neutral') }} and tonight.is_available
),

ranked as (
    select
        *,
        row_number() over (
            partition by as_of_date, period, list_name
            order by
                abs(heat - {{ var('heat_neutral') }}) desc,
                graded_games desc,
                player_lookup
        ) as list_rank
    from listed
),

final as (
    select
        cast(ranked.as_of_date as date) as as_of_date,
        cast(ranked.period as string) as period,
        cast(ranked.list_name as string) as list_name,
        cast(ranked.list_rank as int64) as rank,
        cast(ranked.player_lookup as string) as player_lookup,
        cast(players.player_full_name as string) as player_full_name,
        cast(players.team_abbr as string) as team_abbr,
        cast(players.position as string) as position,
        {{ round_points('ranked.heat') }} as heat_score,
        {{ round_rate('ranked.hit_rate') }} as hit_rate,
        {{ round_rate(wilson_low('ranked.overs', 'ranked.graded_games')) }} as hit_rate_low,
        {{ round_rate(wilson_high('ranked.overs', 'ranked.graded_games')) }} as hit_rate_high,
        {{ round_rate(adjusted_rate(
            'ranked.overs', 'ranked.graded_games', 'priors.over_rate', 'priors.strength_games'
        )) }} as hit_rate_adjusted,
        cast(ranked.graded_games as int64) as hit_rate_games,
        cast(ranked.pushes as int64) as pushes,
        cast(ranked.streak as int64) as current_streak,
        cast(case when ranked.streak > 0 then 'over' else 'under' end as string) as streak_direction,
        {{ round_points('ranked.avg_margin') }} as avg_margin,
        cast(tonight.player_lookup is not null as bool) as playing_tonight,
        {{ tonight_columns() }}
    from ranked
    inner join players
        on
            ranked.as_of_date = players.as_of_date
            and ranked.player_lookup = players.player_lookup
    inner join priors on ranked.as_of_date = priors.as_of_date
    left join tonight
        on
            ranked.as_of_date = tonight.as_of_date
            and ranked.player_lookup = tonight.player_lookup
    where ranked.list_rank <= {{ var('whos_hot_list_size') }}
)

select * from final
