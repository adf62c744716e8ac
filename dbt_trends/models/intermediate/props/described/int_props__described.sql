-- grain: one row per (player_lookup, game_date), games against a line (pushes too) with what was known before them
with results as (
    select
        player_lookup,
        game_date,
        season_year,
        points_line,
        margin,
        result,
        is_over,
        is_push,
        streak
    from {{ ref('int_player_games__results') }}
),

played as (
    select
        player_lookup,
        game_date,
        team_abbr,
        opponent_team_abbr,
        is_home,
        is_playoffs,
        tip_off_at
    from {{ ref('int_player_games__played') }}
),

described as (
    select
        player_lookup,
        game_date,
        rest_days,
        games_before
    from {{ ref('int_player_games__described') }}
),

profiles as (
    select
        player_lookup,
        game_date,
        shot_profile
    from {{ ref('int_players__shot_profiles') }}
),

registry as (
    select
        player_lookup,
        season_year,
        position
    from {{ ref('int_players__registry') }}
),

leading_scorers as (
    select
        game_date,
        team_abbr,
        player_lookup,
        is_out
    from {{ ref('int_teams__leading_scorers') }}
),

-- The position of the latest season that the registry knows, the prop's own or an earlier one.
positions as (
    select
        results.player_lookup,
        results.game_date,
        registry.position
    from results
    inner join registry
        on
            results.player_lookup = registry.player_lookup
            and results.season_year >= registry.season_year
    where true
    qualify
        row_number() over (
            partition by results.player_lookup, results.game_date
            order by registry.season_year desc
        ) = 1
),

final as (
    select
        results.player_lookup,
        results.game_date,
        results.season_year,
        results.points_line,
        results.margin,
        results.is_over,
        not results.is_push as is_graded,
        played.team_abbr,
        played.opponent_team_abbr,
        played.is_home,
        played.is_playoffs,
        played.tip_off_at,
        described.rest_days,
        described.games_before,
        positions.position,
        profiles.shot_profile,
        lag(results.margin) over season_props as last_margin,
        last_value(case when not results.is_push then results.result end ignore nulls) over before_this
            as last_result,
        last_value(results.streak ignore nulls) over before_this as streak_before,
        case
            when leading_scorers.player_lookup is not null and leading_scorers.player_lookup != results.player_lookup
                then leading_scorers.is_out
        end as is_leading_scorer_out
    from results
    inner join played
        on results.player_lookup = played.player_lookup and results.game_date = played.game_date
    inner join described
        on results.player_lookup = described.player_lookup and results.game_date = described.game_date
    left join positions
        on results.player_lookup = positions.player_lookup and results.game_date = positions.game_date
    left join profiles
        on results.player_lookup = profiles.player_lookup and results.game_date = profiles.game_date
    left join leading_scorers
        on played.team_abbr = leading_scorers.team_abbr and played.game_date = leading_scorers.game_date
    window
        season_props as (partition by results.player_lookup, results.season_year order by results.game_date),
        before_this as (
            partition by results.player_lookup, results.season_year order by results.game_date
            rows between unbounded preceding and 1 preceding
        )
)

select * from final
