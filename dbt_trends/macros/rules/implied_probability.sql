{#- Probability implied by American odds, including the bookmaker's margin: -110 -> 0.524, +120 -> 0.455. -#}
{%- macro implied_probability(odds_american) -%}
    case
        when {{ odds_american }} < 0 then {{ rate('-' ~ odds_american, '(100 - ' ~ odds_american ~ ')') }}
        when {{ odds_american }} > 0 then {{ rate(100, '(100 + ' ~ odds_american ~ ')') }}
    end
{%- endmacro -%}
