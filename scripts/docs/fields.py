"""The fields of a JSON Schema as rows of a table: path, type, limits and meaning, in words."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field

from publisher.schemas import resolve
from publisher.values import Json

# Keywords of a schema that the tables show, and those that they may leave out.
SHOWN = {"$ref", "description", "type", "const", "enum", "format", "pattern", "anyOf"}
SHOWN |= {
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
}
SHOWN |= {"properties", "required", "items"}
# Those that are shown of a whole schema only.
CONDITION = {"if", "then"}
LEFT_OUT = {"$schema", "$id", "$defs", "title", "examples", "additionalProperties"}

JSON_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}
FORMATS = {"date": "a date, `YYYY-MM-DD`", "date-time": "an instant, ISO 8601 with offset"}


def resolved(schema: Json, node: Json) -> Json:
    """Return a node without ``$ref``, all below it too: what stands beside a ``$ref`` goes first.

    Raises ``ValueError`` for a keyword that the tables do not show.
    """
    at_root = CONDITION if "$schema" in node else set()
    if unknown := node.keys() - SHOWN - LEFT_OUT - at_root:
        raise ValueError(f"the tables do not show {', '.join(sorted(unknown))}: teach them to")
    merged = dict(resolve(schema, node))
    if "properties" in merged:
        merged["properties"] = {
            name: resolved(schema, child) for name, child in merged["properties"].items()
        }
    if "items" in merged:
        merged["items"] = resolved(schema, merged["items"])
    if "anyOf" in merged:
        merged["anyOf"] = [resolved(schema, one) for one in merged["anyOf"]]
    return merged


@dataclass
class Fields:
    """The rows of a document's table. A form that was shown is not shown again but linked to."""

    document: str
    shown: dict[str, tuple[str, Json]] = field(default_factory=dict)

    def rows(self, node: Json, prefix: str = "") -> Iterator[tuple[str, str, str, str]]:
        """Yield a row for each property of a resolved object, and below it those that it holds."""
        for name, child in node["properties"].items():
            path = f"{prefix}{name}"
            held = child.get("items", child)
            form = json.dumps(sorted(held.get("properties", ())))
            place, before = self.shown.get(form, ("", {})) if "properties" in held else ("", {})
            kind = self.kind(child, f"[`{place}`](#{self.anchor(place)})" if place else "")
            if name not in node["required"]:
                kind += ", optional"
            anchor = f'<a id="{self.anchor(path)}"></a>' if "properties" in held else ""
            yield f"{anchor}`{path}`", kind, limits(child), child.get("description", "")
            if "properties" not in held:
                continue
            inside = f"{path}[]." if "items" in child else f"{path}."
            if not place:
                self.shown[form] = (path, held["properties"])
                yield from self.rows(held, inside)
            else:
                other = {key: one for key, one in held["properties"].items() if one != before[key]}
                yield from self.rows({**held, "properties": other}, inside)

    def anchor(self, path: str) -> str:
        """Return the id of a field's row in the page."""
        return f"{self.document}.{path}"

    @staticmethod
    def kind(node: Json, link: str) -> str:
        """Return the type of a field in words; ``link`` leads to where its form is shown."""
        told = " or ".join(types(node))
        if "items" in node:
            told = told.replace("array", f"list of {' or '.join(types(node['items']))}s")
        return f"{told}, as {link}" if link else told


def types(node: Json) -> list[str]:
    """Return the JSON types that a node allows, null last."""
    if "const" in node:
        found = [JSON_TYPES[type(node["const"])]]
    elif "enum" in node:
        found = [JSON_TYPES[type(value)] for value in node["enum"]]
    else:
        found = [node["type"]] if isinstance(node["type"], str) else node["type"]
    return sorted(dict.fromkeys(found), key=lambda kind: kind == "null")


def limits(node: Json) -> str:
    """Return what a value is held to beside its type, in words."""
    if "const" in node:
        return f"always `{node['const']}`"
    if "enum" in node:
        return ", ".join(f"`{value}`" for value in node["enum"] if value is not None)
    if node.get("type") == "null":
        return ""
    found = []
    if "format" in node:
        found.append(FORMATS[node["format"]])
    if "pattern" in node:
        found.append(f"`{node['pattern']}`")
    if node.get("minLength") == 1:
        found.append("not empty")
    elif "minLength" in node:
        found.append(f"at least {node['minLength']} characters")
    if "maxLength" in node:
        found.append(f"at most {node['maxLength']} characters")
    found.append(span(node.get("minimum"), node.get("maximum"), ""))
    if "exclusiveMinimum" in node:
        found.append(f"above {node['exclusiveMinimum']}")
    found.append(span(node.get("minItems"), node.get("maxItems"), " entries"))
    if "anyOf" in node:
        found.append(" or ".join(limits(one) for one in node["anyOf"] if limits(one)))
    return "; ".join(filter(None, found))


def span(least: float | None, most: float | None, unit: str) -> str:
    """Return the bounds of a number in words, nothing where there is none."""
    if least is None and most is None:
        return ""
    if least is None:
        return f"at most {most}{unit}"
    if most is None:
        return f"at least {least}{unit}"
    return f"{least}{unit}" if least == most else f"{least} to {most}{unit}"


def conditional(schema: Json) -> Iterator[str]:
    """Yield what a schema asks for only when a field has a certain value."""
    if "if" in schema:
        ((name, held),) = schema["if"]["properties"].items()
        for other, asked in schema["then"]["properties"].items():
            yield f"When `{name}` is `{held['const']}`, `{other}` has {limits(asked)}."
