"""One release: read all, build all, validate all, guard all, then write: the archive, live, the
index last.

Nothing is written when anything before fails. The index is computed from the live objects as they
are after the live writes, so it names what exists, and it heals what an interrupted run left.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from publisher import documents
from publisher.build import (
    GuardFacts,
    build_document,
    build_index,
    count_records,
    encode,
    guard_facts,
)
from publisher.check import check_document, load_schema, violations
from publisher.command import Session
from publisher.documents import Document
from publisher.equality import same_document, same_index
from publisher.errors import DestinationError, GuardError, InvalidDocumentError
from publisher.guards import Candidate, Refusal, overdue_lines, refusals
from publisher.journal import Journal
from publisher.live import comparable, entry_of
from publisher.store import Store, Stored
from publisher.values import Json, parsed, published
from publisher.warehouse import MartReader, read_marts

WRITE, KEEP, SKIP = "write", "keep", "skip"
# What the receipt says of each live document, of its entry in the index.
LIVE_FACTS = ("document", "as_of_date", "generated_at", "next_refresh_at")


@dataclass(frozen=True)
class Request:
    """What is to be released. ``now`` is the present instant in New York.

    ``accept_degraded`` is the reason for which the guards' refusals are passed over.
    ``stale_sources`` says of each source table past its freshness limit how old it is.
    """

    documents: tuple[Document, ...]
    as_of: date
    now: datetime
    live: bool = False
    replace: bool = False
    dry_run: bool = False
    accept_degraded: str | None = None
    stale_sources: tuple[str, ...] = ()

    @property
    def is_past(self) -> bool:
        """Whether the date is over, so that its archive stands."""
        return self.as_of < self.now.date()

    @property
    def goes_live(self) -> bool:
        """Whether the live objects and the index are in scope, beside the archive."""
        return self.live or not self.is_past

    @property
    def scope(self) -> Literal["live", "archive", "dry_run"]:
        """What the release may write."""
        if self.dry_run:
            return "dry_run"
        return "live" if self.goes_live else "archive"


@dataclass(frozen=True)
class Built:
    """A document and what the guards have to know beside it."""

    document: Document
    content: Json
    facts: GuardFacts


@dataclass(frozen=True)
class Write:
    """An object to be written, and what it replaces."""

    document: Document | None
    path: str
    body: bytes
    cache_control: str
    replaces: Stored | None


def publish(request: Request, reader: MartReader, store: Store, session: Session) -> None:
    """Make one release and note in the session's receipt what was done.

    Raises the errors of ``publisher.errors``: for a mart, for an invalid document, for a refusal
    of the guards, and for the destination, which also refuses to change the archive of a past date
    without ``replace``.
    """
    built = _build(request, reader, session.journal)
    release = _Release(request, store, session)
    release.plan(built)
    release.guard()
    release.commit()


def roll_back(request: Request, store: Store, session: Session) -> None:
    """Put the archived documents of ``request.as_of`` live again, and write the index.

    Of the request's documents those that have an archive of the date are taken. Raises
    ``DestinationError`` when there is none, ``InvalidDocumentError`` when one breaks its schema or
    is of another date.
    """
    archived = []
    for document in request.documents:
        with session.journal.step("read", document.name, text=f"reading archived {document.name}"):
            stored = store.read(document.archive_path(request.as_of))
        if stored is None:
            session.receipt.warnings.append(
                f"{document.name} has no archive of {request.as_of}: it stays as it is"
            )
        else:
            _check_archived(document, request.as_of, stored.content)
            archived.append((document, stored))
    if not archived:
        names = ", ".join(document.name for document in request.documents)
        raise DestinationError(
            f"the archive holds no {names} of {request.as_of}: see what it holds in "
            f"{documents.ARCHIVE_FOLDER}"
        )
    release = _Release(request, store, session)
    release.plan_rollback(archived)
    release.commit()


def _check_archived(document: Document, as_of: date, body: bytes) -> None:
    """Raise ``InvalidDocumentError`` when an archive does not hold the document of its date."""
    name, content = f"archived {document.name} of {as_of}", parsed(body)
    check_document(name, document.schema, content)
    if content is not None and content["as_of_date"] != str(as_of):
        raise InvalidDocumentError(f"{name} is not valid: it is of {content['as_of_date']}")


def _build(request: Request, reader: MartReader, journal: Journal) -> list[Built]:
    """Return the documents: all read, then all built, then all valid."""
    rows = []
    for document in request.documents:
        with journal.step(
            "read", document.name, text=f"reading {document.name} for {request.as_of}"
        ):
            rows.append(read_marts(reader, document, request.as_of))
    built = []
    for document, marts in zip(request.documents, rows, strict=True):
        with journal.step("shape", document.name):
            facts = guard_facts(document, marts)
            built.append(Built(document, build_document(document, marts), facts))
    for one in built:
        with journal.step("validate", one.document.name):
            check_document(one.document.name, one.document.schema, one.content)
    return built


class _Release:
    """The writing half of a release: from valid documents to objects."""

    def __init__(self, request: Request, store: Store, session: Session) -> None:
        self._request = request
        self._store = store
        self._receipt = session.receipt
        self._journal = session.journal
        self._archive: list[Write] = []
        self._live: list[Write] = []
        self._candidates: list[Candidate] = []
        self._accepted: list[Refusal] = []
        # The index is read before all else: its version is the token that this release commits by.
        self._index = store.read(documents.INDEX_PATH) if request.goes_live else None
        self._named = self._read_index()

    def plan(self, built: Sequence[Built]) -> None:
        """Compare the documents with what the destination holds, and note the writes they need.

        Raises ``DestinationError`` where a past date's archive would change without ``replace``.
        """
        for one in built:
            with self._journal.step("compare", one.document.name):
                self._plan(one)

    def plan_rollback(self, archived: Sequence[tuple[Document, Stored]]) -> None:
        """Note the live writes that archived documents need; the archive stays as it is."""
        for document, stored in archived:
            live = self._store.read(document.path)
            self._note(document, stored.content, stored, live)

    def guard(self) -> None:
        """Hold the documents that go live against the guards.

        Raises ``GuardError`` when one refuses and nobody has accepted that.
        """
        if not self._request.goes_live:
            return
        with self._journal.step("guard"):
            found = refusals(self._candidates, self._request.stale_sources, self._request.now)
        self._receipt.refusals = [refusal.as_json() for refusal in found]
        self._receipt.warnings += overdue_lines(self._candidates, self._request.now)
        reason = self._request.accept_degraded
        if found and reason is None:
            texts = "; ".join(
                f"{refusal.document or 'release'}: {refusal.text}" for refusal in found
            )
            raise GuardError(
                f"refused, nothing was changed: {texts}. If that is right, publish it with "
                f"--accept-degraded REASON"
            )
        if found:
            self._receipt.accepted = reason
            self._accepted = found
        elif reason is not None:
            self._receipt.warnings.append("--accept-degraded: there was nothing to accept")

    def commit(self) -> None:
        """Write the archive, the live objects and the index, in this order."""
        for write in (*self._archive, *self._live):
            name = write.document.name if write.document else None
            with self._journal.step("write", name, text=f"writing {write.path}"):
                self._write(write)
        if self._request.goes_live:
            with self._journal.step("index", text=f"writing {documents.INDEX_PATH}"):
                self._receipt.index = self._publish_index()
        else:
            self._receipt.index = SKIP
        done = "published" if self._receipt.written else "unchanged"
        self._receipt.status = "dry_run" if self._request.dry_run else done

    def _read_index(self) -> dict[str, Json] | None:
        """Return the entries of the index by document, or None when there is no valid index."""
        if self._index is None:
            return None
        index = parsed(self._index.content)
        if index is None or violations(load_schema(documents.INDEX_SCHEMA), index):
            self._receipt.warnings.append(
                f"{documents.INDEX_PATH} was no valid index: treated as absent"
            )
            return None
        return {entry["document"]: entry for entry in index["documents"]}

    def _plan(self, built: Built) -> None:
        request, document = self._request, built.document
        archived = self._store.read(document.archive_path(request.as_of))
        live = self._store.read(document.path) if request.goes_live else None
        body = encode(built.content)
        # The same document keeps its bytes, so that archive and live agree.
        for old in (live, archived):
            if old is not None and same_document(old.content, body, is_past=request.is_past):
                body = old.content
        for path, old in ((document.archive_path(request.as_of), archived), (document.path, live)):
            if old is not None and parsed(old.content) is None:
                self._receipt.warnings.append(f"{path} was no JSON document: treated as absent")
        self._note(document, body, archived, live, built.facts)

    def _note(
        self,
        document: Document,
        body: bytes,
        archived: Stored | None,
        live: Stored | None,
        facts: GuardFacts | None = None,
    ) -> None:
        """Note what a document's bytes need to be written, given what the destination holds.

        Without facts the document is for no guard to look at.
        """
        request = self._request
        content = json.loads(body)
        archive_path = document.archive_path(request.as_of)
        needs_archive = archived is None or archived.content != body
        needs_live = request.goes_live and (live is None or live.content != body)
        if archived is not None and needs_archive and request.is_past and not request.replace:
            raise DestinationError(
                f"{archive_path} is the archive of a past date and holds other content; "
                f"nothing was changed. Give --replace to replace it"
            )
        if needs_archive:
            self._archive.append(
                Write(document, archive_path, body, documents.ARCHIVE_CACHE_CONTROL, archived)
            )
        if needs_live:
            self._live.append(Write(document, document.path, body, document.cache_control, live))
        released = self._released(document, live)
        # What a release made live, guarded or accepted, is not refused again.
        if facts is not None and (needs_live or released != live):
            before = comparable(document, released)
            self._candidates.append(Candidate(document, content, before, facts))
        self._receipt.documents.append(
            {
                "document": document.name,
                "status": content["status"],
                "data_gaps": content["data_gaps"],
                "lines_due_at": facts and published(facts.lines_due_at),
                "records": count_records(content),
                "bytes": len(body),
                "sha256": _sha256(body),
                "archive": WRITE if needs_archive else KEEP,
                "live": (WRITE if needs_live else KEEP) if request.goes_live else SKIP,
            }
        )

    def _released(self, document: Document, live: Stored | None) -> Stored | None:
        """Return what the last whole release made live of a document.

        It is not what is live after a release that died before its index, or when the live object
        was spoilt: then it is in the archive, unless the dead release was of the same date.
        """
        entry = (self._named or {}).get(document.name)
        if entry is None or (live is not None and entry["sha256"] == _sha256(live.content)):
            return live
        archived = self._store.read(document.archive_path(entry["as_of_date"]))
        if archived is not None and entry["sha256"] == _sha256(archived.content):
            return archived
        return live

    def _publish_index(self) -> str:
        """Write the index of what is live now, unless it is equal apart from ``published_at``."""
        before, named = self._index, self._named
        entries = [
            {**entry, "degraded": self._degraded(entry, (named or {}).get(entry["document"]))}
            for entry in self._live_entries()
        ]
        self._receipt.live = [{name: entry[name] for name in LIVE_FACTS} for entry in entries]
        content = build_index(entries, self._request.now)
        check_document("index", documents.INDEX_SCHEMA, content)
        body = encode(content)
        if before is not None and named is not None:
            self._note_healing(named, entries)
            if same_index(before.content, body):
                return KEEP
        self._write(Write(None, documents.INDEX_PATH, body, documents.INDEX_CACHE_CONTROL, before))
        return WRITE

    def _degraded(self, entry: Json, before: Json | None) -> Json | None:
        """Return what the guards held against a live document; it stays while its bytes do."""
        mine = {document["document"]: document["sha256"] for document in self._receipt.documents}
        if self._accepted and mine.get(entry["document"]) == entry["sha256"]:
            against = [
                {"guard": refusal.guard, "text": refusal.text}
                for refusal in self._accepted
                if refusal.document in (entry["document"], None)
            ]
            if against:
                return {"reason": self._request.accept_degraded, "refusals": against}
        if before is not None and before["sha256"] == entry["sha256"]:
            degraded: Json | None = before["degraded"]
            return degraded
        return None

    def _live_entries(self) -> Iterator[Json]:
        """Yield the index entry of each live object that is a document."""
        for document in documents.DOCUMENTS:
            body = self._live_body(document)
            if body is None:
                continue
            entry, trouble = entry_of(document, body)
            if entry is None:
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

    def _note_healing(self, named: dict[str, Json], entries: list[Json]) -> None:
        """Warn where the index did not name what was live, as after a run that died half-way."""
        written = {f"/{write.path}" for write in self._live}
        for entry in entries:
            before = named.get(entry["document"], {}).get("sha256")
            if entry["path"] not in written and before != entry["sha256"]:
                self._receipt.warnings.append(
                    f"the index did not name what is live at {entry['path']}"
                )

    def _write(self, write: Write) -> None:
        if self._request.dry_run:
            self._journal.say(f"would write {write.path}")
            return
        self._store.write(
            write.path, write.body, cache_control=write.cache_control, replaces=write.replaces
        )
        self._receipt.written.append(write.path)


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
