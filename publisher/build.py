"""Pure: rows in, documents out. Nothing here computes a basketball number."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from publisher.documents import Document
from publisher.documents.facts import facts_of
from publisher.schemas import in_order, load_schema
from publisher.sentences import note_text
from publisher.values import Json, Row, Rows


@dataclass(frozen=True)
class GuardFacts:
    """What the guards need to know about a document's night and the document does not say.

    - ``games_without_results`` of ``games_due``: games of the last three days without box scores.
    - ``is_missing_results``: more than a third of them, or all of the day before.
    - ``lines_due_at``: the instant from which tonight's lines should be in; None without games.
    - ``statistics``: the guards' marts, each column by its name.
    """

    games_without_results: int
    games_due: int
    is_missing_results: bool
    lines_due_at: datetime | None
    statistics: Row = field(default_factory=dict)


def build_document(document: Document, rows: Rows) -> Json:
    """Return a document: its envelope, then its body, keys in the order of the schema.

    ``rows`` holds the rows of the document's marts by name, exactly one of them the header's.
    Dates become ``YYYY-MM-DD``, instants ISO 8601 in New York, NULL null.
    """
    (header,) = rows[document.header.name]
    told = document.header.entry(header)
    codes = [code for code in document.notes if header[f"note_{code}"]]
    made = {
        "schema_version": document.schema_version,
        "document": document.name,
        "notes": [
            {"code": code, "text": note_text(code, header, document.notes)} for code in codes
        ],
        "refresh": {
            "cadence": str(document.cadence),
            "next_refresh_at": _next_refresh_at(document, header["generated_at"]),
        },
        **told,
        **document.body(told, rows),
    }
    ordered: Json = in_order(load_schema(document.schema), made)
    return ordered


def guard_facts(document: Document, rows: Rows) -> GuardFacts:
    """Return the guard facts, from the same rows."""
    (header,) = rows[document.header.name]
    told: Row = {
        name: value
        for mart in facts_of(document)
        for row in rows[mart.name]
        for name, value in row.items()
    }
    return GuardFacts(
        games_without_results=header["data_gaps__games_without_results"],
        games_due=told["games_due"],
        is_missing_results=told["is_missing_results"],
        lines_due_at=told["lines_due_at"],
        statistics=told,
    )


def _next_refresh_at(document: Document, made_at: Any) -> str | None:
    if not isinstance(made_at, datetime):
        # Left for the schema to reject, like everything that is missing.
        return None
    return document.cadence.next_refresh_at(made_at).isoformat()


def encode(document: Json) -> bytes:
    """Return the bytes of a document: the same document, the same bytes.

    Raises ``ValueError`` for a number that JSON does not have.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()


def count_records(content: Json) -> int:
    """Return how many entries a document's lists hold, not counting its notes."""
    body = {name: value for name, value in content.items() if name != "notes"}
    return sum(len(found) for found in _lists(body))


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _lists(child)
