{#- Benjamini-Hochberg q values, in two steps, each a column of its own CTE (a window cannot hold a window):
    1. benjamini_hochberg_scaled: p * tests / rank;   2. benjamini_hochberg_q: its minimum over p and all larger p.
    The family is a partition; rows with a null p take no part. -#}
{%- macro benjamini_hochberg_scaled(p, family) -%}
    case
        when {{ p }} is not null
            then {{ p }} * count({{ p }}) over (partition by {{ family }})
                / row_number() over (partition by {{ family }} order by {{ p }} nulls last)
    end
{%- endmacro -%}

{#- The range frame takes equal values of p together, so their order in step 1 does not matter. -#}
{%- macro benjamini_hochberg_q(scaled, p, family) -%}
    case
        when {{ p }} is not null
            then min({{ scaled }}) over (
                partition by {{ family }} order by {{ p }} desc nulls last
                range between unbounded preceding and current row
            )
    end
{%- endmacro -%}

{#- Word for a q value (or the p of a single test). -#}
{%- macro significance(q) -%}
    case
        when {{ q }} is null then 'insufficient'
        when {{ q }} <= {{ var('significance_high') }} then 'high'
        when {{ q }} <= {{ var('significance_medium') }} then 'medium'
        when {{ q }} <= {{ var('significance_low') }} then 'low'
        else 'none'
    end
{%- endmacro -%}
