{#- American odds if they are plausible, that is not between -100 and 100; else null. -#}
{%- macro valid_odds(odds_american) -%}
    case when abs({{ odds_american }}) >= {{ var('american_odds_min') }} then {{ odds_american }} end
{%- endmacro -%}

{#- American odds of a decimal price: 1.909 -> -110, 2.5 -> 150; null where the price pays nothing. -#}
{%- macro american_odds(decimal_price) -%}
    cast(
        {{ round_half_away(
            'case when ' ~ decimal_price ~ ' >= 2 then 100 * (' ~ decimal_price ~ ' - 1) when ' ~ decimal_price
            ~ ' > 1 then ' ~ rate('-100', '(' ~ decimal_price ~ ' - 1)') ~ ' end',
            0
        ) }} as int64
    )
{%- endmacro -%}

{#- A decimal price if it is plausible; else null. -#}
{%- macro decimal_price(price) -%}
    case when {{ is_number_between(price, 0, var('decimal_price_max')) }} then {{ price }} end
{%- endmacro -%}
