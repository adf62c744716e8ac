{#- No two rows share the key and no part of it is null: a model's grain. -#}
{% test unique_key(model, columns) %}
    select
        {{ columns | join(', ') }},
        count(*) as key_rows
    from {{ model }}
    group by {{ columns | join(', ') }}
    having
        count(*) > 1
        {%- for column in columns %}
        or max(case when {{ column }} is null then 1 else 0 end) = 1
        {%- endfor %}
{% endtest %}
