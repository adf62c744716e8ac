-- grain: one row per (player_lookup, game_date), played games with a market line
with played as (
    select
        player_lookup,
        game_date,
        season_year,
        points,
        line_cutoff_at
    from {{ ref('int_player_games__played') }}
),

lines as (
    select
        player_lookup,
        game_date,
        line_cutoff_at,
        points_line
    from {{ ref('int_lines__market') }}
    where not is_tonight
),

results as (
    select
        played.player_lookup,
        played.game_date,
        played.season_year,
        played.points,
        lines.points_line,
        played.points - lines.points_line as margin,
        {{ line_result('played.points', 'lines.points_line') }} as result
    from played
    inner join lines
        on
            played.player_lookup = lines.player_lookup
            and played.game_date = lines.game_date
            and played.line_cutoff_at = lines.line_cutoff_at
),

-- In an unbroken run both numbers rise together; pushes are in a partition of their own, so they do not break one.
numbered as (
    select
        player_lookup,
        game_date,
        season_year,
        points,
        points_line,
        margin,
        result,
        row_number() over (
            partition by player_lookup, season_year, result = 'PUSH' order by game_date
        ) as game_number,
        row_number() over (
            partition by player_lookup, season_year, result order by game_date
        ) as game_number_of_result
    from results
),

final as (
    select
        player_lookup,
        game_date,
        season_year,
        points,
        points_line,
        margin,
        result,
        result = 'OVER' as is_over,
        result = 'UNDER' as is_under,
        result = 'PUSH' as is_push,
        -- The streak as it stands after this game; null after a push (the last graded game's stands).
        case result when 'OVER' then 1 when 'UNDER' then -1 end
        * row_number() over (
            partition by player_lookup, season_year, result, game_number - game_number_of_result order by game_date
        ) as streak
    from numbered
)

select * from final
