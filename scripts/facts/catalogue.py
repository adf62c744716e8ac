"""What each fact is called, and what the product does about it: catalogue.yml, read."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

FILE = Path(__file__).with_suffix(".yml")


@dataclass(frozen=True)
class Fact:
    """A fact: one line of the report; catalogue.yml says what each part is."""

    analysis: str
    name: str
    label: str
    product: str = ""
    action: str = ""
    per: str = ""


@dataclass(frozen=True)
class Section:
    """The facts of a source table, or of several; without any of ``tables`` there are none."""

    title: str
    tables: tuple[str, ...]
    facts: tuple[Fact, ...]


def _section(entry: dict[str, Any]) -> Section:
    facts = (Fact(**{"analysis": entry["analysis"], **fact}) for fact in entry["facts"])
    return Section(entry["title"], tuple(entry["tables"]), tuple(facts))


_CONTENT = yaml.safe_load(FILE.read_text(encoding="utf-8"))

SECTIONS = tuple(_section(entry) for entry in _CONTENT["sections"])

# What the product does without each optional table.
ABSENT: dict[str, str] = _CONTENT["absent"]
