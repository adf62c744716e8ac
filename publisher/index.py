"""The index: what it says about a live document, and how it is read and made."""

import hashlib
from collections.abc import Iterable
from datetime import datetime

from publisher import documents
from publisher.build import count_records
from publisher.check import check_document, violations
from publisher.documents import Document
from publisher.equality import same_apart_from
from publisher.schemas import load_schema
from publisher.store import Stored
from publisher.values import Json, parsed

PUBLISHED_AT = ("published_at",)


def index_entry(document: Document, body: bytes, content: Json | None = None) -> Json:
    """Return the index entry of a live document with the bytes ``body``, without a refusal.

    ``content`` is what the bytes say, where that is known. Raises ``KeyError``, ``TypeError`` or
    ``AttributeError`` if it is not a JSON object with an envelope.
    """
    if content is None:
        content = parsed(body)
    if content is None:
        raise TypeError("not a JSON object")
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
        "sha256": sha256(body),
        "records": count_records(content),
        "schema": f"urn:trends:schema:{document.schema}",
        "degraded": None,
    }


def entry_of(
    document: Document, body: bytes, content: Json | None = None
) -> tuple[Json | None, str]:
    """Return the index entry of a live object, or None and what is wrong with the object."""
    definitions = load_schema(documents.INDEX_SCHEMA)["$defs"]
    schema = {**definitions["entry"], "$defs": definitions}
    try:
        entry = index_entry(document, body, content)
    except (KeyError, TypeError, AttributeError, RecursionError):
        return None, "not a JSON document with an envelope"
    trouble = "; ".join(violations(schema, entry))
    return (None, trouble) if trouble else (entry, "")


def build_index(entries: Iterable[Json], published_at: datetime) -> Json:
    """Return the index of the live documents."""
    return {
        "schema_version": documents.INDEX_VERSION,
        "published_at": published_at.isoformat(),
        "documents": list(entries),
    }


def check_index(index: Json) -> None:
    """Raise ``InvalidDocumentError`` when an index breaks its schema."""
    check_document("index", documents.INDEX_SCHEMA, index)


def read_index(stored: Stored) -> tuple[Json | None, str]:
    """Return the index that an object holds, or None, what is wrong and how to repair it."""
    index = parsed(stored.content)
    if index is None:
        return None, "not a JSON object: publish again to repair it"
    if found := violations(load_schema(documents.INDEX_SCHEMA), index):
        return None, f"invalid: {found[0]}; publish again to repair it"
    return index, ""


def entries_by_document(index: Json) -> dict[str, Json]:
    """Return the entries of a valid index by their documents."""
    return {entry["document"]: entry for entry in index["documents"]}


def same_index(old: Json | None, new: Json | None) -> bool:
    """Tell whether two indexes name the same objects."""
    return same_apart_from(old, new, (PUBLISHED_AT,))


def sha256(content: bytes) -> str:
    """Return the digest by which the index names an object."""
    return hashlib.sha256(content).hexdigest()
