{#- The warehouse's player key from a full name: no accents, lower case, only a-z and 0-9, suffixes kept. -#}
{%- macro player_lookup(full_name) -%}
    {%- set letters = {'đ': 'd', 'ð': 'd', 'ø': 'o', 'ł': 'l', 'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th', 'ı': 'i'} -%}
    {%- set ns = namespace(text='lower(' ~ strip_accents(full_name) ~ ')') -%}
    {%- for letter, plain in letters.items() -%}
        {%- set ns.text = "replace(" ~ ns.text ~ ", '" ~ letter ~ "', '" ~ plain ~ "')" -%}
    {%- endfor -%}
    {{ keep_letters_and_digits(ns.text) }}
{%- endmacro -%}
