{#- Whether a book of this kind gives lines: nobody can bet the line of an exchange, a contest or a model. -#}
{%- macro gives_lines(kind) -%}
    {{ kind }} in ('sportsbook', 'dfs')
{%- endmacro -%}
