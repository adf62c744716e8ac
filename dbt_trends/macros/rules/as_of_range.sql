{#- The as-of dates of this run as ISO strings: as_of_start()..as_of_end(), from the vars, else from TRENDS_AS_OF_DATE,
    else today in New York. A var that changed makes dbt parse the whole project again (2 s); a variable of the
    environment has not, as long as it is not read while parsing. -#}
{%- macro as_of_start() -%}
    {{- return(_as_of_date('as_of_start')) -}}
{%- endmacro -%}

{%- macro as_of_end() -%}
    {%- set last = _as_of_date('as_of_end') -%}
    {%- if last < as_of_start() -%}
        {{- exceptions.raise_compiler_error("as_of_end " ~ last ~ " is before as_of_start " ~ as_of_start()) -}}
    {%- endif -%}
    {{- return(last) -}}
{%- endmacro -%}

{%- macro _as_of_date(bound) -%}
    {%- if (var('as_of_start') is none) != (var('as_of_end') is none) -%}
        {{- exceptions.raise_compiler_error("as_of_start and as_of_end make a range: give both or neither") -}}
    {%- endif -%}
    {%- set today = run_started_at.astimezone(modules.pytz.timezone('America/New_York')).strftime('%Y-%m-%d') -%}
    {%- set from_environment = env_var('TRENDS_AS_OF_DATE', '') if execute else none -%}
    {%- set text = (var(bound) or var('as_of_date') or from_environment or today) | string -%}
    {%- if not modules.re.fullmatch('\\d{4}-\\d{2}-\\d{2}', text) -%}
        {{- exceptions.raise_compiler_error(bound ~ ": '" ~ text ~ "' is not a date like 2025-01-10") -}}
    {%- endif -%}
    {%- if text < var('history_start') | string -%}
        {{- exceptions.raise_compiler_error(bound ~ " " ~ text ~ " is before history_start " ~ var('history_start')) -}}
    {%- endif -%}
    {{- return(text) -}}
{%- endmacro -%}

{#- Predicate on a source's date column, constant at compile time so that partitions are pruned:
    [history_start, last as-of date + days_after]. -#}
{%- macro in_source_window(date_column, days_after=0) -%}
    {%- set last = modules.datetime.datetime.strptime(as_of_end(), '%Y-%m-%d') + modules.datetime.timedelta(days=days_after) -%}
    {{ date_column }} between date '{{ var("history_start") }}' and date '{{ last.strftime("%Y-%m-%d") }}'
{%- endmacro -%}

{#- The instant that the documents carry as generated_at. -#}
{%- macro generated_at() -%}
    cast('{{ var("generated_at") or run_started_at.strftime("%Y-%m-%dT%H:%M:%S+00:00") }}' as {{ type_timestamp() }})
{%- endmacro -%}
