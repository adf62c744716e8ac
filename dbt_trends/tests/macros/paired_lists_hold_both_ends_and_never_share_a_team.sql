{{ config(tags=['macro_vectors']) }}
-- Teams (group, tricode, value, games) that are not where expected: five at each end, or with fewer than ten teams half
-- of them, rounded down; ties go to more games, then to the tricode; each group and date is ranked separately. With a
-- tie in the middle the first list chooses first, from the top or, for the same teams upside down, from the bottom.
{%- set vectors = [
    ('one', 'AAA', 1, 5, 'none', 0),
    ('two', 'AAA', 2, 5, 'high', 1),
    ('two', 'BBB', 1, 5, 'low', 1),
    ('three', 'AAA', 2, 5, 'none', 0),
    ('three', 'BBB', 3, 5, 'high', 1),
    ('three', 'CCC', 1, 5, 'low', 1),
    ('nine', 'AAA', 1, 5, 'low', 1),
    ('nine', 'BBB', 2, 5, 'low', 2),
    ('nine', 'CCC', 3, 5, 'low', 3),
    ('nine', 'DDD', 4, 5, 'low', 4),
    ('nine', 'EEE', 5, 5, 'none', 0),
    ('nine', 'FFF', 6, 5, 'high', 4),
    ('nine', 'GGG', 7, 5, 'high', 3),
    ('nine', 'HHH', 8, 5, 'high', 2),
    ('nine', 'III', 9, 5, 'high', 1),
    ('twelve', 'AAA', 1, 5, 'low', 1),
    ('twelve', 'BBB', 2, 5, 'low', 2),
    ('twelve', 'CCC', 3, 5, 'low', 3),
    ('twelve', 'DDD', 4, 5, 'low', 4),
    ('twelve', 'EEE', 5, 5, 'low', 5),
    ('twelve', 'FFF', 6, 5, 'none', 0),
    ('twelve', 'GGG', 7, 5, 'none', 0),
    ('twelve', 'HHH', 8, 5, 'high', 5),
    ('twelve', 'III', 9, 5, 'high', 4),
    ('twelve', 'JJJ', 10, 5, 'high', 3),
    ('twelve', 'KKK', 11, 5, 'high', 2),
    ('twelve', 'LLL', 12, 5, 'high', 1),
    ('ties', 'AAA', 1, 5, 'low', 3),
    ('ties', 'BBB', 1, 6, 'low', 1),
    ('ties', 'CCC', 1.0000000001, 6, 'low', 2),
    ('ties', 'DDD', 2.0000000001, 5, 'high', 3),
    ('ties', 'EEE', 2, 6, 'high', 1),
    ('ties', 'FFF', 2, 6, 'high', 2),
    ('middle', 'AAA', 1, 5, 'low', 1),
    ('middle', 'BBB', 2, 5, 'low', 2),
    ('middle', 'CCC', 2, 5, 'none', 0),
    ('middle', 'DDD', 2, 6, 'high', 2),
    ('middle', 'EEE', 3, 5, 'high', 1),
    ('equal', 'AAA', 1, 5, 'high', 1),
    ('equal', 'BBB', 1, 5, 'low', 1),
] %}
with vectors as (
    {%- for family, team_abbr, x, games, expected_list, expected_rank in vectors %}
        select
            date '2025-01-10' as as_of_date,
            '{{ family }}' as family,
            '{{ team_abbr }}' as team_abbr,
            {{ x }} as x,
            {{ games }} as games,
            '{{ expected_list }}' as expected_list,
            {{ expected_rank }} as expected_rank
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
    union all
    -- Another date, which must not affect the lists.
    select
        date '2025-01-11' as as_of_date,
        'two' as family,
        'ZZZ' as team_abbr,
        100 as x,
        5 as games,
        'none' as expected_list,
        0 as expected_rank
),

listed as (
    {{ paired_lists('vectors', 'x', 'games', 'high', 'highest', 'low', family=['family']) }}
),

-- The same ranking upside down.
mirrored as (
    select
        as_of_date,
        family,
        team_abbr,
        games,
        -x as x
    from vectors
),

listed_from_below as (
    {{ paired_lists('mirrored', 'x', 'games', 'high', 'lowest', 'low', family=['family']) }}
)

select
    vectors.as_of_date,
    vectors.family,
    vectors.team_abbr,
    vectors.expected_list,
    vectors.expected_rank,
    listed.list_name,
    listed.list_rank,
    listed_from_below.list_name as list_name_from_below,
    listed_from_below.list_rank as list_rank_from_below
from vectors
left join listed
    on
        vectors.as_of_date = listed.as_of_date
        and vectors.family = listed.family
        and vectors.team_abbr = listed.team_abbr
left join listed_from_below
    on
        vectors.as_of_date = listed_from_below.as_of_date
        and vectors.family = listed_from_below.family
        and vectors.team_abbr = listed_from_below.team_abbr
where
    coalesce(listed.list_name, 'none') != vectors.expected_list
    or coalesce(listed.list_rank, 0) != vectors.expected_rank
    or coalesce(listed_from_below.list_name, 'none') != vectors.expected_list
    or coalesce(listed_from_below.list_rank, 0) != vectors.expected_rank
