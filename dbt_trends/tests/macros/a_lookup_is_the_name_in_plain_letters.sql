{{ config(tags=['macro_vectors']) }}
-- Names whose letters without accents, or whose lookup, are not the expected ones.
{%- set vectors = [
    ('Nikola Jokić', 'Nikola Jokic', 'nikolajokic'),
    ('Nikola Đurišić', 'Nikola Đurisic', 'nikoladurisic'),
    ('Søren Łuka Weiß', 'Søren Łuka Weiß', 'sorenlukaweiss'),
    ('Ærik Þór Iır', 'Ærik Þor Iır', 'aerikthoriir'),
    ('Alperen Şengün', 'Alperen Sengun', 'alperensengun'),
    ("De'Aaron Fox", "De'Aaron Fox", 'deaaronfox'),
    ('De’Anthony Melton', 'De’Anthony Melton', 'deanthonymelton'),
    ('Jaren Jackson Jr.', 'Jaren Jackson Jr.', 'jarenjacksonjr'),
    ('Donte DiVincenzo', 'Donte DiVincenzo', 'dontedivincenzo'),
    ('Karl-Anthony Towns', 'Karl-Anthony Towns', 'karlanthonytowns'),
    ('A. J. Green III 2', 'A. J. Green III 2', 'ajgreeniii2'),
] %}
with vectors as (
    {%- for full_name, expected_plain, expected_lookup in vectors %}
        select
            '{{ dbt.escape_single_quotes(full_name) }}' as full_name,
            '{{ dbt.escape_single_quotes(expected_plain) }}' as expected_plain,
            '{{ expected_lookup }}' as expected_lookup
        {% if not loop.last -%} union all {%- endif %}
    {%- endfor %}
),

computed as (
    select
        full_name,
        expected_plain,
        expected_lookup,
        {{ strip_accents('full_name') }} as actual_plain,
        {{ player_lookup('full_name') }} as actual_lookup
    from vectors
)

select *
from computed
where actual_plain != expected_plain or actual_lookup != expected_lookup
