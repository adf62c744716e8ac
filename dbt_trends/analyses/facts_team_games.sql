-- grain: one row per season_year: what nba_analytics.team_offense_game_summary holds
with team_offense_game_summary as (
    select
        game_date,
        team_abbr,
        fg_attempts,
        is_partial_game_data
    from {{ source('nba_analytics', 'team_offense_game_summary') }}
    where {{ in_source_window('game_date') }}
),

team_games as (
    select
        game_date,
        team_abbr,
        opponent_team_abbr
    from {{ ref('stg_nba_analytics__team_games') }}
),

scheduled as (
    select
        game_date,
        team_abbr
    from {{ ref('int_schedule__team_games') }}
),

teams as (
    select distinct team_abbr
    from {{ ref('team_aliases') }}
),

table_rows as (
    select
        {{ season_year('game_date') }} as season_year,
        count(*) as team_rows,
        sum(
            case
                when coalesce(is_partial_game_data, false) then 1
                when coalesce(fg_attempts, 0) < {{ var('partial_game_fg_attempts') }} then 1
                else 0
            end
        ) as partial_rows
    from team_offense_game_summary
    group by {{ season_year('game_date') }}
),

game_facts as (
    select
        {{ season_year('team_games.game_date') }} as season_year,
        count(*) as team_keys,
        {{ count_true('opponents.team_abbr is null') }} as teams_without_their_opponent,
        {{ count_true('teams.team_abbr is not null and scheduled.team_abbr is null') }}
            as team_rows_that_no_schedule_has
    from team_games
    left join teams on team_games.team_abbr = teams.team_abbr
    left join team_games as opponents
        on
            team_games.game_date = opponents.game_date
            and team_games.opponent_team_abbr = opponents.team_abbr
    left join scheduled
        on
            team_games.game_date = scheduled.game_date
            and team_games.team_abbr = scheduled.team_abbr
    group by {{ season_year('team_games.game_date') }}
),

final as (
    select
        table_rows.season_year,
        table_rows.team_rows,
        table_rows.partial_rows,
        game_facts.team_keys,
        game_facts.teams_without_their_opponent,
        game_facts.team_rows_that_no_schedule_has
    from table_rows
    left join game_facts on table_rows.season_year = game_facts.season_year
)

select * from final
