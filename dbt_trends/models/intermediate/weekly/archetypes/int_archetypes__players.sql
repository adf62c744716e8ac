-- grain: one row per (as_of_date, player_lookup), recently active players with their archetype as of the date
with facts as (
    select
        as_of_date,
        season_year,
        recent_through
    from {{ ref('int_seasons__as_of') }}
),

player_games as (
    select
        player_lookup,
        game_date,
        season_year,
        points,
        usage_minutes,
        weighted_usage
    from {{ ref('int_player_games__described') }}
),

seasons as (
    select
        player_lookup,
        season_year,
        games,
        points,
        usage_minutes,
        weighted_usage
    from {{ ref('int_archetypes__seasons') }}
    where games >= {{ var('archetype_min_games') }}
),

entry_years as (
    select
        player_lookup,
        entry_year
    from {{ ref('int_players__entry_years') }}
),

recent_players as (
    select
        as_of_date,
        player_lookup,
        team_abbr,
        last_game_date
    from {{ ref('int_players__last_games') }}
),

season_to_date as (
    select
        facts.as_of_date,
        player_games.player_lookup,
        count(*) as games,
        sum(player_games.points) as points,
        sum(player_games.usage_minutes) as usage_minutes,
        {{ exact_sum('player_games.weighted_usage') }} as weighted_usage
    from facts
    inner join player_games
        on
            facts.season_year = player_games.season_year
            and player_games.game_date < facts.as_of_date
    group by facts.as_of_date, player_games.player_lookup
),

bases as (
    select
        recent_players.as_of_date,
        recent_players.player_lookup,
        recent_players.team_abbr,
        facts.season_year - entry_years.entry_year as years_in_league,
        {{ archetype_basis(
            'season_to_date.games',
            rate('season_to_date.points', 'season_to_date.games'),
            rate('previous.points', 'previous.games')
        ) }} as ppg,
        {{ archetype_basis(
            'season_to_date.games',
            rate('season_to_date.weighted_usage', 'season_to_date.usage_minutes'),
            rate('previous.weighted_usage', 'previous.usage_minutes')
        ) }} as usage_rate
    from recent_players
    inner join facts on recent_players.as_of_date = facts.as_of_date
    left join season_to_date
        on
            recent_players.as_of_date = season_to_date.as_of_date
            and recent_players.player_lookup = season_to_date.player_lookup
    left join seasons as previous
        on
            recent_players.player_lookup = previous.player_lookup
            and facts.season_year - 1 = previous.season_year
    left join entry_years on recent_players.player_lookup = entry_years.player_lookup
    where
        {{ days_between('recent_players.last_game_date', 'facts.recent_through') }}
        < {{ var('example_recency_days') }}
),

final as (
    select
        as_of_date,
        player_lookup,
        team_abbr,
        years_in_league,
        ppg,
        usage_rate,
        {{ archetype('years_in_league', 'usage_rate', 'ppg') }} as archetype
    from bases
)

select * from final
