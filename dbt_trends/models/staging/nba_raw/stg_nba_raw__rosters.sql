-- grain: one row per player_lookup, as the roster spells it, whose experience is known
with br_rosters_current as (
    select
        season_year,
        player_lookup,
        experience_years,
        processed_at
    from {{ optional_source('nba_raw', 'br_rosters_current') }}
),

final as (
    select
        player_lookup,
        season_year,
        experience_years
    from br_rosters_current
    where player_lookup is not null and season_year is not null and experience_years is not null
    qualify
        row_number() over (
            partition by player_lookup
            order by season_year desc, processed_at desc nulls last, experience_years desc
        ) = 1
)

select * from final
