-- grain: one row per season_year: what nba_analytics.player_game_summary holds, and what is unknown about its games
with player_game_summary as (
    select
        player_lookup,
        game_date,
        team_abbr
    from {{ source('nba_analytics', 'player_game_summary') }}
    where {{ in_source_window('game_date') }}
),

player_games as (
    select
        player_lookup,
        game_date,
        team_abbr,
        usage_rate,
        has_shot_zones,
        is_played
    from {{ ref('stg_nba_analytics__player_games') }}
),

team_games as (
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
        count(*) as box_score_rows
    from player_game_summary
    group by {{ season_year('game_date') }}
),

game_facts as (
    select
        {{ season_year('player_games.game_date') }} as season_year,
        count(*) as box_score_keys,
        {{ count_true('player_games.is_played') }} as played_games,
        sum(case when player_games.is_played then 0 else 1 end) as games_not_played,
        {{ count_true('player_games.is_played and player_games.usage_rate is null') }} as usage_unknown,
        {{ count_true('player_games.is_played and not player_games.has_shot_zones') }} as zones_unknown,
        sum(
            case
                when player_games.is_played and teams.team_abbr is not null and team_games.team_abbr is null then 1
                else 0
            end
        ) as games_that_no_schedule_has
    from player_games
    left join teams on player_games.team_abbr = teams.team_abbr
    left join team_games
        on
            player_games.game_date = team_games.game_date
            and player_games.team_abbr = team_games.team_abbr
    group by {{ season_year('player_games.game_date') }}
),

final as (
    select
        table_rows.season_year,
        table_rows.box_score_rows,
        game_facts.box_score_keys,
        game_facts.played_games,
        game_facts.games_not_played,
        game_facts.usage_unknown,
        game_facts.zones_unknown,
        game_facts.games_that_no_schedule_has
    from table_rows
    left join game_facts on table_rows.season_year = game_facts.season_year
)

select * from final
