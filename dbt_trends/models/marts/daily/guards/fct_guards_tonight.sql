-- grain: one row per as_of_date
with lines as (
    select
        as_of_date,
        lined_players,
        lined_teams,
        priced_lines,
        long_odds_share,
        reported_players,
        out_share,
        compared_lines,
        line_shift,
        moved_share,
        unchanged_share,
        most_moved,
        lined_players_before,
        lined_players_to_before
    from {{ ref('int_guards__lines') }}
),

schedule as (
    select
        as_of_date,
        quoted_players,
        unscheduled_share,
        unscheduled_quoted_teams,
        unscheduled_quoted_team_names,
        feed_games,
        swapped_share,
        moved_games_share,
        scheduled_teams,
        known_tip_offs,
        early_share
    from {{ ref('int_guards__schedule') }}
),

final as (
    select
        cast(lines.as_of_date as date) as as_of_date,
        cast(lines.lined_players as int64) as lined_players,
        {{ round_rate(rate('lines.lined_teams', 'schedule.scheduled_teams')) }} as lined_teams_share,
        cast(lines.lined_players_before as int64) as lined_players_before,
        {{ round_rate('lines.lined_players_to_before') }} as lined_players_to_before,
        cast(lines.compared_lines as int64) as compared_lines,
        {{ round_points('lines.line_shift') }} as line_shift,
        {{ round_rate('lines.moved_share') }} as moved_share,
        {{ round_rate('lines.unchanged_share') }} as unchanged_share,
        cast(lines.most_moved as string) as most_moved,
        cast(lines.priced_lines as int64) as priced_lines,
        {{ round_rate('lines.long_odds_share') }} as long_odds_share,
        cast(lines.reported_players as int64) as reported_players,
        {{ round_rate('lines.out_share') }} as out_share,
        cast(schedule.quoted_players as int64) as quoted_players,
        {{ round_rate('schedule.unscheduled_share') }} as unscheduled_share,
        cast(schedule.unscheduled_quoted_teams as int64) as unscheduled_quoted_teams,
        cast(schedule.unscheduled_quoted_team_names as string) as unscheduled_quoted_team_names,
        cast(schedule.feed_games as int64) as feed_games,
        {{ round_rate('schedule.swapped_share') }} as swapped_share,
        {{ round_rate('schedule.moved_games_share') }} as moved_games_share,
        cast(schedule.known_tip_offs as int64) as known_tip_offs,
        {{ round_rate('schedule.early_share') }} as early_share
    from lines
    inner join schedule on lines.as_of_date = schedule.as_of_date
)

select * from final
