-- grain: one row per as_of_date
with gaps as (
    select
        as_of_date,
        games_due,
        is_missing_results,
        lines_due_at
    from {{ ref('int_documents__data_gaps') }}
),

seasons as (
    select
        as_of_date,
        last_played_date
    from {{ ref('int_seasons__as_of') }}
),

results as (
    select
        as_of_date,
        teams_due_yesterday,
        short_teams_yesterday,
        short_share_yesterday,
        short_teams,
        silent_teams,
        silent_team_names,
        unscheduled_team_nights,
        unscheduled_teams,
        players_yesterday,
        mean_points_yesterday,
        scoreless_share_yesterday,
        no_minutes_share_yesterday,
        averaged_players_yesterday,
        points_to_average_yesterday
    from {{ ref('int_guards__results') }}
),

players as (
    select
        as_of_date,
        player_full_name,
        {{ without_suffix(player_lookup('player_full_name')) }} != {{ without_suffix('player_lookup') }} as is_misnamed
    from {{ ref('int_players__last_games') }}
),

numbered_players as (
    select
        *,
        row_number() over (partition by as_of_date, is_misnamed order by player_full_name) as name_number
    from players
),

named as (
    select
        as_of_date,
        count(*) as named_players,
        {{ rate(count_true('is_misnamed'), 'count(*)') }} as misnamed_share,
        string_agg(
            case when is_misnamed and name_number <= {{ var('guard_examples') }} then player_full_name end,
            ', ' order by name_number
        ) as misnamed_examples
    from numbered_players
    group by as_of_date
),

final as (
    select
        cast(gaps.as_of_date as date) as as_of_date,
        cast(gaps.games_due as int64) as games_due,
        cast(gaps.is_missing_results as bool) as is_missing_results,
        cast(gaps.lines_due_at as {{ type_timestamp() }}) as lines_due_at,
        cast({{ days_between('seasons.last_played_date', 'gaps.as_of_date') }} as int64) as days_since_box_score,
        cast(results.teams_due_yesterday as int64) as teams_due_yesterday,
        cast(results.short_teams_yesterday as int64) as short_teams_yesterday,
        {{ round_rate('results.short_share_yesterday') }} as short_share_yesterday,
        cast(results.short_teams as string) as short_teams,
        cast(results.silent_teams as int64) as silent_teams,
        cast(results.silent_team_names as string) as silent_team_names,
        cast(results.unscheduled_team_nights as int64) as unscheduled_team_nights,
        cast(results.unscheduled_teams as string) as unscheduled_teams,
        cast(results.players_yesterday as int64) as players_yesterday,
        {{ round_points('results.mean_points_yesterday') }} as mean_points_yesterday,
        {{ round_rate('results.scoreless_share_yesterday') }} as scoreless_share_yesterday,
        {{ round_rate('results.no_minutes_share_yesterday') }} as no_minutes_share_yesterday,
        cast(results.averaged_players_yesterday as int64) as averaged_players_yesterday,
        {{ round_rate('results.points_to_average_yesterday') }} as points_to_average_yesterday,
        cast(coalesce(named.named_players, 0) as int64) as named_players,
        {{ round_rate('named.misnamed_share') }} as misnamed_share,
        cast(named.misnamed_examples as string) as misnamed_examples
    from gaps
    inner join seasons on gaps.as_of_date = seasons.as_of_date
    inner join results on gaps.as_of_date = results.as_of_date
    left join named on gaps.as_of_date = named.as_of_date
)

select * from final
