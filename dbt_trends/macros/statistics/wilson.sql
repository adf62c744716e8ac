{#- Wilson score interval of k successes in n trials, clamped to [0, 1]; null when n is 0. -#}
{%- macro wilson_low(k, n) -%}
    {{ _wilson_bound(k, n, '-') }}
{%- endmacro -%}

{%- macro wilson_high(k, n) -%}
    {{ _wilson_bound(k, n, '+') }}
{%- endmacro -%}

{%- macro _wilson_bound(k, n, sign) -%}
    {%- set z2 = var('wilson_z') * var('wilson_z') -%}
    {%- set trials = 'cast(' ~ n ~ ' as ' ~ type_float() ~ ')' -%}
    {%- set bound -%}
        ({{ rate(k, n) }} + {{ z2 }} / (2 * nullif({{ trials }}, 0))
        {{ sign }} {{ var('wilson_z') }} * sqrt(
            {{ rate(k, n) }} * (1 - {{ rate(k, n) }}) / nullif({{ trials }}, 0)
            + {{ z2 }} / (4 * nullif({{ trials }} * {{ trials }}, 0))
        )) / (1 + {{ z2 }} / nullif({{ trials }}, 0))
    {%- endset -%}
    {#- The exact ends: rounding must not push them off 0 and 1. -#}
    {%- if sign == '-' -%}
        case when {{ n }} > 0 and {{ k }} = 0 then cast(0 as {{ type_float() }}) else {{ clamp(bound, 0, 1) }} end
    {%- else -%}
        case when {{ n }} > 0 and {{ k }} = {{ n }} then cast(1 as {{ type_float() }}) else {{ clamp(bound, 0, 1) }} end
    {%- endif -%}
{%- endmacro -%}
