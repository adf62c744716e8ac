"""What is live at a destination, and whether it is whole and on time."""

import json
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta

from publisher import documents
from publisher.check import violations
from publisher.documents import DOCUMENTS, Document
from publisher.index import entries_by_document, read_index, sha256
from publisher.schemas import load_schema
from publisher.store import Store
from publisher.values import Json, parsed

# Characters: in a pipe too, where the terminal's width is not known.
TABLE_WIDTH = 140

OVERDUE = "overdue"


@dataclass
class LiveDocument:
    """A live document as it was found. What is not known about it is null.

    - ``path``: from the destination's root; ``status`` and the dates are the document's own.
    - ``due_at``: when the next one is due; ``age_seconds``: since ``generated_at``.
    - ``degraded``: why it is live although a guard refused it, from the index.
    - ``troubles``: ``missing``, ``invalid``, ``overdue``, ``not in the index``, ``not archived``,
      each with what was seen.
    """

    document: str
    path: str
    as_of_date: str | None = None
    status: str | None = None
    generated_at: str | None = None
    age_seconds: int | None = None
    due_at: str | None = None
    degraded: str | None = None
    troubles: list[str] = field(default_factory=list)

    @property
    def is_whole(self) -> bool:
        """Whether nothing is wrong except that it may be overdue."""
        return all(trouble.startswith(OVERDUE) for trouble in self.troubles)


@dataclass(frozen=True)
class Status:
    """What ``publish-trends status`` shows."""

    checked_at: str
    documents: list[LiveDocument]
    index_trouble: str | None

    @property
    def troubles(self) -> list[str]:
        """Everything that is wrong, each in one line that names the document."""
        found = [
            f"{live.document}: {trouble}" for live in self.documents for trouble in live.troubles
        ]
        return [f"index: {self.index_trouble}", *found] if self.index_trouble else found

    def as_json(self) -> str:
        """Return it as one JSON object."""
        return json.dumps({**asdict(self), "troubles": self.troubles})

    def as_table(self) -> str:
        """Return it as a table for a person."""
        from rich.console import Console
        from rich.table import Table

        table = Table("document", "as of", "status", "built", "age", "next due", "whole, on time")
        for live in self.documents:
            table.add_row(
                live.document,
                live.as_of_date or "-",
                f"{live.status or '-'}{f' (degraded: {live.degraded})' if live.degraded else ''}",
                _minute(live.generated_at),
                "-" if live.age_seconds is None else _in_words(live.age_seconds),
                _minute(live.due_at),
                "; ".join(live.troubles) or "yes",
            )
        # An object's content is text, not markup.
        console = Console(width=TABLE_WIDTH, markup=False, emoji=False)
        with console.capture() as captured:
            console.print(table)
        index = f"\nindex: {self.index_trouble}" if self.index_trouble else ""
        return captured.get().rstrip() + index


def examine(store: Store, now: datetime) -> Status:
    """Return what is live at a destination; raises ``DestinationError`` when it cannot be read."""
    index, trouble = _read_index(store)
    return Status(
        checked_at=now.isoformat(),
        documents=[_examine(store, document, index, now) for document in DOCUMENTS],
        index_trouble=trouble,
    )


def _read_index(store: Store) -> tuple[dict[str, Json], str | None]:
    """Return the entries of the index by document, and what is wrong with the index."""
    stored = store.read(documents.INDEX_PATH)
    if stored is None:
        return {}, "missing: publish something"
    index, trouble = read_index(stored)
    if index is None:
        return {}, trouble
    return entries_by_document(index), None


def _examine(
    store: Store, document: Document, index: dict[str, Json], now: datetime
) -> LiveDocument:
    live = LiveDocument(document.name, document.path)
    stored = store.read(document.path)
    if stored is None:
        live.troubles.append(f"missing: nothing is at {document.path}")
        return live
    content = parsed(stored.content)
    if content is None:
        live.troubles.append("invalid: not a JSON object")
        return live
    if found := violations(load_schema(document.schema), content):
        live.troubles.append(f"invalid: {found[0]}")
        return live
    as_of = date.fromisoformat(content["as_of_date"])
    if as_of > now.date():
        live.troubles.append(f"invalid: its date, {as_of}, is in the future")
        return live
    live.as_of_date, live.status = content["as_of_date"], content["status"]
    live.generated_at = content["generated_at"]
    generated = datetime.fromisoformat(content["generated_at"])
    live.age_seconds = int((now - generated).total_seconds())
    due = document.cadence.next_refresh_at(generated)
    live.due_at = due.isoformat()
    if now > due + documents.GRACE:
        live.troubles.append(f"{OVERDUE}: {_in_words(int((now - due).total_seconds()))} late")
    entry = index.get(document.name, {})
    if entry.get("sha256") != sha256(stored.content):
        live.troubles.append(
            "not in the index: a release died half-way; publish again to repair it"
        )
    elif entry["degraded"]:
        live.degraded = entry["degraded"]["reason"]
    archived = store.read(document.archive_path(as_of))
    if archived is None or archived.content != stored.content:
        live.troubles.append("not archived: its archive is missing or has different content")
    return live


def _minute(instant: str | None) -> str:
    if instant is None:
        return "-"
    return f"{datetime.fromisoformat(instant):%Y-%m-%d %H:%M}"


def _in_words(seconds: int) -> str:
    """Return a duration in its two largest units: ``2 d 3 h``, ``3 h 10 min``, ``10 min``."""
    span = timedelta(seconds=seconds)
    hours, minutes = span.seconds // 3600, span.seconds % 3600 // 60
    if span.days:
        return f"{span.days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"
