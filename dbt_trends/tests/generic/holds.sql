{#- Every named rule, an SQL condition, is true in every row (unknown is not true), no two rows share the key, and no
    row lacks a part of it: all in one scan, and so in one job. Returns the rows that break a rule, with its name. -#}
{% test holds(model, key=[], rules={}) %}
    select
        broken.*
    from (
        select
            case
                {%- if key %}
                when
                    count(*) over (partition by {{ key | join(', ') }}) > 1
                    {%- for column in key %}
                    or {{ column }} is null
                    {%- endfor %}
                    then 'key_is_unique_and_known'
                {%- endif %}
                {%- for name, condition in rules.items() %}
                when not coalesce({{ condition }}, false) then '{{ name }}'
                {%- endfor %}
            end as broken_rule,
            model_rows.*
        from {{ model }} as model_rows
    ) as broken
    where broken.broken_rule is not null
{% endtest %}
