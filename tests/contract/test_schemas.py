"""The JSON Schemas: whole, strict, described, and equal to what the marts and the builder give."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import json_schemas
from publisher import documents
from publisher.build import build_document, encode
from publisher.check import violations
from publisher.clock import NEW_YORK
from publisher.documents import (
    DOCUMENTS,
    Document,
    in_group,
)
from publisher.index import build_index, index_entry
from publisher.reading import read_marts
from publisher.schemas import load_schema
from publisher.warehouse import DuckDBReader
from scripts.docs.common_definitions import texts, with_common
from tests.fixtures.daily_marts import BUILT, D
from tests.fixtures.hand_marts import all_tables, write_warehouse

ENVELOPE_PROPERTIES = [
    "schema_version",
    "document",
    *("as_of_date", "generated_at", "data_through", "season", "status"),
    "notes",
    "refresh",
    "data_gaps",
]
NAMES = [*(document.schema for document in DOCUMENTS), documents.INDEX_SCHEMA]
(PACKAGE,) = json_schemas.__path__


def nodes(schema: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object inside a schema and its place; the examples are data."""
    if isinstance(schema, dict):
        yield path, schema
        for name, child in schema.items():
            if name != "examples":
                yield from nodes(child, f"{path}.{name}")
    elif isinstance(schema, list):
        for position, child in enumerate(schema):
            yield from nodes(child, f"{path}[{position}]")


def resolve(schema: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """Return what a node's ``$ref`` names, or the node itself."""
    if "$ref" not in node:
        return node
    found: dict[str, Any] = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    return found


def objects(schema: dict[str, Any], node: Any, value: Any, path: str) -> Iterator[Any]:
    """Yield (path, schema node, object) for every object of a document that follows a schema."""
    node = resolve(schema, node)
    if isinstance(value, dict):
        yield path, node, value
        for name, child in value.items():
            yield from objects(schema, node["properties"][name], child, f"{path}.{name}")
    elif isinstance(value, list):
        for position, child in enumerate(value):
            yield from objects(schema, node["items"], child, f"{path}[{position}]")


def one_of_each(schema: dict[str, Any], example: Any) -> Iterator[tuple[str, Any]]:
    """Yield (path, object) for the first object of an example that follows each schema node."""
    seen: set[int] = set()
    for path, node, value in objects(schema, schema, example, "$"):
        if id(node) not in seen:
            seen.add(id(node))
            yield path, value


def at(document: Any, path: str) -> Any:
    """Return the object at a path of ``objects``."""
    for step in path.replace("[", ".[").split(".")[1:]:
        document = document[int(step[1:-1])] if step.startswith("[") else document[step]
    return document


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return every document, built from the marts' hand-written rows, by its schema."""
    path = tmp_path_factory.mktemp("warehouse") / "trends.duckdb"
    write_warehouse(path, all_tables())
    with DuckDBReader(path) as reader:
        made = {
            document.schema: build_document(document, read_marts(reader, document, D))
            for document in DOCUMENTS
        }
    entries = [index_entry(document, encode(made[document.schema])) for document in DOCUMENTS]
    return made | {documents.INDEX_SCHEMA: build_index(entries, BUILT.astimezone(NEW_YORK))}


def test_each_file_is_a_known_schema() -> None:
    found = {path.name for path in Path(PACKAGE).glob("*.schema.json")}
    assert found == {f"{name}.schema.json" for name in NAMES}


@pytest.mark.parametrize("name", NAMES)
def test_the_schema_is_draft_2020_12_and_knows_its_name(name: str) -> None:
    schema = load_schema(name)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert schema["$id"] == f"urn:trends:schema:{name}"
    assert schema["title"] and schema["description"]


@pytest.mark.parametrize("name", NAMES)
def test_every_object_is_closed_and_requires_all_that_it_names(name: str) -> None:
    found = 0
    for path, node in nodes(load_schema(name)):
        # What stands beside a reference only narrows the definition, which is looked at itself.
        if "object" in node.get("type", ()) and "properties" in node and "$ref" not in node:
            found += 1
            assert node["additionalProperties"] is False, path
            assert node["required"] == list(node["properties"]), path
    assert found >= 2


@pytest.mark.parametrize("name", NAMES)
def test_every_property_has_a_description(name: str) -> None:
    for path, node in nodes(load_schema(name)):
        if "required" in node:
            for key, child in node["properties"].items():
                assert len(child.get("description", "")) > 8, f"{path}.{key}"


def test_what_the_schemas_share_is_written_as_the_common_file_has_it() -> None:
    root = Path(PACKAGE).parent
    for name, text in texts(root).items():
        assert (root / name).read_text("utf-8") == text, f"python -m scripts.docs renews {name}"


COMMON = {
    "properties": {"as_of_date": {"$ref": "#/$defs/day"}},
    "$defs": {
        "day": {"type": "string"},
        "unused": {"type": "null"},
        "game": {
            "type": "object",
            "required": ["at"],
            "properties": {"at": {"$ref": "#/$defs/day"}},
        },
    },
}


def test_a_schema_gets_the_common_form_of_what_it_shares() -> None:
    own = {
        "title": "Mine",
        "properties": {
            "as_of_date": {"type": "integer"},
            "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}},
        },
        "$defs": {
            "row": {"type": "object", "properties": {"game": {"$ref": "#/$defs/game"}}},
            "day": {"type": "number"},
            "game": {
                "type": ["object", "null"],
                "required": ["at", "rank"],
                "properties": {"at": {"type": "number"}, "rank": {"type": "integer"}},
            },
            "left_over": {"type": "string"},
        },
    }
    assert with_common(own, COMMON) == {
        "title": "Mine",
        "properties": {
            "as_of_date": {"$ref": "#/$defs/day"},
            "rows": {"type": "array", "items": {"$ref": "#/$defs/row"}},
        },
        "$defs": {
            "day": {"type": "string"},
            "game": {
                "type": ["object", "null"],
                "required": ["at", "rank"],
                "properties": {"at": {"$ref": "#/$defs/day"}, "rank": {"type": "integer"}},
            },
            "row": {"type": "object", "properties": {"game": {"$ref": "#/$defs/game"}}},
        },
    }


def test_players_are_told_the_same_everywhere() -> None:
    first, second = (load_schema(document.schema) for document in in_group("daily"))
    example = load_schema("what-matters")["$defs"]["example"]["properties"]
    for key in ("player_lookup", "player_full_name", "team_abbr", "position"):
        entry = first["$defs"]["entry"]["properties"][key]
        assert entry == second["$defs"]["entry"]["properties"][key]
        assert entry == example.get(key, entry)


def test_every_document_begins_with_the_envelope() -> None:
    for document in DOCUMENTS:
        properties = load_schema(document.schema)["properties"]
        assert list(properties)[: len(ENVELOPE_PROPERTIES)] == ENVELOPE_PROPERTIES
        assert properties["document"]["const"] == document.name
        assert document.schema_version.startswith(properties["schema_version"]["pattern"][1])


@pytest.mark.parametrize("name", NAMES)
def test_the_example_and_the_built_document_are_valid(name: str, built: dict[str, Any]) -> None:
    schema = load_schema(name)
    for document in (*schema["examples"], built[name]):
        assert violations(schema, document) == []


@pytest.mark.parametrize("name", NAMES)
def test_without_any_one_property_the_document_is_invalid(name: str) -> None:
    schema = load_schema(name)
    (example,) = schema["examples"]
    removed = 0
    for path, value in one_of_each(schema, example):
        for key in value:
            document = copy.deepcopy(example)
            del at(document, path)[key]
            assert violations(schema, document), f"{path}.{key} may be left out"
            removed += 1
    assert removed >= 15


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_property_anywhere_makes_the_document_invalid(name: str) -> None:
    schema = load_schema(name)
    (example,) = schema["examples"]
    for path, _ in one_of_each(schema, example):
        document = copy.deepcopy(example)
        at(document, path)["surprise"] = 1
        assert violations(schema, document), f"{path} takes an unknown property"


@pytest.mark.parametrize("name", NAMES)
def test_keys_are_in_the_schemas_order(name: str, built: dict[str, Any]) -> None:
    schema = load_schema(name)
    found = 0
    for path, node, value in objects(schema, schema, built[name], "$"):
        assert list(value) == list(node["properties"]), path
        found += 1
    assert found > 2


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_example_uses_every_object_of_the_schema(document: Document) -> None:
    schema = load_schema(document.schema)
    used = {id(node) for _, node, _ in objects(schema, schema, schema["examples"][0], "$")}
    for path, node in nodes(schema):
        # Notes have one form everywhere; those of a weekly document would empty its example.
        if "required" in node and (document.group == "daily" or "notes" not in path):
            assert id(node) in used, f"no example of {path}"


@pytest.mark.parametrize(
    ("status", "shown", "is_valid"),
    [
        ("ok", 8, True),
        ("ok", 7, False),
        ("ok", 9, False),
        ("insufficient_data", 7, True),
        ("insufficient_data", 0, True),
        ("off_season", 7, True),
        ("no_games", 8, False),
    ],
)
def test_quick_hits_are_eight_unless_the_status_says_why_not(
    status: str, shown: int, is_valid: bool
) -> None:
    schema = load_schema("quick-hits")
    document = copy.deepcopy(schema["examples"][0])
    document["status"] = status
    document["stats"] = (document["stats"] * 2)[:shown]
    assert (violations(schema, document) == []) == is_valid


def test_an_archetype_shows_every_level_of_every_factor() -> None:
    schema = load_schema("what-matters")
    for factor, levels in schema["examples"][0]["archetypes"][0]["factors"].items():
        for place in range(len(levels)):
            document = copy.deepcopy(schema["examples"][0])
            del document["archetypes"][0]["factors"][factor][place]
            assert violations(schema, document), f"{factor} without its level {place}"
    document = copy.deepcopy(schema["examples"][0])
    document["archetypes"][0]["factors"]["venue"][0]["level"] = "0"
    assert violations(schema, document)
    document = copy.deepcopy(schema["examples"][0])
    del document["archetypes"][4]
    assert violations(schema, document)


def test_lists_of_teams_hold_at_most_five() -> None:
    schema = load_schema("team-tendencies")
    document = copy.deepcopy(schema["examples"][0])
    kings = document["pace"]["kings"]
    document["pace"]["kings"] = kings[:1] * 5
    assert violations(schema, document) == []
    document["pace"]["kings"] = kings[:1] * 6
    assert violations(schema, document)


def put(document: Any, path: str, value: Any) -> None:
    """Set the value at a path of ``objects``."""
    parent, _, name = path.rpartition(".")
    at(document, parent)[name] = value


@pytest.mark.parametrize(
    ("name", "paths"),
    [
        (
            "what-matters",
            [
                "$.data_through",
                "$.archetypes[0].over_rate",
                "$.archetypes[4].example_players[0].player_full_name",
                "$.archetypes[4].factors.rest[0].difference",
                "$.archetypes[4].factors.rest[0].q_value",
            ],
        ),
        (
            "team-tendencies",
            [
                "$.league.pace",
                "$.league.over_rate",
                "$.pace.kings[0].over_rate",
                "$.defense_by_shot_profile.interior.softest[0].zone_fg_pct_allowed",
                "$.home_away.road_warriors[0].away.rate_low",
            ],
        ),
        ("quick-hits", ["$.stats[0].direction"]),
        (
            "deep-dive-current",
            [
                "$.hero_stat.value",
                "$.hero_stat.rate",
                "$.hero_stat.comparison",
                "$.hero_stat.difference",
                "$.hero_stat.p_value",
            ],
        ),
    ],
)
def test_null_is_valid_where_something_may_be_unknown(name: str, paths: list[str]) -> None:
    schema = load_schema(name)
    document = copy.deepcopy(schema["examples"][0])
    for path in paths:
        assert violations(schema, document) == []
        put(document, path, None)
    assert violations(schema, document) == []


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("what-matters", "$.status", "no_games"),
        ("what-matters", "$.archetypes[0].archetype", "coach"),
        ("what-matters", "$.archetypes[4].example_players[0].usage_rate", 100.1),
        ("what-matters", "$.archetypes[4].factors.rest[0].significance", "huge"),
        ("what-matters", "$.key_insights[0].sentence", ""),
        ("team-tendencies", "$.pace.kings[0].team_abbr", "Bulls"),
        ("team-tendencies", "$.home_away.home_dominant[0].difference", None),
        ("team-tendencies", "$.back_to_back.resilient[0].impact_se", -0.01),
        ("quick-hits", "$.stats[0].rate", None),
        ("quick-hits", "$.stats[0].sample_size", 49),
        ("quick-hits", "$.stats[0].significance", "insufficient"),
        ("quick-hits", "$.stats[0].comparison", None),
        ("quick-hits", "$.iso_week", 54),
        ("deep-dive-current", "$.month", "2025-13"),
        ("deep-dive-current", "$.hero_stat.value", "0.458"),
        ("deep-dive-current", "$.slug", "back-to-backs"),
    ],
)
def test_a_wrong_value_makes_a_document_invalid(name: str, path: str, value: Any) -> None:
    schema = load_schema(name)
    document = copy.deepcopy(schema["examples"][0])
    put(document, path, value)
    (found,) = violations(schema, document)
    assert found.startswith(f"{path}: ")
