{#- Heat score, 0-10, neutral 5: hit rate (0-1), signed streak (games) and mean margin (points), weighted. -#}
{%- macro heat_score(hit_rate, streak, avg_margin) -%}
    {%- set streak_cap = var('heat_streak_cap') -%}
    {%- set margin_cap = var('heat_margin_cap') -%}
    10 * (
        {{ var('heat_weight_hit_rate') }} * {{ hit_rate }}
        + {{ var('heat_weight_streak') }}
        * (({{ clamp(streak, -streak_cap, streak_cap) }}) / cast({{ streak_cap }} as {{ type_float() }}) + 1) / 2
        + {{ var('heat_weight_margin') }}
        * (({{ clamp(avg_margin, -margin_cap, margin_cap) }}) / cast({{ margin_cap }} as {{ type_float() }}) + 1) / 2
    )
{%- endmacro -%}
