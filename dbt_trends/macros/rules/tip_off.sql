{#- An instant if it is plausible as the game's tip-off: on the game's date in New York, and not so early that it is
    only a date. -#}
{%- macro known_tip_off(instant, game_date) -%}
    case
        when
            {{ instant }} >= {{ new_york_instant(game_date, var('tip_off_earliest_hour')) }}
            and {{ instant }} < {{ new_york_instant(add_days(game_date, 1)) }}
            then {{ instant }}
    end
{%- endmacro -%}

{#- Until when a line or an injury report counts: tip-off or, if that is unknown, an evening hour at which few games
    have begun, since later snapshots may be taken during the game. -#}
{%- macro line_cutoff_at(tip_off_at, game_date) -%}
    coalesce({{ tip_off_at }}, {{ new_york_instant(game_date, var('unknown_tip_off_cutoff_hour')) }})
{%- endmacro -%}
