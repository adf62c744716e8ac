-- grain: one row per as_of_date
with facts as (
    select
        {{ envelope_facts() }},
        season_year,
        season,
        note_no_recent_lines,
        season_status as status
    from {{ ref('int_documents__season_facts') }}
),

season_games as (
    select
        as_of_date,
        is_paired,
        pace
    from {{ ref('int_teams__season_games') }}
),

props as (
    select
        season_year,
        game_date,
        {{ count_true('is_over') }} as overs,
        {{ count_true('is_graded') }} as graded_props,
        {{ count_true('is_graded and shot_profile is null') }} as unknown_profile_props
    from {{ ref('int_props__described') }}
    group by season_year, game_date
),

zone_dates as (
    select
        season_year,
        min(game_date) as first_game_date
    from {{ ref('int_player_games__played') }}
    where has_shot_zones
    group by season_year
),

-- Each game has two rows, one per team.
league_pace as (
    select
        as_of_date,
        {{ rate(exact_sum('pace'), 'count(*)') }} as pace,
        count(*) as team_games
    from season_games
    where is_paired
    group by as_of_date
),

-- Lists for which fewer than two teams qualify are empty, and the notes say so.
filled_lists as (
    select
        as_of_date,
        count(distinct list_group) as game_lists,
        count(distinct profile) as profile_lists
    from (
        select
            as_of_date,
            'pace' as list_group,
            cast(null as string) as profile
        from {{ ref('fct_team_tendencies_pace') }}
        union all
        select
            as_of_date,
            'home_away' as list_group,
            cast(null as string) as profile
        from {{ ref('fct_team_tendencies_home_away') }}
        union all
        select
            as_of_date,
            'back_to_back' as list_group,
            cast(null as string) as profile
        from {{ ref('fct_team_tendencies_back_to_back') }}
        union all
        select
            as_of_date,
            cast(null as string) as list_group,
            profile
        from {{ ref('fct_team_tendencies_defense') }}
    ) as lists
    group by as_of_date
),

league_props as (
    select
        facts.as_of_date,
        sum(props.overs) as overs,
        sum(props.graded_props) as graded_props,
        sum(props.unknown_profile_props) as unknown_profile_props
    from facts
    inner join props
        on
            facts.season_year = props.season_year
            and props.game_date < facts.as_of_date
    group by facts.as_of_date
),

joined as (
    select
        {{ envelope_facts('facts') }},
        facts.season,
        facts.note_no_recent_lines,
        facts.status,
        league_pace.pace,
        league_pace.team_games,
        league_props.overs,
        league_props.graded_props,
        league_props.unknown_profile_props,
        coalesce(filled_lists.game_lists, 0) as game_lists,
        coalesce(filled_lists.profile_lists, 0) as profile_lists,
        coalesce(zone_dates.first_game_date < facts.as_of_date, false) as has_shot_zones
    from facts
    left join league_pace on facts.as_of_date = league_pace.as_of_date
    left join filled_lists on facts.as_of_date = filled_lists.as_of_date
    left join league_props on facts.as_of_date = league_props.as_of_date
    left join zone_dates on facts.season_year = zone_dates.season_year
),

final as (
    select
        {{ envelope_columns() }},
        cast(note_no_recent_lines as bool) as note_no_recent_lines,
        cast(status = 'ok' and not has_shot_zones as bool) as note_no_shot_zones,
        cast(status = 'ok' and game_lists < 3 as bool) as note_too_few_games,
        cast(status = 'ok' and has_shot_zones and profile_lists < 3 as bool) as note_too_few_props,
        {{ round_points('pace') }} as league__pace,
        {{ round_rate(rate('overs', 'graded_props')) }} as league__over_rate,
        cast(coalesce(team_games, 0) / 2 as int64) as league__games,
        cast(coalesce(unknown_profile_props, 0) as int64) as unknown_profile_games
    from joined
)

select * from final
