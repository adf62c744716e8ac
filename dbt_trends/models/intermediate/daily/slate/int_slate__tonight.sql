-- grain: one row per (as_of_date, player_lookup), players whose team plays on the as-of date
with slate as (
    select
        as_of_date,
        player_lookup,
        team_abbr,
        opponent_team_abbr,
        is_home,
        tip_off_at,
        line_cutoff_at
    from {{ ref('int_slate__players') }}
),

lines as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        points_line,
        book,
        line_type,
        line_feed,
        line_updated_at,
        over_odds,
        under_odds
    from {{ ref('int_lines__market') }}
    where is_tonight
),

reports as (
    select
        as_of_date,
        team_abbr,
        player_lookup,
        injury_status,
        reported_at
    from {{ ref('int_slate__injury_reports') }}
),

-- A team has one last report: a player absent from it is not listed.
reported_teams as (
    select distinct
        as_of_date,
        team_abbr,
        reported_at
    from reports
),

joined as (
    select
        slate.as_of_date,
        slate.player_lookup,
        slate.team_abbr,
        slate.opponent_team_abbr,
        slate.is_home,
        slate.tip_off_at,
        lines.points_line,
        lines.book,
        lines.line_type,
        lines.line_feed,
        lines.line_updated_at,
        lines.over_odds,
        lines.under_odds,
        case
            when reports.player_lookup is not null then reports.injury_status
            when reported_teams.team_abbr is not null then 'not_listed'
        end as injury_status,
        reported_teams.reported_at as injury_as_of
    from slate
    left join lines
        on
            slate.player_lookup = lines.player_lookup
            and slate.as_of_date = lines.game_date
            and slate.line_cutoff_at = lines.line_cutoff_at
    left join reported_teams
        on
            slate.as_of_date = reported_teams.as_of_date
            and slate.team_abbr = reported_teams.team_abbr
    left join reports
        on
            slate.as_of_date = reports.as_of_date
            and slate.team_abbr = reports.team_abbr
            and slate.player_lookup = reports.player_lookup
),

final as (
    select
        *,
        -- Has a line and is not reported out.
        points_line is not null and coalesce(injury_status, '') != 'out' as is_available
    from joined
)

select * from final
