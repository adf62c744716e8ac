-- grain: one row per as_of_date: how tonight's lines agree with the lines of the same players and teams before
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

tonight as (
    select
        as_of_date,
        player_lookup,
        team_abbr,
        points_line,
        over_odds,
        under_odds,
        injury_status,
        injury_as_of
    from {{ ref('int_slate__tonight') }}
    where points_line is not null
),

results_lines as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        points_line,
        over_odds,
        under_odds
    from {{ ref('int_lines__market') }}
    where not is_tonight
),

played as (
    select
        player_lookup,
        game_date,
        team_abbr,
        line_cutoff_at
    from {{ ref('int_player_games__played') }}
),

lines_before as (
    select
        played.player_lookup,
        played.game_date,
        played.team_abbr,
        results_lines.points_line,
        results_lines.over_odds,
        results_lines.under_odds
    from results_lines
    inner join played
        on
            results_lines.player_lookup = played.player_lookup
            and results_lines.game_date = played.game_date
            and results_lines.line_cutoff_at = played.line_cutoff_at
),

players_before as (
    select
        tonight.as_of_date,
        tonight.player_lookup,
        tonight.points_line,
        tonight.over_odds,
        tonight.under_odds,
        lines_before.points_line as line_before,
        lines_before.over_odds as over_odds_before,
        lines_before.under_odds as under_odds_before,
        count(*) over (partition by tonight.as_of_date, tonight.player_lookup) as lines_before,
        row_number() over (
            partition by tonight.as_of_date, tonight.player_lookup
            order by lines_before.points_line, lines_before.game_date
        ) as line_number,
        row_number() over (
            partition by tonight.as_of_date, tonight.player_lookup
            order by lines_before.game_date desc
        ) as recency
    from tonight
    inner join lines_before
        on
            tonight.player_lookup = lines_before.player_lookup
            and lines_before.game_date >= {{ add_days('tonight.as_of_date', -var('usual_line_days')) }}
            and tonight.as_of_date > lines_before.game_date
),

-- The usual line is the median: of an even number the middle of the middle two.
shifts as (
    select
        as_of_date,
        player_lookup,
        points_line,
        points_line - avg(
            case when 2 * line_number in (lines_before, lines_before + 1, lines_before + 2) then line_before end
        ) as shift,
        max(
            case
                when
                    recency = 1
                    and points_line = line_before
                    and coalesce(over_odds, 0) = coalesce(over_odds_before, 0)
                    and coalesce(under_odds, 0) = coalesce(under_odds_before, 0)
                    then 1
                else 0
            end
        ) = 1 as is_unchanged
    from players_before
    group by as_of_date, player_lookup, points_line
),

numbered_shifts as (
    select
        as_of_date,
        player_lookup,
        points_line,
        shift,
        is_unchanged,
        abs(shift) > {{ var('line_change_max') }} as has_moved,
        count(*) over (partition by as_of_date) as players,
        row_number() over (partition by as_of_date order by shift, player_lookup) as shift_number,
        row_number() over (partition by as_of_date order by abs(shift) desc, player_lookup) as size_number
    from shifts
),

changes as (
    select
        as_of_date,
        count(*) as compared_lines,
        avg(case when 2 * shift_number in (players, players + 1, players + 2) then shift end) as line_shift,
        {{ rate(count_true('has_moved'), 'count(*)') }} as moved_share,
        {{ rate(count_true('is_unchanged'), 'count(*)') }} as unchanged_share,
        string_agg(
            case when size_number <= {{ var('guard_examples') }} then player_lookup end, ', ' order by size_number
        ) as most_moved
    from numbered_shifts
    group by as_of_date
),

lined_teams as (
    select
        as_of_date,
        team_abbr,
        count(*) as players
    from tonight
    group by as_of_date, team_abbr
),

team_nights_before as (
    select
        game_date,
        team_abbr,
        count(*) as players
    from lines_before
    group by game_date, team_abbr
),

-- The players with a line on the last night of each of tonight's teams with lines.
last_nights as (
    select
        lined_teams.as_of_date,
        lined_teams.players,
        team_nights_before.players as players_before
    from lined_teams
    inner join team_nights_before
        on
            lined_teams.team_abbr = team_nights_before.team_abbr
            and team_nights_before.game_date >= {{ add_days('lined_teams.as_of_date', -var('usual_line_days')) }}
            and lined_teams.as_of_date > team_nights_before.game_date
    where true
    qualify
        row_number() over (
            partition by lined_teams.as_of_date, lined_teams.team_abbr
            order by team_nights_before.game_date desc
        ) = 1
),

numbers as (
    select
        as_of_date,
        sum(players_before) as lined_players_before,
        {{ rate('sum(players)', 'sum(players_before)') }} as lined_players_to_before
    from last_nights
    group by as_of_date
),

slates as (
    select
        as_of_date,
        count(*) as lined_players,
        count(distinct team_abbr) as lined_teams,
        count(over_odds) as priced_lines,
        {{ rate(count_true('greatest(abs(over_odds), abs(under_odds)) > ' ~ var('long_odds')), 'count(over_odds)') }}
            as long_odds_share,
        count(injury_as_of) as reported_players,
        {{ rate(count_true("injury_status = 'out'"), 'count(injury_as_of)') }} as out_share
    from tonight
    group by as_of_date
),

final as (
    select
        as_of_dates.as_of_date,
        coalesce(slates.lined_players, 0) as lined_players,
        coalesce(slates.lined_teams, 0) as lined_teams,
        coalesce(slates.priced_lines, 0) as priced_lines,
        slates.long_odds_share,
        coalesce(slates.reported_players, 0) as reported_players,
        slates.out_share,
        coalesce(changes.compared_lines, 0) as compared_lines,
        changes.line_shift,
        changes.moved_share,
        changes.unchanged_share,
        changes.most_moved,
        coalesce(numbers.lined_players_before, 0) as lined_players_before,
        numbers.lined_players_to_before
    from as_of_dates
    left join slates on as_of_dates.as_of_date = slates.as_of_date
    left join changes on as_of_dates.as_of_date = changes.as_of_date
    left join numbers on as_of_dates.as_of_date = numbers.as_of_date
)

select * from final
