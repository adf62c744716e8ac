{#- Log of the binomial probability of j successes in n trials at rate p (0 < p < 1); the three arguments
    after p are the logs of n!, j! and (n - j)!. -#}
{%- macro binomial_log_pmf(j, n, p, ln_factorial_n, ln_factorial_j, ln_factorial_n_minus_j) -%}
    ({{ ln_factorial_n }} - {{ ln_factorial_j }} - {{ ln_factorial_n_minus_j }}
    + {{ j }} * ln({{ p }}) + ({{ n }} - {{ j }}) * ln(1 - {{ p }}))
{%- endmacro -%}
