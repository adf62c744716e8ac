"""Pure: rows in, documents out. Nothing here computes a basketball number."""

import hashlib
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from publisher import documents, marts
from publisher.bodies import BODIES
from publisher.documents import Document
from publisher.sentences import NOTES
from publisher.values import Json, Rows, nest, published


def build_document(document: Document, rows: Rows) -> Json:
    """Return a document: its envelope, then its body, keys in the order of the schema.

    ``rows`` holds the rows of the document's marts by name, exactly one of them the header's.
    Dates become ``YYYY-MM-DD``, instants ISO 8601 in New York, NULL null.
    """
    (header,) = rows[document.header.name]
    envelope = {name: published(header[name]) for name in marts.ENVELOPE}
    flags = {name: value for name, value in header.items() if name.startswith("note_")}
    rest = {name: header[name] for name in header if name not in envelope and name not in flags}
    return {
        "schema_version": document.schema_version,
        "document": document.name,
        **envelope,
        "notes": [_note(flag.removeprefix("note_")) for flag, is_on in flags.items() if is_on],
        "refresh": {
            "cadence": str(document.cadence),
            "next_refresh_at": document.cadence.next_refresh_at(header["as_of_date"]).isoformat(),
        },
        **BODIES[document.name](nest(rest), rows),
    }


def encode(document: Json) -> bytes:
    """Return the bytes of a document: the same document, the same bytes.

    Raises ``ValueError`` for a number that JSON does not have.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()


def index_entry(document: Document, body: bytes) -> Json:
    """Return what the index says of a live document whose bytes are ``body``, nothing against it.

    Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``AttributeError`` when the bytes are
    not JSON with an envelope.
    """
    content = json.loads(body)
    return {
        "document": document.name,
        "path": f"/{document.path}",
        "archive_path": f"/{document.archive_path(content['as_of_date'])}",
        "as_of_date": content["as_of_date"],
        "generated_at": content["generated_at"],
        "cadence": content["refresh"]["cadence"],
        "next_refresh_at": content["refresh"]["next_refresh_at"],
        "status": content["status"],
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "records": count_records(content),
        "schema": f"urn:trends:schema:{document.schema}",
        "degraded": None,
    }


def build_index(entries: Iterable[Json], published_at: datetime) -> Json:
    """Return the index of the live documents."""
    return {
        "schema_version": documents.INDEX_VERSION,
        "published_at": published_at.isoformat(),
        "documents": list(entries),
    }


def count_records(content: Json) -> int:
    """Return how many entries a document's lists hold, its notes apart."""
    body = {name: value for name, value in content.items() if name != "notes"}
    return sum(len(found) for found in _lists(body))


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _lists(child)


def _note(code: str) -> Json:
    return {"code": code, "text": NOTES[code]}
