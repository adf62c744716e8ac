-- grain: one row per (player_lookup, game_date, line_cutoff_at): the market line known at that instant
with played as (
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from {{ ref('int_player_games__played') }}
),

slate as (
    select
        player_lookup,
        as_of_date as game_date,
        line_cutoff_at
    from {{ ref('int_slate__players') }}
),

props as (
    select
        player_lookup,
        game_date,
        bookmaker,
        bookmaker_last_update,
        points_line,
        bet_side,
        odds_american
    from {{ ref('stg_nba_raw__points_props') }}
),

-- A traded player's first game: tonight's line is cut off by the old team's game, the result's by the new one's.
cutoffs as (
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from played
    union distinct
    select
        player_lookup,
        game_date,
        line_cutoff_at
    from slate
),

-- Each book's last snapshot before the cutoff.
last_snapshots as (
    select
        cutoffs.player_lookup,
        cutoffs.game_date,
        cutoffs.line_cutoff_at,
        props.bookmaker,
        props.bookmaker_last_update,
        props.points_line,
        props.bet_side,
        props.odds_american
    from cutoffs
    inner join props
        on
            cutoffs.player_lookup = props.player_lookup
            and cutoffs.game_date = props.game_date
            and props.bookmaker_last_update < cutoffs.line_cutoff_at
    where true
    qualify
        rank() over (
            partition by cutoffs.player_lookup, cutoffs.game_date, cutoffs.line_cutoff_at, props.bookmaker
            order by props.bookmaker_last_update desc
        ) = 1
),

two_sided_lines as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        bookmaker,
        bookmaker_last_update,
        points_line,
        sum(case when bet_side in ('over', 'under') then 1 else 0 end) as quotes,
        max(case when bet_side = 'over' then odds_american end) as over_odds,
        max(case when bet_side = 'under' then odds_american end) as under_odds
    from last_snapshots
    group by player_lookup, game_date, line_cutoff_at, bookmaker, bookmaker_last_update, points_line
    having
        max(case when bet_side = 'over' then 1 else 0 end) = 1
        and max(case when bet_side = 'under' then 1 else 0 end) = 1
),

final as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        points_line,
        quotes,
        bookmaker,
        {{ line_type('bookmaker') }} as line_type,
        bookmaker_last_update as line_updated_at,
        -- A DFS app has payouts, no odds: what the source shows for it is nominal.
        case when {{ line_type('bookmaker') }} = 'sportsbook' then over_odds end as over_odds,
        case when {{ line_type('bookmaker') }} = 'sportsbook' then under_odds end as under_odds
    from two_sided_lines
    where true
    qualify
        row_number() over (
            partition by player_lookup, game_date, line_cutoff_at
            order by
                {{ bookmaker_priority('bookmaker') }},
                bookmaker,
                {{ nine_decimals(
                    'abs(' ~ implied_probability('over_odds') ~ ' - ' ~ implied_probability('under_odds') ~ ')'
                ) }} nulls last,
                points_line
        ) = 1
)

select * from final
