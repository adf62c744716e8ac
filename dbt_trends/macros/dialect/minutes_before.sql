{#- The instant this many minutes before another. -#}
{%- macro minutes_before(instant, minutes) -%}
    {{- return(adapter.dispatch('minutes_before', 'dbt_trends')(instant, minutes)) -}}
{%- endmacro -%}

{%- macro default__minutes_before(instant, minutes) -%}
    {{- exceptions.raise_compiler_error("minutes_before is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__minutes_before(instant, minutes) -%}
    ({{ instant }} - to_minutes({{ minutes }}))
{%- endmacro -%}

{%- macro bigquery__minutes_before(instant, minutes) -%}
    timestamp_sub({{ instant }}, interval {{ minutes }} minute)
{%- endmacro -%}
