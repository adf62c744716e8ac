{{ config(tags=['macro_vectors']) }}
-- Players (years in the league, usage, points per game) whose archetype is not the expected one, at every bound.
{%- set vectors = [
    (10, 25, 20, 'veteran_star'),
    (22, 35, 30, 'veteran_star'),
    (10, 24.99, 20, 'other_star'),
    (10, 25, 19.99, 'role_player'),
    (9, 25, 20, 'other_star'),
    (9, 28, 22, 'prime_star'),
    (5, 28, 22, 'prime_star'),
    (10, 28, 22, 'veteran_star'),
    (9, 27.99, 22, 'other_star'),
    (5, 28, 21.99, 'other_star'),
    (5, 28, 19.99, 'role_player'),
    (4, 28, 22, 'young_star'),
    (4, 22, 18, 'young_star'),
    (0, 22, 18, 'young_star'),
    (-1, 22, 18, 'young_star'),
    (4, 21.99, 18, 'role_player'),
    (4, 22, 17.99, 'role_player'),
    (4, 21.99, 20, 'other_star'),
    (5, 22, 18, 'role_player'),
    (7, 0, 20, 'other_star'),
    (7, 40, 19.99, 'role_player'),
    (0, 0, 0, 'role_player'),
    ('null', 25, 20, 'null'),
    (10, 'null', 20, 'null'),
    (10, 25, 'null', 'null'),
    ('null', 'null', 'null', 'null'),
] %}
with vectors as (
    {%- for years_in_league, usage_rate, ppg, expected in vectors %}
        select
            cast({{ years_in_league }} as int64) as years_in_league,
            cast({{ usage_rate }} as {{ type_float() }}) as usage_rate,
            cast({{ ppg }} as {{ type_float() }}) as ppg,
            '{{ expected }}' as expected
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        years_in_league,
        usage_rate,
        ppg,
        expected,
        coalesce({{ archetype('years_in_league', 'usage_rate', 'ppg') }}, 'null') as actual
    from vectors
)

select *
from computed
where actual != expected
