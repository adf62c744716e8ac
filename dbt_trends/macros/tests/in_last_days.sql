{#- Whether a row is of the last days before an as-of date of this run: older faults have been told. -#}
{%- macro in_last_days() -%}
    game_date >= {{ add_days("date '" ~ as_of_start() ~ "'", -var('results_due_days')) }}
    and game_date < date '{{ as_of_end() }}'
{%- endmacro -%}
