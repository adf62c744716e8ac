{#- Both ends of a ranking as list_name and list_rank, never sharing a team, from a relation with as_of_date, team_abbr
    and a sort key. The first list is filled first, from its end of the ranking, the second from the teams that are left.
    `games` breaks ties (more first), then the tricode. family: further columns of the partition.
    first_end: 'highest' or 'lowest'. Yields a select with every column of the relation. -#}
{%- macro paired_lists(relation, sort_key, games, first_list, first_end, second_list, family=[]) -%}
    {%- set partition = (['as_of_date'] + family) | join(', ') -%}
    {%- set first_direction, second_direction = ('desc', 'asc') if first_end == 'highest' else ('asc', 'desc') -%}
    select
        *,
        case when first_rank <= list_size then '{{ first_list }}' else '{{ second_list }}' end as list_name,
        case when first_rank <= list_size then first_rank else second_rank end as list_rank
    from (
        select
            *,
            row_number() over (
                partition by {{ partition }}, first_rank <= list_size
                order by {{ nine_decimals(sort_key) }} {{ second_direction }}, {{ games }} desc, team_abbr
            ) as second_rank
        from (
            select
                *,
                row_number() over (
                    partition by {{ partition }}
                    order by {{ nine_decimals(sort_key) }} {{ first_direction }}, {{ games }} desc, team_abbr
                ) as first_rank,
                least(
                    {{ var('paired_list_size') }}, cast(floor(count(*) over (partition by {{ partition }}) / 2) as int64)
                ) as list_size
            from {{ relation }}
        ) as first_ranked
    ) as ranked
    where first_rank <= list_size or second_rank <= list_size
{%- endmacro -%}

{#- Over rate, interval and sample of a list's entry, each column with the prefix. -#}
{%- macro prop_columns(overs, graded_props, prefix='') -%}
    {{ round_rate(rate(overs, graded_props)) }} as {{ prefix }}over_rate,
        {{ round_rate(wilson_low(overs, graded_props)) }} as {{ prefix }}rate_low,
        {{ round_rate(wilson_high(overs, graded_props)) }} as {{ prefix }}rate_high,
        cast({{ graded_props }} as int64) as {{ prefix }}graded_props
{%- endmacro -%}
