"""One release: read all, build all, validate all, then write the archive, live, the index last.

Nothing is written when anything before fails. The index is computed from the live objects as they
are after the live writes, so it names what exists, and it heals what an interrupted run left.
"""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from publisher import documents
from publisher.build import build_document, build_index, count_records, encode, index_entry
from publisher.check import check_document, load_schema, violations
from publisher.documents import Document
from publisher.errors import DestinationError
from publisher.store import Store, Stored
from publisher.values import Json
from publisher.warehouse import MartReader, read_marts

WRITE, KEEP, SKIP = "write", "keep", "skip"


@dataclass(frozen=True)
class Request:
    """What is to be released. ``now`` is the present instant in New York."""

    documents: tuple[Document, ...]
    as_of: date
    now: datetime
    live: bool = False
    replace: bool = False
    dry_run: bool = False

    @property
    def is_past(self) -> bool:
        """Whether the date is over, so that its archive stands."""
        return self.as_of < self.now.date()

    @property
    def goes_live(self) -> bool:
        """Whether the live objects and the index are in scope, beside the archive."""
        return self.live or not self.is_past


@dataclass
class Receipt:
    """What a run did: the one JSON line on stdout. The keys are always all there.

    - ``status``: ``published``, ``unchanged`` (all was there already), ``dry_run``, ``failed``.
    - ``exit_code``: the exit code of the process; ``error``: one line, or null.
    - ``command``, ``as_of_date``, ``destination``: what was asked; null if it never got that far.
    - ``documents``: for each its ``document``, ``status``, ``records``, ``bytes``, ``sha256``, and
      what ``archive`` and ``live`` needed: ``write``, ``keep`` (equal already), ``skip`` (not in
      scope). Empty if the run failed before anything was planned.
    - ``index``: ``write``, ``keep`` or ``skip`` likewise; null if it was not reached.
    - ``written``: the objects really written, in order; also when a later write failed.
    - ``warnings``: what was found amiss at the destination and passed over or healed.
    """

    status: str = "failed"
    exit_code: int = 0
    error: str | None = None
    command: str | None = None
    as_of_date: str | None = None
    destination: str | None = None
    documents: list[Json] = field(default_factory=list)
    index: str | None = None
    written: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Write:
    """An object to be written, and what it replaces."""

    path: str
    body: bytes
    cache_control: str
    replaces: Stored | None


Say = Callable[[str], None]


def publish(request: Request, reader: MartReader, store: Store, receipt: Receipt, say: Say) -> None:
    """Make one release and note in ``receipt`` what was done; ``say`` is told of the progress.

    Raises the errors of ``publisher.errors``: for a mart, for an invalid document, and for the
    destination, which also refuses to change the archive of a past date without ``replace``.
    """
    built = _build(request, reader, say)
    say("comparing with the destination")
    _Release(request, store, receipt, say).run(built)


def _build(request: Request, reader: MartReader, say: Say) -> list[tuple[Document, Json]]:
    """Return the documents: all read, then all built, then all valid."""
    rows = []
    for document in request.documents:
        say(f"reading {document.name} for {request.as_of}")
        rows.append(read_marts(reader, document, request.as_of))
    built = [
        (document, build_document(document, marts))
        for document, marts in zip(request.documents, rows, strict=True)
    ]
    for document, content in built:
        check_document(document.name, document.schema, content)
    return built


class _Release:
    """The writing half of a release: from valid documents to objects."""

    def __init__(self, request: Request, store: Store, receipt: Receipt, say: Say) -> None:
        self._request = request
        self._store = store
        self._receipt = receipt
        self._say = say
        self._archive: list[Write] = []
        self._live: list[Write] = []

    def run(self, built: list[tuple[Document, Json]]) -> None:
        """Plan all, then write the archive, the live objects and the index, in this order."""
        goes_live = self._request.goes_live
        # The index is read before all else: its version is the token that this release commits by.
        index = self._store.read(documents.INDEX_PATH) if goes_live else None
        for document, content in built:
            self._plan(document, content)
        for write in (*self._archive, *self._live):
            self._write(write)
        self._receipt.index = self._publish_index(index) if goes_live else SKIP
        done = "published" if self._receipt.written else "unchanged"
        self._receipt.status = "dry_run" if self._request.dry_run else done

    def _plan(self, document: Document, content: Json) -> None:
        """Compare a document with what the destination holds, and note the writes it needs."""
        request = self._request
        archive_path = document.archive_path(request.as_of)
        archived = self._store.read(archive_path)
        lived = self._store.read(document.path) if request.goes_live else None
        body = encode(content)
        # Content equal apart from generated_at keeps its bytes, so that archive and live agree.
        for old in (lived, archived):
            if old is not None and _same(old.content, body, "generated_at"):
                body = old.content
        needs_archive = archived is None or archived.content != body
        needs_live = request.goes_live and (
            lived is None or not _same(lived.content, body, "generated_at")
        )
        if archived is not None and needs_archive and request.is_past and not request.replace:
            raise DestinationError(
                f"{archive_path} is the archive of a past date and holds other content; "
                f"nothing was changed. Give --replace to replace it"
            )
        for path, old in ((archive_path, archived), (document.path, lived)):
            if old is not None and _parsed(old.content) is None:
                self._receipt.warnings.append(f"{path} was no JSON document: treated as absent")
        if needs_archive:
            self._archive.append(
                Write(archive_path, body, documents.ARCHIVE_CACHE_CONTROL, archived)
            )
        if needs_live:
            self._live.append(Write(document.path, body, document.cache_control, lived))
        self._receipt.documents.append(
            {
                "document": document.name,
                "status": content["status"],
                "records": count_records(content),
                "bytes": len(body),
                "sha256": hashlib.sha256(body).hexdigest(),
                "archive": WRITE if needs_archive else KEEP,
                "live": (WRITE if needs_live else KEEP) if request.goes_live else SKIP,
            }
        )

    def _publish_index(self, before: Stored | None) -> str:
        """Write the index of what is live now, unless it is equal apart from ``published_at``."""
        entries = list(self._live_entries())
        content = build_index(entries, self._request.now)
        check_document("index", documents.INDEX_SCHEMA, content)
        body = encode(content)
        if before is not None:
            old = _parsed(before.content)
            if old is None or violations(load_schema(documents.INDEX_SCHEMA), old):
                self._receipt.warnings.append(
                    f"{documents.INDEX_PATH} was no valid index: treated as absent"
                )
            else:
                self._note_healing(old, entries)
                if _same(before.content, body, "published_at"):
                    return KEEP
        self._write(Write(documents.INDEX_PATH, body, documents.INDEX_CACHE_CONTROL, before))
        return WRITE

    def _live_entries(self) -> Iterator[Json]:
        """Yield the index entry of each live object that is a document."""
        definitions = load_schema(documents.INDEX_SCHEMA)["$defs"]
        schema = {**definitions["entry"], "$defs": definitions}
        for document in documents.DOCUMENTS:
            body = self._live_body(document)
            if body is None:
                continue
            try:
                entry = index_entry(document, body)
                trouble = "; ".join(violations(schema, entry))
            except (ValueError, KeyError, TypeError, AttributeError):
                trouble = "no JSON document with an envelope"
            if trouble:
                self._receipt.warnings.append(
                    f"{document.path} is left out of the index: {trouble}"
                )
            else:
                yield entry

    def _live_body(self, document: Document) -> bytes | None:
        """Return the live object's bytes, in a dry run those that would be written."""
        if self._request.dry_run:
            for write in self._live:
                if write.path == document.path:
                    return write.body
        stored = self._store.read(document.path)
        return None if stored is None else stored.content

    def _note_healing(self, old: Json, entries: list[Json]) -> None:
        """Warn where the index did not name what was live, as after a run that died half-way."""
        named = {entry["document"]: entry["sha256"] for entry in old["documents"]}
        written = {f"/{write.path}" for write in self._live}
        for entry in entries:
            if entry["path"] not in written and named.get(entry["document"]) != entry["sha256"]:
                self._receipt.warnings.append(
                    f"the index did not name what is live at {entry['path']}"
                )

    def _write(self, write: Write) -> None:
        if self._request.dry_run:
            self._say(f"would write {write.path}")
            return
        self._say(f"writing {write.path}")
        self._store.write(
            write.path, write.body, cache_control=write.cache_control, replaces=write.replaces
        )
        self._receipt.written.append(write.path)


def _parsed(content: bytes) -> Json | None:
    """Return a JSON object, or None for anything else."""
    try:
        value = json.loads(content)
    except ValueError:
        return None
    return value if isinstance(value, dict) else None


def _same(old: bytes, new: bytes, apart_from: str) -> bool:
    """Tell whether two documents are equal, apart from one key."""

    def rest(content: bytes) -> Any:
        parsed = _parsed(content)
        return None if parsed is None else json.dumps({**parsed, apart_from: None})

    return rest(old) is not None and rest(old) == rest(new)
