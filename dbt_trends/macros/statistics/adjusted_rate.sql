{#- Empirical-Bayes rate: k of n pulled toward the prior rate, which weighs as much as prior_strength games. -#}
{%- macro adjusted_rate(k, n, prior_rate, prior_strength) -%}
    (({{ prior_strength }} * {{ prior_rate }} + cast({{ k }} as {{ type_float() }}))
    / nullif({{ prior_strength }} + cast({{ n }} as {{ type_float() }}), 0))
{%- endmacro -%}
