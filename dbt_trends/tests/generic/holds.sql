{#- Every named rule, an SQL condition, is true of every row (unknown is not true): one scan for all rules.
    Returns the rows that break one, with the rule's name. -#}
{% test holds(model, rules) %}
    select
        broken.*
    from (
        select
            case
                {%- for name, condition in rules.items() %}
                when not coalesce({{ condition }}, false) then '{{ name }}'
                {%- endfor %}
            end as broken_rule,
            model_rows.*
        from {{ model }} as model_rows
    ) as broken
    where broken.broken_rule is not null
{% endtest %}
