{#- Pooled z of a cell (k1 of n1) against its complement (k2 of n2); null when a side is small or the pooled
    rate is 0 or 1. -#}
{%- macro two_proportions_z(k1, n1, k2, n2) -%}
    {%- set pooled = rate('(' ~ k1 ~ ' + ' ~ k2 ~ ')', '(' ~ n1 ~ ' + ' ~ n2 ~ ')') -%}
    case
        when {{ n1 }} >= {{ var('two_proportions_min_games') }} and {{ n2 }} >= {{ var('two_proportions_min_games') }}
            and {{ k1 }} + {{ k2 }} > 0 and {{ k1 }} + {{ k2 }} < {{ n1 }} + {{ n2 }}
            then ({{ rate(k1, n1) }} - {{ rate(k2, n2) }})
                / sqrt(nullif({{ pooled }} * (1 - {{ pooled }}) * ({{ rate(1, n1) }} + {{ rate(1, n2) }}), 0))
    end
{%- endmacro -%}

{#- Two-sided p of a standard normal z: Abramowitz & Stegun 7.1.26 for erfc(|z| / sqrt 2), the same on both engines
    (error at most 1.4e-7). -#}
{%- macro normal_two_sided_p(z) -%}
    {%- set x = '(abs(' ~ z ~ ') / sqrt(2))' -%}
    {%- set t = '(1 / (1 + 0.3275911 * ' ~ x ~ '))' -%}
    ({{ t }} * (0.254829592 + {{ t }} * (-0.284496736 + {{ t }} * (1.421413741 + {{ t }}
    * (-1.453152027 + {{ t }} * 1.061405429)))) * exp(-{{ x }} * {{ x }}))
{%- endmacro -%}
