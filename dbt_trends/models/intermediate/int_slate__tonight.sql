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
        bookmaker,
        line_type,
        line_updated_at,
        over_odds,
        under_odds
    from {{ ref('int_lines__market') }}
),

snapshots as (
    select
        as_of_date,
        team_abbr,
        report_date,
        report_hour,
        reported_at
    from {{ ref('int_slate__injury_snapshots') }}
),

reports as (
    select
        game_date,
        team_abbr,
        report_date,
        report_hour,
        player_lookup,
        injury_status
    from {{ ref('stg_nba_raw__injury_reports') }}
),

final as (
    select
        slate.as_of_date,
        slate.player_lookup,
        slate.opponent_team_abbr,
        slate.is_home,
        slate.tip_off_at,
        lines.points_line,
        lines.bookmaker,
        lines.line_type,
        lines.line_updated_at,
        lines.over_odds,
        lines.under_odds,
        case
            when reports.player_lookup is not null then reports.injury_status
            when snapshots.team_abbr is not null then 'not_listed'
        end as injury_status,
        snapshots.reported_at as injury_as_of
    from slate
    left join lines
        on
            slate.player_lookup = lines.player_lookup
            and slate.as_of_date = lines.game_date
            and slate.line_cutoff_at = lines.line_cutoff_at
    left join snapshots
        on
            slate.as_of_date = snapshots.as_of_date
            and slate.team_abbr = snapshots.team_abbr
    left join reports
        on
            snapshots.as_of_date = reports.game_date
            and snapshots.team_abbr = reports.team_abbr
            and snapshots.report_date = reports.report_date
            and snapshots.report_hour = reports.report_hour
            and slate.player_lookup = reports.player_lookup
)

select * from final
