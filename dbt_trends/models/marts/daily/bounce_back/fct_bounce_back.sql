-- grain: one row per as_of_date
with facts as (
    select
        {{ envelope_facts() }},
        season,
        status,
        note_no_lines,
        note_lines_incomplete,
        note_no_injury_report
    from {{ ref('int_documents__daily_facts') }}
),

league as (
    select
        as_of_date,
        situations,
        players,
        bounce_backs,
        any_game_rate
    from {{ ref('int_bounce_back__league') }}
),

listed as (
    select
        as_of_date,
        {{ count_true("list_name = 'candidates'") }} as candidates,
        {{ count_true("list_name = 'watch_list'") }} as watch_list
    from {{ ref('fct_bounce_back_players') }}
    group by as_of_date
),

joined as (
    select
        {{ envelope_facts('facts') }},
        facts.season,
        facts.status,
        facts.note_no_lines,
        facts.note_lines_incomplete,
        facts.note_no_injury_report,
        league.any_game_rate,
        coalesce(league.situations, 0) as situations,
        coalesce(league.players, 0) as players,
        coalesce(league.bounce_backs, 0) as bounce_backs,
        coalesce(listed.candidates, 0) as candidates,
        coalesce(listed.watch_list, 0) as watch_list
    from facts
    left join league on facts.as_of_date = league.as_of_date
    left join listed on facts.as_of_date = listed.as_of_date
),

final as (
    select
        {{ envelope_columns(data_through='last_played_date') }},
        cast(note_no_lines as bool) as note_no_lines,
        cast(note_lines_incomplete as bool) as note_lines_incomplete,
        cast(note_no_injury_report as bool) as note_no_injury_report,
        cast(status = 'ok' and candidates = 0 as bool) as note_no_candidates,
        cast(status = 'ok' and watch_list = 0 as bool) as note_no_watch_list,
        cast({{ var('bounce_back_shortfall') }} as {{ type_float() }}) as thresholds__shortfall_points,
        cast({{ var('bounce_back_min_situations') }} as int64) as thresholds__min_situations,
        cast({{ var('bounce_back_min_games_before') }} as int64) as thresholds__min_games_before,
        cast({{ var('bounce_back_min_minutes') }} as {{ type_float() }}) as thresholds__min_minutes,
        {{ round_rate(rate('bounce_backs', 'situations')) }} as league_baseline__bounce_back_rate,
        {{ round_rate(wilson_low('bounce_backs', 'situations')) }} as league_baseline__rate_low,
        {{ round_rate(wilson_high('bounce_backs', 'situations')) }} as league_baseline__rate_high,
        cast(situations as int64) as league_baseline__situations,
        cast(players as int64) as league_baseline__players,
        {{ round_rate('any_game_rate') }} as league_baseline__any_game_rate
    from joined
)

select * from final
