{#- The keys that several rows of a table share or that lack a part, for several tables in one statement, so in one job.
    grains: a table's name -> the columns of its key. Returns the table, the key as text, and how many rows have it. -#}
{%- macro broken_grains(grains) -%}
    {%- for name, key in grains.items() %}
        select
            '{{ name }}' as broken_grain,
            {%- for column in key %}
                {{ "|| ', ' || " if not loop.first }}coalesce(cast({{ column }} as string), 'null')
            {%- endfor %} as row_key,
            count(*) as key_rows
        from {{ ref(name) }}
        group by {{ key | join(', ') }}
        having
            count(*) > 1
            {%- for column in key %}
                or {{ column }} is null
            {%- endfor %}
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
{%- endmacro -%}
