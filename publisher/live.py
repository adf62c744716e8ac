"""What a live object says of itself: its entry in the index, and what the guards compare with."""

from publisher import documents
from publisher.build import index_entry
from publisher.check import load_schema, violations
from publisher.documents import Document
from publisher.store import Stored
from publisher.values import Json, parsed


def entry_of(document: Document, body: bytes) -> tuple[Json | None, str]:
    """Return the index entry of a live object, or None and what is wrong with the object."""
    definitions = load_schema(documents.INDEX_SCHEMA)["$defs"]
    schema = {**definitions["entry"], "$defs": definitions}
    try:
        entry = index_entry(document, body)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None, "no JSON document with an envelope"
    trouble = "; ".join(violations(schema, entry))
    return (None, trouble) if trouble else (entry, "")


def comparable(document: Document, stored: Stored | None) -> Json | None:
    """Return a document that a guard can compare with, or None when it is absent or broken."""
    if stored is None or entry_of(document, stored.content)[0] is None:
        return None
    return parsed(stored.content)
