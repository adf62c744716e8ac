{#- The instant of an hour (0 = midnight) of a date in New York. -#}
{%- macro new_york_instant(date, hour=0) -%}
    {{- return(adapter.dispatch('new_york_instant', 'dbt_trends')(date, hour)) -}}
{%- endmacro -%}

{%- macro default__new_york_instant(date, hour=0) -%}
    {{- exceptions.raise_compiler_error("new_york_instant is not written for " ~ target.type) -}}
{%- endmacro -%}

{%- macro duckdb__new_york_instant(date, hour=0) -%}
    timezone('America/New_York', cast({{ date }} as timestamp) + to_hours({{ hour }}))
{%- endmacro -%}

{%- macro bigquery__new_york_instant(date, hour=0) -%}
    timestamp(datetime_add(datetime({{ date }}), interval ({{ hour }}) hour), 'America/New_York')
{%- endmacro -%}
