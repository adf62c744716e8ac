-- grain: one row per spelling: any lookup of the box scores and the registry, with the player's one key
with player_games as (
    select
        player_lookup,
        game_date,
        is_played
    from {{ ref('stg_nba_analytics__player_games') }}
),

registry as (
    select
        player_lookup,
        season_year,
        last_activity_date,
        processed_at
    from {{ ref('stg_nba_reference__player_registry') }}
),

box_scores as (
    select
        player_lookup,
        min(game_date) as first_game_date
    from player_games
    group by player_lookup
),

latest_seasons as (
    select
        player_lookup,
        season_year,
        last_activity_date,
        processed_at
    from registry
    where true
    qualify row_number() over (partition by player_lookup order by season_year desc) = 1
),

spellings as (
    select player_lookup
    from box_scores
    union distinct
    select player_lookup
    from latest_seasons
),

bases as (
    select
        spellings.player_lookup as spelling,
        {{ without_suffix('spellings.player_lookup') }} as base,
        box_scores.first_game_date,
        latest_seasons.season_year,
        latest_seasons.last_activity_date,
        latest_seasons.processed_at
    from spellings
    left join box_scores on spellings.player_lookup = box_scores.player_lookup
    left join latest_seasons on spellings.player_lookup = latest_seasons.player_lookup
),

-- Two spellings that played on the same date are two people: father and son, or namesakes.
namesakes as (
    select distinct base
    from (
        select
            {{ without_suffix('player_lookup') }} as base,
            game_date
        from player_games
        where is_played
        group by {{ without_suffix('player_lookup') }}, game_date
        having count(distinct player_lookup) > 1
    ) as shared_dates
),

-- The key is the spelling in the registry's latest season; without a registry row, that of the first box score, so that
-- no later one changes it.
ranked as (
    select
        spelling,
        base,
        first_value(spelling) over (
            partition by base
            order by
                season_year desc nulls last,
                last_activity_date desc nulls last,
                processed_at desc nulls last,
                first_game_date nulls last,
                spelling
        ) as first_spelling
    from bases
),

final as (
    select
        ranked.spelling,
        ranked.base,
        namesakes.base is not null as has_namesake,
        case when namesakes.base is null then ranked.first_spelling else ranked.spelling end as player_lookup
    from ranked
    left join namesakes on ranked.base = namesakes.base
)

select * from final
