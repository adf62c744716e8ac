-- grain: one row per (as_of_date, list_name, rank)
with last_games as (
    select
        as_of_date,
        player_lookup,
        player_full_name,
        team_abbr,
        position,
        last_game_date
    from {{ ref('int_players__last_games') }}
),

eligible_games as (
    select
        player_lookup,
        game_date,
        opponent_team_abbr,
        points,
        minutes_played,
        average_before,
        shortfall
    from {{ ref('int_bounce_back__eligible_games') }}
    where is_bad_game
),

tonight as (
    select
        as_of_date,
        player_lookup,
        {{ tonight_facts() }}
    from {{ ref('int_slate__tonight') }}
),

results as (
    select
        player_lookup,
        game_date,
        points_line
    from {{ ref('int_player_games__results') }}
),

records as (
    select
        as_of_date,
        player_lookup,
        situations,
        bounce_backs,
        baseline_rate,
        p_value,
        q_value
    from {{ ref('int_bounce_back__tested') }}
),

defense_ranks as (
    select
        as_of_date,
        team_abbr,
        defense_rank
    from {{ ref('int_teams__defense_ranks') }}
),

bad_last_games as (
    select
        last_games.as_of_date,
        last_games.player_lookup,
        last_games.player_full_name,
        last_games.team_abbr,
        last_games.position,
        eligible_games.game_date,
        eligible_games.opponent_team_abbr,
        eligible_games.points,
        eligible_games.minutes_played,
        eligible_games.average_before,
        eligible_games.shortfall
    from last_games
    inner join eligible_games
        on
            last_games.player_lookup = eligible_games.player_lookup
            and last_games.last_game_date = eligible_games.game_date
    where
        {{ days_between('last_games.last_game_date', 'last_games.as_of_date') }}
        <= {{ var('bounce_back_max_gap_days') }}
),

comebacks as (
    select
        bad_last_games.as_of_date,
        bad_last_games.player_lookup,
        bad_last_games.player_full_name,
        bad_last_games.team_abbr,
        bad_last_games.position,
        bad_last_games.game_date,
        bad_last_games.opponent_team_abbr,
        bad_last_games.points,
        bad_last_games.minutes_played,
        bad_last_games.average_before,
        bad_last_games.shortfall,
        records.baseline_rate,
        records.p_value,
        records.q_value,
        coalesce(records.situations, 0) as situations,
        coalesce(records.bounce_backs, 0) as bounce_backs,
        {{ adjusted_rate(
            'records.bounce_backs', 'records.situations', 'records.baseline_rate', var('bounce_back_prior_strength')
        ) }} as adjusted_rate,
        case
            when records.situations >= {{ var('bounce_back_min_situations') }} then 'candidates'
            else 'watch_list'
        end as list_name
    from bad_last_games
    inner join tonight
        on
            bad_last_games.as_of_date = tonight.as_of_date
            and bad_last_games.player_lookup = tonight.player_lookup
    left join records
        on
            bad_last_games.as_of_date = records.as_of_date
            and bad_last_games.player_lookup = records.player_lookup
    where coalesce(tonight.injury_status, '') != 'out'
),

ranked as (
    select
        *,
        row_number() over (
            partition by as_of_date, list_name
            order by
                case when list_name = 'candidates' then {{ nine_decimals('adjusted_rate') }} end desc nulls last,
                case when list_name = 'candidates' then situations end desc nulls last,
                case when list_name = 'watch_list' then {{ nine_decimals('shortfall') }} end desc nulls last,
                player_lookup
        ) as list_rank
    from comebacks
),

final as (
    select
        cast(ranked.as_of_date as date) as as_of_date,
        cast(ranked.list_name as string) as list_name,
        cast(ranked.list_rank as int64) as rank,
        cast(ranked.player_lookup as string) as player_lookup,
        cast(ranked.player_full_name as string) as player_full_name,
        cast(ranked.team_abbr as string) as team_abbr,
        cast(ranked.position as string) as position,
        cast(ranked.game_date as date) as last_game__date,
        cast(ranked.opponent_team_abbr as string) as last_game__opponent,
        cast(ranked.points as int64) as last_game__points,
        cast(ranked.minutes_played as {{ type_float() }}) as last_game__minutes,
        {{ round_points('ranked.average_before') }} as last_game__season_average,
        {{ round_points('ranked.shortfall') }} as last_game__shortfall,
        cast(results.points_line as {{ type_float() }}) as last_game__prop_line,
        {{ round_rate(rate('ranked.bounce_backs', 'ranked.situations')) }} as bounce_back_rate,
        {{ round_rate(wilson_low('ranked.bounce_backs', 'ranked.situations')) }} as rate_low,
        {{ round_rate(wilson_high('ranked.bounce_backs', 'ranked.situations')) }} as rate_high,
        {{ round_rate('ranked.adjusted_rate') }} as rate_adjusted,
        cast(ranked.bounce_backs as int64) as bounce_backs,
        cast(ranked.situations as int64) as situations,
        {{ round_rate('ranked.baseline_rate') }} as baseline_rate,
        {{ round_rate('ranked.adjusted_rate - ranked.baseline_rate') }} as lift,
        {{ round_p('ranked.p_value') }} as p_value,
        {{ round_p('ranked.q_value') }} as q_value,
        cast({{ significance('ranked.q_value') }} as string) as significance,
        {{ tonight_columns() }},
        cast(defense_ranks.defense_rank as int64) as tonight__opponent_defense_rank
    from ranked
    inner join tonight
        on
            ranked.as_of_date = tonight.as_of_date
            and ranked.player_lookup = tonight.player_lookup
    left join defense_ranks
        on
            tonight.as_of_date = defense_ranks.as_of_date
            and tonight.opponent_team_abbr = defense_ranks.team_abbr
    left join results
        on
            ranked.player_lookup = results.player_lookup
            and ranked.game_date = results.game_date
)

select * from final
