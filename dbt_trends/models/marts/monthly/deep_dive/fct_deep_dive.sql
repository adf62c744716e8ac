-- grain: one row per as_of_date
with facts as (
    select
        {{ envelope_facts() }},
        season_year,
        basis_season_year,
        note_no_recent_lines,
        is_off_season,
        season_status as status
    from {{ ref('int_documents__season_facts') }}
),

topics as (
    select
        month,
        topic,
        title,
        subtitle,
        dimension,
        value,
        label,
        comparison_label,
        teaser,
        cta
    from {{ ref('deep_dive_topics') }}
),

cells as (
    select
        as_of_date,
        dimension,
        value,
        overs,
        graded_games,
        complement_overs,
        complement_graded_games,
        -- As in quick hits, fewer props on its side are not enough.
        case when graded_games >= {{ var('quick_hits_min_games') }} then z end as z
    from {{ ref('int_cells__to_date') }}
),

-- The month's comparison if both sides are large enough, else the league as a whole.
heroes as (
    select
        {{ envelope_facts('facts') }},
        facts.season_year,
        facts.basis_season_year,
        facts.note_no_recent_lines,
        facts.is_off_season,
        facts.status,
        topics.topic,
        topics.title,
        topics.subtitle,
        topics.teaser,
        topics.cta,
        topic_cells.z,
        case when topic_cells.z is null then 'for all players' else topics.label end as label,
        case when topic_cells.z is not null then topics.comparison_label end as comparison_label,
        coalesce(case when topic_cells.z is null then league.overs else topic_cells.overs end, 0) as overs,
        coalesce(case when topic_cells.z is null then league.graded_games else topic_cells.graded_games end, 0)
            as graded_games,
        case when topic_cells.z is not null then topic_cells.complement_overs end as complement_overs,
        case when topic_cells.z is not null then topic_cells.complement_graded_games end as complement_graded_games
    from facts
    inner join topics on extract(month from facts.as_of_date) = topics.month
    left join cells as topic_cells
        on
            facts.as_of_date = topic_cells.as_of_date
            and topics.dimension = topic_cells.dimension
            and topics.value = topic_cells.value
    left join cells as league
        on
            facts.as_of_date = league.as_of_date
            and league.dimension = 'all'
),

tested as (
    select
        *,
        {{ season_label('basis_season_year') }} as season,
        {{ month_name('as_of_date') }} as month_name,
        {{ normal_two_sided_p('z') }} as p_value
    from heroes
),

final as (
    select
        {{ envelope_columns() }},
        cast(note_no_recent_lines as bool) as note_no_recent_lines,
        cast(z is null as bool) as note_insufficient_sample,
        cast(is_off_season or basis_season_year != season_year as bool) as note_last_season,
        cast(substr(cast(as_of_date as string), 1, 7) as string) as month,
        cast(title as string) as title,
        cast(subtitle as string) as subtitle,
        cast(teaser as string) as teaser,
        cast(label as string) as hero_stat__label,
        cast(graded_games as int64) as hero_stat__sample_size,
        {{ round_rate(rate('overs', 'graded_games')) }} as hero_stat__rate,
        {{ round_rate(wilson_low('overs', 'graded_games')) }} as hero_stat__rate_low,
        {{ round_rate(wilson_high('overs', 'graded_games')) }} as hero_stat__rate_high,
        cast(comparison_label as string) as hero_stat__comparison__label,
        {{ round_rate(rate('complement_overs', 'complement_graded_games')) }} as hero_stat__comparison__rate,
        cast(complement_graded_games as int64) as hero_stat__comparison__sample_size,
        {{ round_rate(
            rate('overs', 'graded_games') ~ ' - ' ~ rate('complement_overs', 'complement_graded_games')
        ) }} as hero_stat__difference,
        {{ round_p('p_value') }} as hero_stat__p_value,
        cast({{ significance('p_value') }} as string) as hero_stat__significance,
        cast(
            topic || '-' || month_name || '-' || cast(extract(year from as_of_date) as string) as string
        ) as slug,
        cast(cta as string) as cta
    from tested
)

select * from final
