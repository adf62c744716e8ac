"""Write what the JSON Schemas share, ``json_schemas/common.json``, into each of them.

A published schema is whole by itself, so it repeats what is common. Only the copies are written
here; what a schema says for itself stays as it stands.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from publisher.values import Json

FOLDER = "json_schemas"
COMMON = "common.json"
DEFINITION = "#/$defs/"


def texts(root: Path) -> dict[str, str]:
    """Return the text that each schema's file below ``root`` should have, by its path."""
    folder = root / FOLDER
    common = _load(folder / COMMON)
    return {
        f"{FOLDER}/{path.name}": _text(with_common(_load(path), common))
        for path in sorted(folder.glob("*.schema.json"))
    }


def with_common(schema: Json, common: Json) -> Json:
    """Return a schema with the common form of all that it shares.

    - A property of the document that is common is told as ``common`` tells it.
    - A definition that is referred to and common is copied. Where the schema has one of the same
      name, its ``type`` (which may allow null) and the properties that it adds are kept.
    - The common definitions come first, in their order; one that nothing refers to goes.
    """
    own = schema["$defs"]
    whole = {
        **schema,
        "properties": {
            name: common["properties"].get(name, told)
            for name, told in schema["properties"].items()
        },
        "$defs": {
            **{name: _copied(told, own.get(name, {})) for name, told in common["$defs"].items()},
            **{name: told for name, told in own.items() if name not in common["$defs"]},
        },
    }
    used = _used(whole)
    whole["$defs"] = {name: told for name, told in whole["$defs"].items() if name in used}
    return whole


def _copied(common: Json, own: Json) -> Json:
    if "properties" not in common:
        return common
    added = {
        name: told
        for name, told in own.get("properties", {}).items()
        if name not in common["properties"]
    }
    return {
        **common,
        "type": own.get("type", common["type"]),
        "required": [*common["required"], *added],
        "properties": {**common["properties"], **added},
    }


def _used(schema: Json) -> set[str]:
    """Return the definitions that a schema's properties lead to, by way of others too."""
    used: set[str] = set()
    waiting = set(_references({key: told for key, told in schema.items() if key != "$defs"}))
    while waiting:
        name = waiting.pop()
        used.add(name)
        waiting |= set(_references(schema["$defs"][name])) - used
    return used


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"].removeprefix(DEFINITION)
        for child in node.values():
            yield from _references(child)
    elif isinstance(node, list):
        for child in node:
            yield from _references(child)


def _text(schema: Json) -> str:
    return f"{json.dumps(schema, indent=2, ensure_ascii=False)}\n"


def _load(path: Path) -> Json:
    schema: Json = json.loads(path.read_text("utf-8"))
    return schema
