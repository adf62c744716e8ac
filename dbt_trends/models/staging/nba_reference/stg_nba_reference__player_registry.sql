-- grain: one row per (player_lookup, season_year), player_lookup as the row spells it
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

active_rows as (
    select
        player_lookup,
        player_name,
        team_abbr,
        position,
        processed_at,
        {{ to_integer('substr(season, 1, 4)') }} as season_year,
        greatest(
            coalesce(last_gamebook_activity_date, last_roster_activity_date),
            coalesce(last_roster_activity_date, last_gamebook_activity_date)
        ) as last_activity_date
    from nba_players_registry
),

final as (
    select
        player_lookup,
        season_year,
        player_name,
        team_abbr,
        last_activity_date,
        processed_at,
        {{ position_code('position') }} as position
    from active_rows
    where player_lookup is not null and season_year is not null
    -- A traded player has a row per team: the one with the latest activity is kept.
    qualify
        row_number() over (
            partition by player_lookup, season_year
            order by last_activity_date desc nulls last, processed_at desc nulls last, team_abbr nulls last
        ) = 1
)

select * from final
