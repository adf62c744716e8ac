-- grain: one row per player_lookup whose first season in the league is known
with player_list as (
    select
        player_lookup,
        draft_year,
        season_year - years_pro as first_season_year
    from {{ ref('stg_nba_raw__player_list') }}
),

final as (
    select
        player_lookup,
        greatest(
            coalesce(first_season_year, draft_year),
            coalesce(draft_year, first_season_year)
        ) as entry_year
    from player_list
    where first_season_year is not null or draft_year is not null
)

select * from final
