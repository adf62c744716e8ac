{#- Both ends of a ranking as list_name and list_rank, never sharing a team: of a relation `ranked_source` with
    as_of_date, team_abbr and a sort key. `games` breaks ties (more first), then the tricode.
    family: further columns of the partition. Yields a select with every column of the relation. -#}
{%- macro paired_lists(relation, sort_key, games, low_list, high_list, family=[]) -%}
    {%- set partition = (['as_of_date'] + family) | join(', ') -%}
    select
        *,
        case
            when low_rank <= list_size then '{{ low_list }}'
            when high_rank <= list_size then '{{ high_list }}'
        end as list_name,
        case when low_rank <= list_size then low_rank else high_rank end as list_rank
    from (
        select
            *,
            row_number() over (
                partition by {{ partition }}
                order by {{ nine_decimals(sort_key) }}, {{ games }} desc, team_abbr
            ) as low_rank,
            row_number() over (
                partition by {{ partition }}
                order by {{ nine_decimals(sort_key) }} desc, {{ games }} desc, team_abbr
            ) as high_rank,
            least(
                {{ var('paired_list_size') }}, cast(floor(count(*) over (partition by {{ partition }}) / 2) as int64)
            ) as list_size
        from {{ relation }}
    ) as ends
    where low_rank <= list_size or high_rank <= list_size
{%- endmacro -%}

{#- Over rate, interval and sample of a list's entry, each column led by the prefix. -#}
{%- macro prop_columns(overs, graded_props, prefix='') -%}
    {{ round_rate(rate(overs, graded_props)) }} as {{ prefix }}over_rate,
        {{ round_rate(wilson_low(overs, graded_props)) }} as {{ prefix }}rate_low,
        {{ round_rate(wilson_high(overs, graded_props)) }} as {{ prefix }}rate_high,
        cast({{ graded_props }} as int64) as {{ prefix }}graded_props
{%- endmacro -%}
