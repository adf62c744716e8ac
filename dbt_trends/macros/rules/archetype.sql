{#- Archetype of a player by years in the league, usage (percent) and points per game: the first that fits.
    A missing input gives null: unclassified. -#}
{%- macro archetype(years_in_league, usage_rate, ppg) -%}
    case
        when {{ years_in_league }} is null or {{ usage_rate }} is null or {{ ppg }} is null then null
        {%- for archetype in var('archetypes') %}
        when true
            {%- if archetype.min_years is not none %} and {{ years_in_league }} >= {{ archetype.min_years }}{% endif %}
            {%- if archetype.max_years is not none %} and {{ years_in_league }} <= {{ archetype.max_years }}{% endif %}
            {%- if archetype.min_usage_rate is not none %} and {{ usage_rate }} >= {{ archetype.min_usage_rate }}{% endif %}
            {%- if archetype.min_ppg is not none %} and {{ ppg }} >= {{ archetype.min_ppg }}{% endif %}
            then '{{ archetype.name }}'
        {%- endfor %}
    end
{%- endmacro -%}
