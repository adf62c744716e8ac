{#- The only rounding of published numbers: to NUMERIC (9 decimals), then half away from zero, then back to a float. -#}
{%- macro round_half_away(x, decimals) -%}
    cast(round({{ nine_decimals(x) }}, {{ decimals }}) as {{ type_float() }})
{%- endmacro -%}

{#- What is compared and ranked: both engines agree on ties at nine decimals. -#}
{%- macro nine_decimals(x) -%}
    cast({{ x }} as {{ type_numeric() }})
{%- endmacro -%}

{%- macro round_rate(x) -%}
    {{ round_half_away(x, 3) }}
{%- endmacro -%}

{%- macro round_points(x) -%}
    {{ round_half_away(x, 2) }}
{%- endmacro -%}

{%- macro round_p(x) -%}
    {{ round_half_away(x, 4) }}
{%- endmacro -%}
