-- grain: one row per (as_of_date, archetype, rank)
with archetypes as (
    select
        as_of_date,
        player_lookup,
        team_abbr,
        years_in_league,
        ppg,
        usage_rate,
        archetype
    from {{ ref('int_archetypes__players') }}
    where archetype is not null
),

names as (
    select
        as_of_date,
        player_lookup,
        player_full_name
    from {{ ref('int_players__last_games') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by as_of_date, archetype
            order by {{ nine_decimals('ppg') }} desc, player_lookup
        ) as example_rank
    from archetypes
),

final as (
    select
        cast(ranked.as_of_date as date) as as_of_date,
        cast(ranked.archetype as string) as archetype,
        cast(ranked.example_rank as int64) as rank,
        cast(ranked.player_lookup as string) as player_lookup,
        cast(names.player_full_name as string) as player_full_name,
        cast(ranked.team_abbr as string) as team_abbr,
        {{ round_points('ranked.ppg') }} as ppg,
        {{ round_points('ranked.usage_rate') }} as usage_rate,
        cast(ranked.years_in_league as int64) as years_in_league
    from ranked
    inner join names
        on
            ranked.as_of_date = names.as_of_date
            and ranked.player_lookup = names.player_lookup
    where ranked.example_rank <= {{ var('example_players') }}
)

select * from final
