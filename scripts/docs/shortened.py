"""A kept example as the page shows it: whole objects, lists cut short."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from scripts.project import ROOT

EXAMPLES = ROOT / "docs" / "examples"


def example(file: str) -> str:
    """Return a kept example as JSON with comments, each list cut to its first entry.

    Of a list whose first entry has a form that was shown before, not even that is left.
    """
    content = json.loads((EXAMPLES / file).read_text(encoding="utf-8"))
    return "\n".join(Shortened().lines(content))


class Shortened:
    """Writes JSON with lists cut short and comments that say so."""

    def __init__(self) -> None:
        self._shown: set[str] = set()

    def lines(self, value: Any, indent: str = "") -> list[str]:
        """Return the lines of a value; the first is not indented."""
        inner = indent + "  "
        if isinstance(value, dict):
            parts = [
                f"{inner}{json.dumps(name)}: " + "\n".join(self.lines(child, inner))
                for name, child in value.items()
            ]
            return ["{", *",\n".join(parts).split("\n"), indent + "}"]
        if isinstance(value, list) and value:
            if form(value[0]) in self._shown:
                return [f"[/* {len(value)} entries */]"]
            self._shown.add(form(value[0]))
            first = inner + "\n".join(self.lines(value[0], inner))
            rest = [f"{inner}/* and {len(value) - 1} more */"] if len(value) > 1 else []
            return ["[", first, *rest, indent + "]"]
        return [json.dumps(value, ensure_ascii=False)]


def form(value: Any) -> str:
    """Return the keys of a value and of all inside it; a null is unlike an object."""
    if isinstance(value, Mapping):
        return json.dumps({name: form(child) for name, child in value.items()})
    return "list" if isinstance(value, list) else "value"
