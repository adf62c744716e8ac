{#- m of the adjusted rate by the method of moments, from sums over players' records (k of n each):
    players = records, total_k = sum k, total_n = sum n, total_n_squared = sum n*n,
    spread = sum n * (k/n - p)^2 with p = total_k / total_n. -#}
{%- macro prior_rho(players, total_k, total_n, total_n_squared, spread) -%}
    {%- set p = rate(total_k, total_n) -%}
    {%- set variance = '(' ~ p ~ ' * (1 - ' ~ p ~ '))' -%}
    (({{ spread }} - {{ variance }} * ({{ players }} - 1))
    / nullif({{ variance }} * ({{ total_n }} - {{ rate(total_n_squared, total_n) }} - ({{ players }} - 1)), 0))
{%- endmacro -%}

{#- The rule: rho -> m, with the cases in which the records say nothing about the spread. The denominator has the sign
    of the bracket, since the variance is positive. -#}
{%- macro prior_strength(players, total_k, total_n, total_n_squared, rho) -%}
    case
        when {{ players }} < {{ var('prior_min_players') }} then {{ var('prior_strength_default') }}
        when {{ total_k }} = 0 or {{ total_k }} = {{ total_n }} then {{ var('prior_strength_default') }}
        when {{ total_n }} - {{ rate(total_n_squared, total_n) }} - ({{ players }} - 1) <= 0 then {{ var('prior_strength_default') }}
        when {{ rho }} is null or {{ rho }} <= 0 then {{ var('prior_strength_default') }}
        else {{ clamp('(1 / ' ~ rho ~ ' - 1)', var('prior_strength_min'), var('prior_strength_max')) }}
    end
{%- endmacro -%}
