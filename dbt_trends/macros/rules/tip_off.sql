{#- An instant that can be a game's tip-off: on the game's date in New York, and not so early that it is a date alone. -#}
{%- macro known_tip_off(instant, game_date) -%}
    case
        when
            {{ instant }} >= {{ new_york_instant(game_date, var('tip_off_earliest_hour')) }}
            and {{ instant }} < {{ new_york_instant(add_days(game_date, 1)) }}
            then {{ instant }}
    end
{%- endmacro -%}

{#- Until when a line or an injury report of a game counts: tip-off; if unknown, an hour of the evening at which few
    games have begun, since later snapshots may be of the game itself. -#}
{%- macro line_cutoff_at(tip_off_at, game_date) -%}
    coalesce({{ tip_off_at }}, {{ new_york_instant(game_date, var('unknown_tip_off_cutoff_hour')) }})
{%- endmacro -%}
