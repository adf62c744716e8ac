"""Schema, contract and publisher agree on every column; two marts are held to a literal list.

The publisher's columns follow from the schemas, the tests' tables from the contracts. The literal
lists are what keeps all of them from erring together.
"""

import pytest

from publisher.documents import DOCUMENTS, Document
from publisher.documents.facts import facts_of
from publisher.mart import Mart
from publisher.schemas import load_schema, resolve
from publisher.values import Json
from tests.fixtures.contracts import CONTRACTS
from tests.fixtures.hand_marts import all_tables

MARTS = [mart for document in DOCUMENTS for mart in (document.header, *document.details)]

# What the guards read is in no document.
FACTS = [mart for document in DOCUMENTS for mart in facts_of(document)]

LITERAL = {
    "fct_bounce_back": {
        "as_of_date": "date",
        "generated_at": "timestamp with time zone",
        "data_through": "date",
        "season": "varchar",
        "status": "varchar",
        "data_gaps__games_without_results": "bigint",
        "data_gaps__lined_share_tonight": "double",
        "last_graded_date": "date",
        "note_results_incomplete": "boolean",
        "note_no_lines": "boolean",
        "note_lines_incomplete": "boolean",
        "note_no_injury_report": "boolean",
        "note_no_candidates": "boolean",
        "note_no_watch_list": "boolean",
        "thresholds__shortfall_points": "double",
        "thresholds__min_situations": "bigint",
        "thresholds__min_games_before": "bigint",
        "thresholds__min_minutes": "double",
        "league_baseline__bounce_back_rate": "double",
        "league_baseline__rate_low": "double",
        "league_baseline__rate_high": "double",
        "league_baseline__situations": "bigint",
        "league_baseline__players": "bigint",
        "league_baseline__any_game_rate": "double",
    },
    "fct_bounce_back_players": {
        "as_of_date": "date",
        "list_name": "varchar",
        "rank": "bigint",
        "player_lookup": "varchar",
        "player_full_name": "varchar",
        "team_abbr": "varchar",
        "position": "varchar",
        "last_game__date": "date",
        "last_game__opponent": "varchar",
        "last_game__points": "bigint",
        "last_game__minutes": "double",
        "last_game__season_average": "double",
        "last_game__shortfall": "double",
        "last_game__prop_line": "double",
        "bounce_back_rate": "double",
        "rate_low": "double",
        "rate_high": "double",
        "rate_adjusted": "double",
        "bounce_backs": "bigint",
        "situations": "bigint",
        "baseline_rate": "double",
        "lift": "double",
        "p_value": "double",
        "q_value": "double",
        "significance": "varchar",
        "tonight__opponent": "varchar",
        "tonight__home": "boolean",
        "tonight__game_time": "timestamp with time zone",
        "tonight__prop_line": "double",
        "tonight__line_source": "varchar",
        "tonight__line_type": "varchar",
        "tonight__line_feed": "varchar",
        "tonight__line_updated_at": "timestamp with time zone",
        "tonight__over_odds": "bigint",
        "tonight__under_odds": "bigint",
        "tonight__injury_status": "varchar",
        "tonight__injury_as_of": "timestamp with time zone",
        "tonight__opponent_defense_rank": "bigint",
    },
}

# What a column may be for a field of each JSON type; a string may be a date or an instant.
TYPES_OF = {
    "boolean": {"boolean"},
    "integer": {"bigint"},
    "number": {"double"},
    "date": {"date"},
    "date-time": {"timestamp with time zone"},
    "string": {"varchar"},
}


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_the_mart_is_contracted_with_the_columns_that_are_read(mart: Mart) -> None:
    names = list(CONTRACTS[mart.name])
    assert names[0] == "as_of_date"
    assert set(names) == {"as_of_date", *mart.columns}


@pytest.mark.parametrize("name", LITERAL)
def test_the_contract_is_as_it_was_written_down(name: str) -> None:
    assert CONTRACTS[name] == LITERAL[name]


@pytest.mark.parametrize("mart", MARTS, ids=lambda mart: mart.name)
def test_a_column_has_the_type_that_its_field_is_published_as(mart: Mart) -> None:
    assert mart.schema is not None
    schema = load_schema(mart.schema)
    node = schema if mart.definition is None else schema["$defs"][mart.definition]
    for column in set(mart.columns) - set(mart.unpublished):
        field = node
        for name in column.split("__"):
            field = resolve(schema, resolve(schema, field)["properties"][name])
        assert CONTRACTS[mart.name][column] in TYPES_OF[kind(field)], column


def kind(field: Json) -> str:
    """Return the one type of a field that is not null, of a string with a format the format."""
    if "format" in field:
        return str(field["format"])
    if "const" in field or "enum" in field:
        return "string"
    (found,) = {*([field["type"]] if isinstance(field["type"], str) else field["type"])} - {"null"}
    return str(found)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_hand_written_rows_have_exactly_the_columns_of_the_contract(
    document: Document,
) -> None:
    tables = all_tables()
    for mart in (document.header, *document.details):
        for row in tables[mart.name]:
            assert set(row) == set(CONTRACTS[mart.name]), mart.name


def test_every_contracted_mart_is_read_by_a_document() -> None:
    assert {mart.name for mart in (*MARTS, *FACTS)} == set(CONTRACTS) == set(all_tables())
