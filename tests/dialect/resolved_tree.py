"""The analyser's tree of a query, read from its serialised form level by level.

Protobuf's Python parser refuses messages nested deeper than 100 levels, and a query's tree is
deeper: so this reads the wire format itself, each level on demand, with the package's descriptors.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

VARINT, FIXED64, LENGTH, FIXED32 = 0, 1, 2, 5


def _varint(data: memoryview, at: int) -> tuple[int, int]:
    """Return the number that begins at a position, and the position after it."""
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
        shift += 7


def _wire_fields(data: memoryview) -> Iterator[tuple[int, Any]]:
    """Yield (field number, value) of one message: numbers as int, everything else as its bytes."""
    at = 0
    while at < len(data):
        tag, at = _varint(data, at)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == VARINT:
            value, at = _varint(data, at)
            yield number, value
            continue
        size = {FIXED64: 8, FIXED32: 4}.get(wire_type)
        if wire_type == LENGTH:
            size, at = _varint(data, at)
        assert size is not None, f"wire type {wire_type}"
        yield number, data[at : at + size]
        at += size


class Node:
    """A message of the tree, wrappers (`AnyResolved…`) removed; a field of its base is its own."""

    def __init__(self, descriptor: Any, data: memoryview) -> None:
        while descriptor.name.startswith("AnyResolved"):
            number, data = next(_wire_fields(data))
            descriptor = descriptor.fields_by_number[number].message_type
        self._descriptor = descriptor
        self._data = data

    @property
    def kind(self) -> str:
        """The node's class, like ``ResolvedFilterScan``."""
        return str(self._descriptor.name).removesuffix("Proto")

    @cached_property
    def _fields(self) -> dict[str, list[Any]]:
        fields: dict[str, list[Any]] = {}
        for number, value in _wire_fields(self._data):
            field = self._descriptor.fields_by_number[number]
            if field.type == field.TYPE_MESSAGE:
                value = Node(field.message_type, value)
            elif field.type == field.TYPE_STRING:
                value = bytes(value).decode()
            fields.setdefault(field.name, []).append(value)
        return fields

    def all(self, name: str) -> list[Any]:
        """Return the values of a field, of this class or of its bases; none if it is not set."""
        if name in self._fields:
            return self._fields[name]
        return [value for base in self._fields.get("parent", []) for value in base.all(name)]

    def one(self, name: str) -> Any:
        """Return the value of a field that is set once; raises ValueError otherwise."""
        (value,) = self.all(name)
        return value

    def children(self) -> Iterator[Node]:
        """Yield the nodes of the tree directly below this one, including those of its bases."""
        for name, values in self._fields.items():
            for value in values:
                if name == "parent":
                    yield from value.children()
                elif isinstance(value, Node) and value.kind.startswith("Resolved"):
                    yield value

    def walk(self) -> Iterator[Node]:
        """Yield this node and every node below it."""
        yield self
        for child in self.children():
            yield from child.walk()


def column_ids(expression: Node) -> set[int]:
    """Return the columns that an expression refers to."""
    references = (node for node in expression.walk() if node.kind == "ResolvedColumnRef")
    return {node.one("column").one("column_id") for node in references}


def call_of(expression: Node) -> tuple[str, list[Node]] | None:
    """Return the name (``$equal``, ``$and``, ``date_add`` …) and arguments of a call; else None."""
    if expression.kind != "ResolvedFunctionCall":
        return None
    name = expression.one("function").one("name").removeprefix("ZetaSQL:")
    return name, expression.all("argument_list")


def conjuncts(expressions: list[Node]) -> list[Node]:
    """Return the conditions that `and` joins, of all these expressions."""
    parts = []
    for expression in expressions:
        call = call_of(expression)
        parts += conjuncts(call[1]) if call and call[0] == "$and" else [expression]
    return parts
