{#- Shot profile from attempts in the paint, from mid-range and behind the three-point line; null without any. -#}
{%- macro shot_profile(paint, mid_range, three_pt) -%}
    {%- set total = '(' ~ paint ~ ' + ' ~ mid_range ~ ' + ' ~ three_pt ~ ')' -%}
    case
        when {{ total }} > 0
            then case
                when 100 * {{ paint }} >= {{ var('shot_profile_interior_pct') }} * {{ total }} then 'interior'
                when 100 * {{ three_pt }} >= {{ var('shot_profile_perimeter_pct') }} * {{ total }} then 'perimeter'
                when 100 * {{ mid_range }} >= {{ var('shot_profile_mid_range_pct') }} * {{ total }} then 'mid_range'
                else 'balanced'
            end
    end
{%- endmacro -%}
