-- grain: one row per game_id: league games between two of the thirty teams, and exhibitions
with nbac_schedule as (
    select
        game_id,
        game_date,
        game_date_est,
        game_status,
        home_team_tricode,
        away_team_tricode,
        is_all_star,
        neutral_site_flag,
        processed_at
    from {{ source('nba_raw', 'nbac_schedule') }}
    -- Far enough ahead to see the new date of a postponed game; otherwise its old row would stand.
    where {{ in_source_window('game_date', var('schedule_horizon_days')) }}
),

teams as (
    select
        team_abbr,
        {{ team_key('alias') }} as team_key
    from {{ ref('team_aliases') }}
),

games as (
    select
        nbac_schedule.game_id,
        nbac_schedule.game_date,
        nbac_schedule.game_date_est,
        nbac_schedule.game_status,
        nbac_schedule.neutral_site_flag,
        nbac_schedule.processed_at,
        coalesce(home_teams.team_abbr, nbac_schedule.home_team_tricode) as home_team_abbr,
        coalesce(away_teams.team_abbr, nbac_schedule.away_team_tricode) as away_team_abbr,
        home_teams.team_abbr is not null and away_teams.team_abbr is not null as is_between_league_teams,
        coalesce(nbac_schedule.is_all_star, false)
        or substr(nbac_schedule.game_id, 1, 3) in (
            '{{ var("preseason_game_id_prefix") }}', '{{ var("all_star_game_id_prefix") }}'
        ) as is_exhibition
    from nbac_schedule
    left join teams as home_teams on {{ team_key('nbac_schedule.home_team_tricode') }} = home_teams.team_key
    left join teams as away_teams on {{ team_key('nbac_schedule.away_team_tricode') }} = away_teams.team_key
),

final as (
    select
        game_id,
        game_date,
        game_date_est,
        game_status,
        home_team_abbr,
        away_team_abbr,
        is_exhibition,
        substr(game_id, 1, 3) = '{{ var("playoffs_game_id_prefix") }}' as is_playoffs,
        coalesce(neutral_site_flag, false) as is_neutral_site
    from games
    -- A placeholder ('TBD', '') is not a game until both teams are known.
    where is_exhibition or is_between_league_teams
    -- The latest row has the game's date; its other dates are void.
    qualify
        row_number() over (
            partition by game_id
            order by processed_at desc nulls last, game_status desc nulls last, game_date desc
        ) = 1
)

select * from final
