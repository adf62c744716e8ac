-- grain: one row per season_year: what nba_raw.nbac_schedule holds, and what is unknown about its games
with nbac_schedule as (
    select
        game_id,
        game_date,
        home_team_tricode,
        away_team_tricode,
        is_all_star,
        neutral_site_flag
    from {{ source('nba_raw', 'nbac_schedule') }}
    where {{ in_source_window('game_date', var('schedule_horizon_days')) }}
),

schedule as (
    select
        game_id,
        game_date,
        game_date_est
    from {{ ref('stg_nba_raw__schedule') }}
),

team_games as (
    select
        game_id,
        game_date,
        team_abbr,
        is_home,
        is_over,
        tip_off_at
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

player_games as (
    select
        game_date,
        team_abbr,
        is_played
    from {{ ref('stg_nba_analytics__player_games') }}
),

teams as (
    select distinct team_abbr
    from {{ ref('team_aliases') }}
),

told_rows as (
    select
        nbac_schedule.game_id,
        {{ season_year('nbac_schedule.game_date') }} as season_year,
        coalesce(nbac_schedule.neutral_site_flag, false) as is_neutral_site,
        home_teams.team_abbr is not null and away_teams.team_abbr is not null as is_between_league_teams,
        coalesce(nbac_schedule.is_all_star, false)
        or substr(nbac_schedule.game_id, 1, 3) in (
            '{{ var("preseason_game_id_prefix") }}', '{{ var("all_star_game_id_prefix") }}'
        ) as is_exhibition
    from nbac_schedule
    left join teams as home_teams on nbac_schedule.home_team_tricode = home_teams.team_abbr
    left join teams as away_teams on nbac_schedule.away_team_tricode = away_teams.team_abbr
),

table_rows as (
    select
        season_year,
        count(*) as schedule_rows,
        count(distinct game_id) as schedule_ids,
        sum(case when is_between_league_teams or is_exhibition then 0 else 1 end) as placeholder_rows,
        {{ count_true('is_exhibition') }} as exhibition_rows,
        {{ count_true('is_neutral_site') }} as neutral_site_flags
    from told_rows
    group by season_year
),

played_team_dates as (
    select distinct
        game_date,
        team_abbr
    from player_games
    where is_played
),

last_result as (
    select max(game_date) as game_date
    from played_team_dates
),

games as (
    select
        team_games.game_id,
        team_games.game_date,
        team_games.is_over,
        team_games.tip_off_at,
        {{ known_tip_off('schedule.game_date_est', 'team_games.game_date') }} as stored_tip_off_at,
        count(team_games.is_home) = 0 as is_on_neutral_ground,
        count(*) as teams,
        count(played_team_dates.team_abbr) as teams_with_box_scores
    from team_games
    inner join schedule on team_games.game_id = schedule.game_id
    left join played_team_dates
        on
            team_games.game_date = played_team_dates.game_date
            and team_games.team_abbr = played_team_dates.team_abbr
    group by
        team_games.game_id,
        team_games.game_date,
        team_games.is_over,
        team_games.tip_off_at,
        schedule.game_date_est
),

game_facts as (
    select
        {{ season_year('games.game_date') }} as season_year,
        count(*) as games,
        {{ count_true('games.stored_tip_off_at is null') }} as tip_offs_unknown_as_stored,
        {{ count_true('games.tip_off_at is null') }} as tip_offs_unknown,
        {{ count_true('games.is_on_neutral_ground') }} as games_on_neutral_ground,
        {{ count_true('games.is_over and games.teams_with_box_scores < 2') }} as games_without_box_scores,
        {{ count_true('not games.is_over and games.game_date < last_result.game_date') }} as games_never_played
    from games
    cross join last_result
    group by {{ season_year('games.game_date') }}
),

final as (
    select
        table_rows.season_year,
        table_rows.schedule_rows,
        table_rows.schedule_ids,
        table_rows.placeholder_rows,
        table_rows.exhibition_rows,
        table_rows.neutral_site_flags,
        game_facts.games,
        game_facts.tip_offs_unknown_as_stored,
        game_facts.tip_offs_unknown,
        game_facts.games_on_neutral_ground,
        game_facts.games_without_box_scores,
        game_facts.games_never_played
    from table_rows
    left join game_facts on table_rows.season_year = game_facts.season_year
)

select * from final
