"""The JSON Schemas of the package ``json_schemas``, and the columns that they ask of the marts."""

import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from publisher.values import Json


@cache
def load_schema(name: str) -> Json:
    """Return a schema by its name, ``whos-hot-v2``."""
    text = files("json_schemas").joinpath(f"{name}.schema.json").read_text("utf-8")
    schema: Json = json.loads(text)
    return schema


def resolve(schema: Json, node: Json) -> Json:
    """Return a node with the definition that its ``$ref`` names; what the node says goes first."""
    if "$ref" not in node:
        return node
    base = schema["$defs"][node["$ref"].removeprefix("#/$defs/")]
    own = {key: value for key, value in node.items() if key != "$ref"}
    merged = {**base, **own}
    if "properties" in base and "properties" in own:
        merged["properties"] = {
            name: {**child, **own["properties"].get(name, {})}
            for name, child in base["properties"].items()
        }
    return merged


def fields(schema: Json, definition: str | None = None) -> tuple[str, ...]:
    """Return the fields of a definition, or of the document, in their order.

    The field ``b`` of an object ``a`` is ``a__b``. Lists are left out, and so are objects that
    hold lists: both are filled from other rows.
    """
    node = schema if definition is None else schema["$defs"][definition]
    return tuple(_fields(schema, node, ""))


def _fields(schema: Json, node: Json, prefix: str) -> Iterator[str]:
    for name, child in node["properties"].items():
        told = resolve(schema, child)
        if "properties" not in told:
            if told.get("type") != "array":
                yield prefix + name
        elif not _holds_a_list(schema, told):
            yield from _fields(schema, told, f"{prefix}{name}__")


def in_order(schema: Json, value: Any, node: Json | None = None) -> Any:
    """Return a document with the keys of each object in the order of its schema.

    What the schema does not know comes last: to be refused is not to be dropped.
    """
    told = resolve(schema, schema if node is None else node)
    if isinstance(value, list) and "items" in told:
        return [in_order(schema, one, told["items"]) for one in value]
    if not isinstance(value, dict) or "properties" not in told:
        return value
    known = {
        name: in_order(schema, value[name], child)
        for name, child in told["properties"].items()
        if name in value
    }
    return known | value | known


def _holds_a_list(schema: Json, node: Json) -> bool:
    told = resolve(schema, node)
    children = told.get("properties", {}).values()
    return told.get("type") == "array" or any(_holds_a_list(schema, child) for child in children)
