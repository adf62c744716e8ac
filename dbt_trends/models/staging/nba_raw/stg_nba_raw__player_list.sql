-- grain: one row per player_lookup
with nbac_player_list_current as (
    select
        player_lookup,
        draft_year,
        years_pro,
        season_year,
        processed_at
    from {{ source('nba_raw', 'nbac_player_list_current') }}
),

final as (
    select
        player_lookup,
        draft_year,
        years_pro,
        season_year
    from nbac_player_list_current
    where player_lookup is not null
    qualify
        row_number() over (
            partition by player_lookup
            order by season_year desc nulls last, processed_at desc nulls last
        ) = 1
)

select * from final
