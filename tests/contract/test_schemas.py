"""The JSON Schemas: whole, strict, described, and equal to what the marts and the builder give."""

import copy
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

import json_schemas
from publisher import documents
from publisher.build import build_document, build_index, encode, index_entry
from publisher.check import load_schema, violations
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS, Document
from publisher.marts import ENVELOPE, Mart
from publisher.warehouse import DuckDBReader, read_marts
from tests.contract.daily_marts import BUILT, TYPES, D, daily_tables, write_warehouse

NAMES = [*(document.schema for document in DOCUMENTS), documents.INDEX_SCHEMA]
(PACKAGE,) = json_schemas.__path__


def nodes(schema: Any, path: str = "$") -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every object inside a schema, with where it stands; the examples are data."""
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


def at(document: Any, path: str) -> Any:
    """Return what stands at a path of ``objects``."""
    for step in path.replace("[", ".[").split(".")[1:]:
        document = document[int(step[1:-1])] if step.startswith("[") else document[step]
    return document


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Return every document, built from the marts' hand-written rows, by its schema."""
    path = tmp_path_factory.mktemp("warehouse") / "trends.duckdb"
    write_warehouse(path, daily_tables())
    with DuckDBReader(path) as reader:
        made = {
            document.schema: build_document(document, read_marts(reader, document, D))
            for document in DOCUMENTS
        }
    entries = [index_entry(document, encode(made[document.schema])) for document in DOCUMENTS]
    return made | {documents.INDEX_SCHEMA: build_index(entries, BUILT.astimezone(NEW_YORK))}


def test_each_file_is_a_known_schema() -> None:
    found = {path.name for path in Path(PACKAGE).glob("*.json")}
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
        if "object" in node.get("type", ()) and "properties" in node:
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


def test_shared_definitions_are_the_same_in_every_schema() -> None:
    own = {"entry", "tonight", "period", "list", "significance"}
    seen: dict[str, Any] = {}
    for name in NAMES:
        for key, definition in load_schema(name)["$defs"].items():
            if key not in own:
                assert seen.setdefault(key, definition) == definition, f"{name}: {key}"
    first, second = (load_schema(document.schema) for document in DOCUMENTS)
    for key in ("player_lookup", "player_full_name", "team_abbr", "position"):
        assert (
            first["$defs"]["entry"]["properties"][key]
            == second["$defs"]["entry"]["properties"][key]
        )
    tonight = dict(second["$defs"]["tonight"]["properties"])
    del tonight["opponent_defense_rank"]
    assert first["$defs"]["tonight"]["properties"] == tonight


@pytest.mark.parametrize("name", NAMES)
def test_no_definition_is_unused(name: str) -> None:
    schema = load_schema(name)
    used = {node["$ref"] for _, node in nodes(schema) if "$ref" in node}
    assert used == {f"#/$defs/{key}" for key in schema["$defs"]}


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
    for path, _, value in objects(schema, schema, example, "$"):
        for key in value:
            document = copy.deepcopy(example)
            del at(document, path)[key]
            assert violations(schema, document), f"{path}.{key} may be left out"
            removed += 1
    assert removed > 20


@pytest.mark.parametrize("name", NAMES)
def test_an_unknown_property_anywhere_makes_the_document_invalid(name: str) -> None:
    schema = load_schema(name)
    (example,) = schema["examples"]
    for path, _, _ in objects(schema, schema, example, "$"):
        document = copy.deepcopy(example)
        at(document, path)["surprise"] = 1
        assert violations(schema, document), f"{path} takes an unknown property"


@pytest.mark.parametrize("name", NAMES)
def test_keys_stand_in_the_schemas_order(name: str, built: dict[str, Any]) -> None:
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
        if "required" in node:
            assert id(node) in used, f"no example of {path}"


def leaves(schema: dict[str, Any], node: dict[str, Any], prefix: str = "") -> set[str]:
    """Return the flat names of an object's properties, ``a__b``, lists left out."""
    found: set[str] = set()
    for name, child in resolve(schema, node)["properties"].items():
        target = resolve(schema, child)
        if "properties" in target:
            found |= leaves(schema, child, f"{prefix}{name}__")
        elif target.get("type") != "array":
            found.add(prefix + name)
    return found


def without(mart: Mart, *placing: str) -> set[str]:
    """Return a mart's columns without those that only say where a row goes, and the flags."""
    return {name for name in mart.columns if name not in placing and not name.startswith("note_")}


def test_whos_hot_has_exactly_the_columns_of_its_marts() -> None:
    (document,) = (found for found in DOCUMENTS if found.name == "whos-hot")
    periods, players = document.details
    schema = load_schema(document.schema)
    top = {"schema_version", "document", "refresh__cadence", "refresh__next_refresh_at"}
    period = schema["$defs"]["period"]
    envelope = {name for name in leaves(schema, schema) - top if not name.startswith("periods__")}
    assert envelope == {*without(document.header), "default_period"}
    assert leaves(schema, period) == without(periods, "period")
    assert leaves(schema, schema["$defs"]["entry"]) == {
        *without(players, "period", "list_name"),
        "tonight__game_time_display",
    }


def test_bounce_back_has_exactly_the_columns_of_its_marts() -> None:
    (document,) = (found for found in DOCUMENTS if found.name == "bounce-back")
    (players,) = document.details
    schema = load_schema(document.schema)
    top = {"schema_version", "document", "refresh__cadence", "refresh__next_refresh_at"}
    assert leaves(schema, schema) - top == {
        *without(document.header),
        "league_baseline__sentence",
    }
    assert leaves(schema, schema["$defs"]["entry"]) == {
        *without(players, "list_name"),
        "tonight__game_time_display",
    }


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_the_hand_written_marts_have_exactly_the_columns_that_are_read(
    document: Document,
) -> None:
    assert set(ENVELOPE) <= set(document.header.columns)
    for mart in (document.header, *document.details):
        read = {"as_of_date", *mart.columns}
        assert read == set(TYPES[mart.name]), mart.name


def test_the_hand_written_marts_are_all_read() -> None:
    read = {mart.name for document in DOCUMENTS for mart in (document.header, *document.details)}
    assert read == set(TYPES)
