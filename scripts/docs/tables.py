"""The tables of documents, schedules and outcomes in the pages that people write."""

from __future__ import annotations

from publisher import documents as registry
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS, SCHEDULES, Cadence
from publisher.schemas import load_schema
from scripts.cloud.outcomes import KILLED, OUTCOMES
from scripts.pages import table


def documents() -> str:
    """Return README's table: each document and the index, with links to their fields."""
    rows = [
        _document(one.name, one.schema, one.path, _in_new_york(one.cadence)) for one in DOCUMENTS
    ]
    index = _document("index", registry.INDEX_SCHEMA, registry.INDEX_PATH, "with every release")
    return table(("document", "what it tells", "path", "made (New York)"), [*rows, index])


def _document(name: str, schema: str, path: str, made: str) -> tuple[str, str, str, str]:
    """Return a row; what a document tells is the first sentence of its schema's description."""
    sentence, _, _ = load_schema(schema)["description"].partition(". ")
    return f"[{name}](docs/api.md#{name})", sentence.removesuffix("."), f"`/{path}`", made


def schedules() -> str:
    """Return deploy.md's table of the scheduled jobs."""
    return table(
        ("job and topic", f"when ({NEW_YORK.key})", "cron", "message"),
        (
            (one.topic, _in_new_york(one.cadence), f"`{one.cadence.cron}`", f"`{one.message}`")
            for one in SCHEDULES
        ),
    )


def _in_new_york(cadence: Cadence) -> str:
    return str(cadence).removesuffix(f" {NEW_YORK.key}")


def outcomes() -> str:
    """Return deploy.md's table of what becomes of a message after its export."""
    by_code = {str(int(code)): outcome for code, outcome in OUTCOMES.items()}
    return table(
        ("exit code", "message", "because"),
        (
            (code, "comes again" if outcome.retried else "acknowledged", outcome.why)
            for code, outcome in {**by_code, "signal": KILLED}.items()
        ),
    )
