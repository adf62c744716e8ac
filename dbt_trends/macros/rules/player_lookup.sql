{#- The warehouse's player key from a full name: first name first, no accents, lower case, only a-z and 0-9, suffix kept. -#}
{%- macro player_lookup(full_name) -%}
    {{ _plain_letters(_first_name_first(full_name)) }}
{%- endmacro -%}

{#- "Last, First" turned round; a suffix after the comma ("Hardaway, Jr.") is not a first name. -#}
{%- macro _first_name_first(full_name) -%}
    {%- set after = 'substr(' ~ full_name ~ ", strpos(" ~ full_name ~ ", ',') + 1)" -%}
    {%- set before = 'substr(' ~ full_name ~ ", 1, greatest(strpos(" ~ full_name ~ ", ',') - 1, 0))" -%}
    case
        when
            strpos({{ full_name }}, ',') > 0
            and replace(replace(lower({{ after }}), '.', ''), ' ', '') not in ('{{ var("name_suffixes") | join("', '") }}')
            then {{ after }} || {{ before }}
        else {{ full_name }}
    end
{%- endmacro -%}

{#- Letters that do not decompose have a plain spelling of their own. -#}
{%- macro _plain_letters(text) -%}
    {%- set ns = namespace(text="translate(lower(" ~ strip_accents(text) ~ "), 'đðøłı', 'ddoli')") -%}
    {%- for letter, plain in {'ß': 'ss', 'æ': 'ae', 'œ': 'oe', 'þ': 'th'}.items() -%}
        {%- set ns.text = "replace(" ~ ns.text ~ ", '" ~ letter ~ "', '" ~ plain ~ "')" -%}
    {%- endfor -%}
    {{ keep_letters_and_digits(ns.text) }}
{%- endmacro -%}

{#- A player key without its generational suffix: jimmybutleriii -> jimmybutler. -#}
{%- macro without_suffix(lookup) -%}
    regexp_replace({{ lookup }}, '({{ var("name_suffixes") | join("|") }})$', '')
{%- endmacro -%}
