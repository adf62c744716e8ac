-- grain: one row per (game_date, team_abbr)
with schedule as (
    select
        game_id,
        game_date,
        tip_off_at,
        home_team_abbr,
        away_team_abbr,
        is_playoffs,
        is_neutral_site,
        is_exhibition
    from {{ ref('stg_nba_raw__schedule') }}
),

sides as (
    select
        game_id,
        game_date,
        tip_off_at,
        home_team_abbr as team_abbr,
        away_team_abbr as opponent_team_abbr,
        is_playoffs,
        is_exhibition,
        case when not is_neutral_site then true end as is_home
    from schedule
    union all
    select
        game_id,
        game_date,
        tip_off_at,
        away_team_abbr as team_abbr,
        home_team_abbr as opponent_team_abbr,
        is_playoffs,
        is_exhibition,
        case when not is_neutral_site then false end as is_home
    from schedule
),

tip_offs as (
    select
        *,
        -- The schedule says midnight where it does not know the hour.
        case when tip_off_at != {{ new_york_instant('game_date') }} then tip_off_at end as known_tip_off_at
    from sides
),

team_dates as (
    select
        game_id,
        game_date,
        team_abbr,
        opponent_team_abbr,
        is_home,
        is_playoffs,
        is_exhibition,
        known_tip_off_at
    from tip_offs
    -- A game whose teams are not both known yet is no game of either.
    where team_abbr is not null and opponent_team_abbr is not null
    -- No team plays twice a day: if two ids claim it, the league game counts, then the earlier one.
    qualify
        row_number() over (
            partition by game_date, team_abbr
            order by is_exhibition, known_tip_off_at nulls last, game_id
        ) = 1
),

final as (
    select
        game_id,
        game_date,
        team_abbr,
        opponent_team_abbr,
        is_home,
        is_playoffs,
        is_exhibition,
        known_tip_off_at as tip_off_at,
        -- The team's rest: days since its previous game of the season, minus 1.
        {{ days_between('lag(game_date) over season_games', 'game_date') }} - 1 as team_rest_days
    from team_dates
    window season_games as (
        partition by team_abbr, is_exhibition, {{ season_year('game_date') }} order by game_date
    )
)

select * from final
