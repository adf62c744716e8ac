-- grain: one row per (as_of_date, archetype, factor, level): counts of the cell and its complement, tests
with as_of_dates as (
    select as_of_date
    from {{ ref('int_as_of_dates') }}
),

graded_props as (
    select
        player_lookup,
        game_date,
        is_over,
        rest_days,
        is_home
    from {{ ref('int_props__described') }}
    where is_graded
),

archetypes as (
    select
        player_lookup,
        game_date,
        archetype
    from {{ ref('int_archetypes__games') }}
),

classified as (
    select
        graded_props.game_date,
        graded_props.is_over,
        graded_props.rest_days,
        graded_props.is_home,
        archetypes.archetype
    from graded_props
    inner join archetypes
        on
            graded_props.player_lookup = archetypes.player_lookup
            and graded_props.game_date = archetypes.game_date
    where archetypes.archetype is not null
),

-- The level of each factor in a game; a game with a null level takes no part in the factor.
levels as (
    {%- for factor, value in {
        'rest': rest_level('rest_days'),
        'venue': "case is_home when true then 'home' when false then 'away' end",
        'back_to_back': "case when rest_days = 0 then 'yes' when rest_days > 0 then 'no' end",
    }.items() %}
        select
            game_date,
            is_over,
            archetype,
            '{{ factor }}' as factor,
            {{ value }} as level
        from classified
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

daily as (
    select
        game_date,
        archetype,
        factor,
        level,
        {{ count_true('is_over') }} as overs,
        count(*) as graded_games
    from levels
    where level is not null
    group by game_date, archetype, factor, level
),

counts as (
    select
        as_of_dates.as_of_date,
        daily.archetype,
        daily.factor,
        daily.level,
        sum(daily.overs) as overs,
        sum(daily.graded_games) as graded_games
    from as_of_dates
    inner join daily
        on
            daily.game_date < as_of_dates.as_of_date
            and daily.game_date >= {{ add_days('as_of_dates.as_of_date', -var('what_matters_window_days')) }}
    group by as_of_dates.as_of_date, daily.archetype, daily.factor, daily.level
),

-- Every level of every archetype is shown, even without a game.
grid as (
    {%- for archetype in var('archetypes') %}
        {%- set archetype_order = loop.index %}
        {%- for row in var('factor_levels') %}
            select
                '{{ archetype.name }}' as archetype,
                {{ archetype_order }} as archetype_order,
                '{{ row.factor }}' as factor,
                '{{ row.level }}' as level,
                {{ loop.index }} as level_order,
                '{{ row.hypothesis }}' as hypothesis,
                {{ row.is_tested | lower }} as is_tested
            {% if not (loop.last and archetype_order == var('archetypes') | length) -%} union all {%- endif %}
        {%- endfor %}
    {%- endfor %}
),

cells as (
    select
        as_of_dates.as_of_date,
        grid.archetype,
        grid.archetype_order,
        grid.factor,
        grid.level,
        grid.level_order,
        grid.hypothesis,
        grid.is_tested,
        coalesce(counts.overs, 0) as overs,
        coalesce(counts.graded_games, 0) as graded_games
    from as_of_dates
    cross join grid
    left join counts
        on
            as_of_dates.as_of_date = counts.as_of_date
            and grid.archetype = counts.archetype
            and grid.factor = counts.factor
            and grid.level = counts.level
),

complements as (
    select
        *,
        sum(overs) over factor_of_archetype - overs as complement_overs,
        sum(graded_games) over factor_of_archetype - graded_games as complement_graded_games
    from cells
    window factor_of_archetype as (partition by as_of_date, archetype, factor)
),

tested as (
    select
        as_of_date,
        archetype,
        archetype_order,
        factor,
        level,
        level_order,
        hypothesis,
        is_tested,
        overs,
        graded_games,
        complement_overs,
        complement_graded_games,
        case
            when is_tested
                then {{ normal_two_sided_p(two_proportions_z(
                    'overs', 'graded_games', 'complement_overs', 'complement_graded_games'
                )) }}
        end as p_value
    from complements
),

scaled as (
    select
        *,
        {{ benjamini_hochberg_scaled('p_value', 'as_of_date') }} as scaled_p
    from tested
),

hypotheses as (
    select
        *,
        {{ benjamini_hochberg_q('scaled_p', 'p_value', 'as_of_date') }} as q_value
    from scaled
),

final as (
    select
        as_of_date,
        archetype,
        archetype_order,
        factor,
        level,
        level_order,
        is_tested,
        overs,
        graded_games,
        complement_overs,
        complement_graded_games,
        -- The other level of a two-level factor has the p and q of the tested one.
        max(p_value) over same_hypothesis as p_value,
        max(q_value) over same_hypothesis as q_value
    from hypotheses
    window same_hypothesis as (partition by as_of_date, archetype, hypothesis)
)

select * from final
