-- grain: one row per (player_lookup, game_date), played games with the archetype known before them (null: unclassified)
with player_games as (
    select
        player_lookup,
        game_date,
        season_year,
        games_before,
        points_before,
        sum(usage_minutes) over games_before_this as usage_minutes_before,
        {{ exact_sum('weighted_usage', over='games_before_this') }} as weighted_usage_before
    from {{ ref('int_player_games__described') }}
    window games_before_this as (
        partition by player_lookup, season_year order by game_date
        rows between unbounded preceding and 1 preceding
    )
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

bases as (
    select
        player_games.player_lookup,
        player_games.game_date,
        player_games.season_year - entry_years.entry_year as years_in_league,
        {{ archetype_basis(
            'player_games.games_before',
            rate('player_games.points_before', 'player_games.games_before'),
            rate('previous.points', 'previous.games')
        ) }} as ppg,
        {{ archetype_basis(
            'player_games.games_before',
            rate('player_games.weighted_usage_before', 'player_games.usage_minutes_before'),
            rate('previous.weighted_usage', 'previous.usage_minutes')
        ) }} as usage_rate
    from player_games
    left join seasons as previous
        on
            player_games.player_lookup = previous.player_lookup
            and player_games.season_year - 1 = previous.season_year
    left join entry_years on player_games.player_lookup = entry_years.player_lookup
),

final as (
    select
        player_lookup,
        game_date,
        {{ archetype('years_in_league', 'usage_rate', 'ppg') }} as archetype
    from bases
)

select * from final
