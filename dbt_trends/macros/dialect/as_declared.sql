{#- A column of a parquet file as its declared type, or nothing if its own type cannot hold that. DuckDB only. The check
    of the sources renders these two as well (scripts/sources/columns.py), so they use nothing of dbt. -#}
{%- macro as_declared(column, found, declared) -%}
    {%- set signed = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT'] -%}
    {%- set whole = signed + ['UTINYINT', 'USMALLINT', 'UINTEGER', 'UBIGINT', 'HUGEINT', 'UHUGEINT'] -%}
    {%- set is_decimal = found.startswith('DECIMAL') and found.endswith(')') -%}
    {%- set is_as_declared = found == {
        'STRING': 'VARCHAR', 'FLOAT64': 'DOUBLE', 'BOOL': 'BOOLEAN', 'DATE': 'DATE', 'TIMESTAMP': 'TIMESTAMP WITH TIME ZONE'
    }.get(declared) or (declared == 'INT64' and found in signed) or (declared == 'NUMERIC' and is_decimal) -%}
    {#- What a 32-bit float was before it became one: 1.91, not 1.90999997. -#}
    {%- set number = 'cast("' ~ column ~ '" as varchar)' if found == 'FLOAT' else '"' ~ column ~ '"' -%}
    {%- if is_as_declared -%}
        "{{ column }}"
    {%- elif declared == 'STRING' and found.startswith('ENUM') and found.endswith(')') -%}
        cast("{{ column }}" as varchar)
    {%- elif declared == 'INT64' and found in whole -%}
        try_cast("{{ column }}" as bigint)
    {%- elif declared == 'INT64' and (is_decimal or found in ['FLOAT', 'DOUBLE']) -%}
        case when "{{ column }}" = trunc("{{ column }}") then try_cast("{{ column }}" as bigint) end
    {%- elif declared == 'FLOAT64' and (is_decimal or found in whole or found == 'FLOAT') -%}
        try_cast({{ number }} as double)
    {%- elif declared == 'NUMERIC' and (found in whole or found in ['FLOAT', 'DOUBLE']) -%}
        try_cast({{ number }} as decimal(38, 9))
    {%- elif declared == 'TIMESTAMP' and found in ['TIMESTAMP', 'TIMESTAMP_S', 'TIMESTAMP_MS', 'TIMESTAMP_NS'] -%}
        timezone('UTC', cast("{{ column }}" as timestamp))
    {%- endif -%}
{%- endmacro -%}

{#- The value of a column, null if it is none: NaN is what pandas writes for it. -#}
{%- macro value_of(column, found) -%}
    {%- if found in ['FLOAT', 'DOUBLE'] -%} nullif("{{ column }}", cast('nan' as {{ found }})) {%- else -%} "{{ column }}" {%- endif -%}
{%- endmacro -%}
