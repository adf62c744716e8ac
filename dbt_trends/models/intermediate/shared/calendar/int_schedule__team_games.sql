-- grain: one row per (game_date, team_abbr)
with schedule as (
    select
        game_id,
        game_date,
        game_date_est,
        game_status,
        home_team_abbr,
        away_team_abbr,
        is_playoffs,
        is_neutral_site,
        is_exhibition
    from {{ ref('stg_nba_raw__schedule') }}
),

neutral_site_games as (
    select
        game_date,
        home_team_abbr,
        away_team_abbr
    from {{ ref('neutral_site_games') }}
),

odds_api_props as (
    select
        game_date,
        home_team_abbr,
        away_team_abbr,
        game_start_time,
        snapshot_at,
        processed_at
    from {{ ref('stg_nba_raw__odds_api_props') }}
),

teams as (
    select
        team_abbr,
        {{ team_key('alias') }} as team_key
    from {{ ref('team_aliases') }}
),

player_games as (
    select
        game_date,
        team_abbr,
        is_played
    from {{ ref('stg_nba_analytics__player_games') }}
),

-- The tip-off in the Odds API's latest snapshot of the game; by the feed's spelling of the teams first, since it has
-- few games and many rows.
odds_api_spellings as (
    select
        game_date,
        home_team_abbr,
        away_team_abbr,
        game_start_time,
        snapshot_at,
        processed_at
    from odds_api_props
    where game_start_time is not null
    qualify
        row_number() over (
            partition by game_date, home_team_abbr, away_team_abbr
            order by snapshot_at desc nulls last, processed_at desc nulls last, game_start_time
        ) = 1
),

odds_api_games as (
    select
        spellings.game_date,
        spellings.game_start_time,
        home_teams.team_abbr as home_team_abbr,
        away_teams.team_abbr as away_team_abbr
    from odds_api_spellings as spellings
    inner join teams as home_teams on {{ team_key('spellings.home_team_abbr') }} = home_teams.team_key
    inner join teams as away_teams on {{ team_key('spellings.away_team_abbr') }} = away_teams.team_key
    where true
    qualify
        row_number() over (
            partition by spellings.game_date, home_teams.team_abbr, away_teams.team_abbr
            order by
                spellings.snapshot_at desc nulls last,
                spellings.processed_at desc nulls last,
                spellings.game_start_time
        ) = 1
),

played_team_dates as (
    select distinct
        game_date,
        team_abbr
    from player_games
    where is_played
),

games as (
    select
        schedule.game_id,
        schedule.game_date,
        schedule.home_team_abbr,
        schedule.away_team_abbr,
        schedule.is_playoffs,
        schedule.is_exhibition,
        schedule.is_neutral_site or neutral_site_games.game_date is not null as is_neutral_site,
        coalesce(
            {{ known_tip_off('schedule.game_date_est', 'schedule.game_date') }},
            {{ known_tip_off('odds_api_games.game_start_time', 'schedule.game_date') }}
        ) as tip_off_at,
        coalesce(schedule.game_status = {{ var('final_game_status') }}, false)
        or home_box_scores.team_abbr is not null
        or away_box_scores.team_abbr is not null as is_over
    from schedule
    left join neutral_site_games
        on
            schedule.game_date = neutral_site_games.game_date
            and schedule.home_team_abbr = neutral_site_games.home_team_abbr
            and schedule.away_team_abbr = neutral_site_games.away_team_abbr
    left join odds_api_games
        on
            schedule.game_date = odds_api_games.game_date
            and schedule.home_team_abbr = odds_api_games.home_team_abbr
            and schedule.away_team_abbr = odds_api_games.away_team_abbr
    left join played_team_dates as home_box_scores
        on
            schedule.game_date = home_box_scores.game_date
            and schedule.home_team_abbr = home_box_scores.team_abbr
    left join played_team_dates as away_box_scores
        on
            schedule.game_date = away_box_scores.game_date
            and schedule.away_team_abbr = away_box_scores.team_abbr
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
        is_over,
        case when not is_neutral_site then true end as is_home
    from games
    union all
    select
        game_id,
        game_date,
        tip_off_at,
        away_team_abbr as team_abbr,
        home_team_abbr as opponent_team_abbr,
        is_playoffs,
        is_exhibition,
        is_over,
        case when not is_neutral_site then false end as is_home
    from games
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
        is_over,
        tip_off_at
    from sides
    where team_abbr is not null
    -- A team plays once per day: if two ids claim it, the league game counts, then the earlier one.
    qualify
        row_number() over (
            partition by game_date, team_abbr
            order by is_exhibition, tip_off_at nulls last, game_id
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
        -- False on a past date: the game was postponed.
        is_over,
        tip_off_at,
        -- The team's rest: days since the previous game of the season that it played, minus 1.
        {{ days_between('max(case when is_over then game_date end) over games_before', 'game_date') }} - 1
            as team_rest_days
    from team_dates
    window games_before as (
        partition by team_abbr, is_exhibition, {{ season_year('game_date') }} order by game_date
        rows between unbounded preceding and 1 preceding
    )
)

select * from final
