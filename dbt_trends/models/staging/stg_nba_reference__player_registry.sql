-- grain: one row per (player_lookup, season_year)
with nba_players_registry as (
    select
        player_name,
        player_lookup,
        team_abbr,
        season,
        position,
        last_gamebook_activity_date,
        last_roster_activity_date,
        processed_at
    from {{ source('nba_reference', 'nba_players_registry') }}
),

final as (
    select
        player_lookup,
        player_name,
        cast(substr(season, 1, 4) as int64) as season_year,
        {{ position_code('position') }} as position
    from nba_players_registry
    where player_lookup is not null
    -- A traded player has a row a team: the one with the latest activity.
    qualify
        row_number() over (
            partition by player_lookup, season
            order by
                greatest(
                    coalesce(last_gamebook_activity_date, last_roster_activity_date),
                    coalesce(last_roster_activity_date, last_gamebook_activity_date)
                ) desc nulls last,
                processed_at desc nulls last,
                team_abbr nulls last
        ) = 1
)

select * from final
