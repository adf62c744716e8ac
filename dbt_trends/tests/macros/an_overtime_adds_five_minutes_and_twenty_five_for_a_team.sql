{{ config(tags=['macro_vectors']) }}
-- Overtimes whose game or team minutes are not the expected ones, and box scores whose used possessions are not.
{%- set minutes = [(0, 48, 240), (1, 53, 265), (2, 58, 290), (4, 68, 340)] %}
{%- set box_scores = [
    (85, 25, 14, 110),
    (0, 0, 0, 0),
    (10, 1, 2, 12.44),
    ('null', 1, 2, 'null'),
    (10, 'null', 2, 'null'),
    (10, 1, 'null', 'null'),
] %}
with minutes as (
    {%- for overtimes, expected_game, expected_team in minutes %}
        select
            {{ overtimes }} as overtimes,
            {{ expected_game }} as expected_game,
            {{ expected_team }} as expected_team
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

box_scores as (
    {%- for fg_attempts, ft_attempts, turnovers, expected in box_scores %}
        select
            {{ fg_attempts }} as fg_attempts,
            {{ ft_attempts }} as ft_attempts,
            {{ turnovers }} as turnovers,
            {{ expected }} as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

possessions as (
    select
        expected,
        {{ used_possessions('box_scores') }} as actual
    from box_scores
)

select
    'minutes' as what,
    overtimes as input,
    {{ team_minutes('overtimes') }} as actual
from minutes
where {{ game_minutes('overtimes') }} != expected_game or {{ team_minutes('overtimes') }} != expected_team
union all
select
    'possessions' as what,
    expected as input,
    actual
from possessions
where coalesce(abs(actual - expected) > 0.0000005, (actual is null) != (expected is null))
