-- grain: one row per as_of_date: how the lines' feeds agree with tonight's schedule
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

league_games as (
    select
        game_date,
        team_abbr,
        opponent_team_abbr,
        is_home,
        tip_off_at
    from {{ ref('int_schedule__team_games') }}
    where not is_exhibition
),

last_games as (
    select
        as_of_date,
        player_lookup,
        team_abbr
    from {{ ref('int_players__last_games') }}
),

quotes as (
    select
        player_lookup,
        game_date,
        quoted_at
    from {{ ref('int_lines__quotes') }}
    where player_lookup is not null and gives_lines
),

odds_api_props as (
    select
        game_date,
        home_team_abbr,
        away_team_abbr,
        game_start_time,
        snapshot_at
    from {{ ref('stg_nba_raw__odds_api_props') }}
    where game_start_time is not null and snapshot_at < game_start_time
),

quoted_players as (
    select
        last_games.as_of_date,
        last_games.player_lookup,
        last_games.team_abbr,
        max(case when league_games.team_abbr is null then 1 else 0 end) = 1 as is_unscheduled
    from last_games
    inner join quotes
        on
            last_games.player_lookup = quotes.player_lookup
            and last_games.as_of_date = quotes.game_date
    left join league_games
        on
            last_games.as_of_date = league_games.game_date
            and last_games.team_abbr = league_games.team_abbr
    where quotes.quoted_at < {{ line_cutoff_at('league_games.tip_off_at', 'last_games.as_of_date') }}
    group by last_games.as_of_date, last_games.player_lookup, last_games.team_abbr
),

quoted_teams as (
    select
        as_of_date,
        team_abbr,
        count(*) as players,
        {{ count_true('is_unscheduled') }} as unscheduled_players
    from quoted_players
    group by as_of_date, team_abbr
),

quoted as (
    select
        as_of_date,
        sum(players) as quoted_players,
        {{ rate('sum(unscheduled_players)', 'sum(players)') }} as unscheduled_share,
        {{ count_true('unscheduled_players >= ' ~ var('lined_team_min_players')) }} as unscheduled_quoted_teams,
        string_agg(case when unscheduled_players > 0 then team_abbr end, ', ' order by team_abbr)
            as unscheduled_quoted_team_names
    from quoted_teams
    group by as_of_date
),

odds_api_games as (
    select
        game_date,
        home_team_abbr,
        away_team_abbr,
        max(game_start_time) as game_start_time
    from odds_api_props
    group by game_date, home_team_abbr, away_team_abbr
),

feed as (
    select
        odds_api_games.game_date,
        count(*) as feed_games,
        {{ count_true('not league_games.is_home') }} as swapped_games,
        {{ count_true(
            'league_games.tip_off_at < ' ~ minutes_before('odds_api_games.game_start_time', 60)
            ~ ' or odds_api_games.game_start_time < ' ~ minutes_before('league_games.tip_off_at', 60)
        ) }} as moved_games
    from odds_api_games
    inner join league_games
        on
            odds_api_games.game_date = league_games.game_date
            and odds_api_games.home_team_abbr = league_games.team_abbr
            and odds_api_games.away_team_abbr = league_games.opponent_team_abbr
    group by odds_api_games.game_date
),

tip_offs as (
    select
        game_date,
        count(*) as scheduled_teams,
        count(tip_off_at) as known_tip_offs,
        {{ count_true(new_york_hour('tip_off_at') ~ ' < ' ~ var('first_tip_off_hour')) }} as early_tip_offs
    from league_games
    group by game_date
),

final as (
    select
        as_of_dates.as_of_date,
        coalesce(quoted.quoted_players, 0) as quoted_players,
        quoted.unscheduled_share,
        coalesce(quoted.unscheduled_quoted_teams, 0) as unscheduled_quoted_teams,
        quoted.unscheduled_quoted_team_names,
        coalesce(feed.feed_games, 0) as feed_games,
        {{ rate('feed.swapped_games', 'feed.feed_games') }} as swapped_share,
        {{ rate('feed.moved_games', 'feed.feed_games') }} as moved_games_share,
        coalesce(tip_offs.scheduled_teams, 0) as scheduled_teams,
        coalesce(tip_offs.known_tip_offs, 0) as known_tip_offs,
        {{ rate('tip_offs.early_tip_offs', 'tip_offs.known_tip_offs') }} as early_share
    from as_of_dates
    left join quoted on as_of_dates.as_of_date = quoted.as_of_date
    left join feed on as_of_dates.as_of_date = feed.game_date
    left join tip_offs on as_of_dates.as_of_date = tip_offs.game_date
)

select * from final
