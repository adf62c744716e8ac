{#- What every spelling of a team is compared by: its letters and digits. The seed team_aliases has the spellings. -#}
{%- macro team_key(team) -%}
    {{ keep_letters_and_digits('lower(' ~ team ~ ')') }}
{%- endmacro -%}
