"""One release: read all, build all, validate all, guard all, then write: the archive, live, the
index last.

Nothing is written when anything before fails. The index is computed from the live objects as they
are after the live writes, so it names what exists and repairs what an interrupted run left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from publisher import documents
from publisher.build import GuardFacts, build_document, count_records, encode, guard_facts
from publisher.check import check_document
from publisher.documents import Document
from publisher.equality import same_document
from publisher.errors import DestinationError, GuardError, InvalidDocumentError
from publisher.guards import Candidate, Refusal, overdue_lines, refusals
from publisher.index import (
    build_index,
    check_index,
    entries_by_document,
    entry_of,
    read_index,
    same_index,
    sha256,
)
from publisher.journal import Journal
from publisher.reading import read_marts
from publisher.request import Request
from publisher.session import Session
from publisher.store import Store, Stored
from publisher.values import Json, parsed, published
from publisher.warehouse import MartReader

WRITE, KEEP, SKIP = "write", "keep", "skip"
# The fields of an index entry that the receipt shows.
LIVE_FACTS = ("document", "as_of_date", "generated_at", "next_refresh_at")


@dataclass(frozen=True)
class Made:
    """A document on its way through a release: content, bytes and guard facts.

    Without facts no guard looks at it.
    """

    document: Document
    content: Json
    body: bytes
    facts: GuardFacts | None = None


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
    session.journal.say(f"the marts are in {reader.place}")
    made = _make(request, reader, session.journal)
    release = _Release(request, store, session)
    release.plan(made)
    release.guard()
    release.commit()


def roll_back(request: Request, store: Store, session: Session) -> None:
    """Put the archived documents of ``request.as_of`` live again, and write the index.

    Takes those of the request's documents that have an archive for the date. Raises
    ``DestinationError`` if there is none, ``InvalidDocumentError`` if one breaks its schema or is
    of another date.
    """
    archived = []
    for document in request.documents:
        with session.journal.step("read", document.name, text=f"reading archived {document.name}"):
            stored = store.read(document.archive_path(request.as_of))
        if stored is None:
            session.receipt.warnings.append(
                f"{document.name} has no archive for {request.as_of}: it stays as it is"
            )
        else:
            content = _archived_content(document, request.as_of, stored.content)
            archived.append((Made(document, content, stored.content), stored))
    if not archived:
        names = ", ".join(document.name for document in request.documents)
        raise DestinationError(
            f"the archive has no {names} for {request.as_of}: see what it has in "
            f"{documents.ARCHIVE_FOLDER}"
        )
    release = _Release(request, store, session)
    release.plan_rollback(archived)
    release.commit()


def _archived_content(document: Document, as_of: date, body: bytes) -> Json:
    """Return an archive's content; raise ``InvalidDocumentError`` if it is not its document."""
    name, content = f"archived {document.name} of {as_of}", parsed(body)
    check_document(name, document.schema, content)
    assert content is not None, "null is never valid"
    if content["as_of_date"] != str(as_of):
        raise InvalidDocumentError(f"{name} is not valid: it is of {content['as_of_date']}")
    return content


def _make(request: Request, reader: MartReader, journal: Journal) -> list[Made]:
    """Return the documents: all read, then all shaped, then all valid."""
    rows = []
    for document in request.documents:
        with journal.step(
            "read", document.name, text=f"reading {document.name} for {request.as_of}"
        ):
            rows.append(read_marts(reader, document, request.as_of))
    shaped = []
    for document, marts in zip(request.documents, rows, strict=True):
        with journal.step("shape", document.name):
            facts = guard_facts(document, marts)
            shaped.append((document, build_document(document, marts), facts))
    made = []
    for document, content, facts in shaped:
        with journal.step("validate", document.name):
            check_document(document.name, document.schema, content)
            made.append(Made(document, content, encode(content), facts))
    return made


class _Release:
    """The writing half of a release: from valid documents to objects."""

    def __init__(self, request: Request, store: Store, session: Session) -> None:
        self._request = request
        self._store = store
        self._now = session.now
        self._receipt = session.receipt
        self._journal = session.journal
        self._archive: list[Write] = []
        self._live: list[Write] = []
        self._goes_live: dict[str, Made] = {}
        self._candidates: list[Candidate] = []
        self._accepted: list[Refusal] = []
        # The index is read before all else: its version is the token that this release commits by.
        self._stored_index = store.read(documents.INDEX_PATH) if request.goes_live else None
        self._index = self._valid_index()
        self._named = entries_by_document(self._index) if self._index else {}

    def plan(self, made: Sequence[Made]) -> None:
        """Compare the documents with what the destination holds, and note the writes they need.

        Raises ``DestinationError`` where a past date's archive would change without ``replace``.
        """
        for one in made:
            with self._journal.step("compare", one.document.name):
                self._plan(one)

    def plan_rollback(self, archived: Sequence[tuple[Made, Stored]]) -> None:
        """Note the live writes that archived documents need; the archive stays as it is."""
        for made, stored in archived:
            self._note(made, stored, self._store.read(made.document.path))

    def guard(self) -> None:
        """Check the documents that go live with the guards.

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
                f"refused, nothing was changed: {texts}. If the content is right, publish it with "
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

    def _valid_index(self) -> Json | None:
        """Return the index, or None when there is no valid one."""
        if self._stored_index is None:
            return None
        index, _ = read_index(self._stored_index)
        if index is None:
            self._receipt.warnings.append(
                f"{documents.INDEX_PATH} was not a valid index: treated as absent"
            )
        return index

    def _plan(self, made: Made) -> None:
        request, document = self._request, made.document
        archive_path = document.archive_path(request.as_of)
        archived = self._store.read(archive_path)
        live = self._store.read(document.path) if request.goes_live else None
        held = [
            (path, old, parsed(old.content))
            for path, old in ((archive_path, archived), (document.path, live))
            if old is not None
        ]
        for path, _, content in held:
            if content is None:
                self._receipt.warnings.append(f"{path} was not a JSON document: treated as absent")
        # The same document keeps its bytes, the archive's first, so that archive and live agree.
        for _, old, content in held:
            if content is not None and same_document(
                content, made.content, is_past=request.is_past
            ):
                made = replace(made, content=content, body=old.content)
                break
        self._note(made, archived, live)

    def _note(self, made: Made, archived: Stored | None, live: Stored | None) -> None:
        """Note what a document needs to be written, given what the destination holds."""
        request, document, content, body = self._request, made.document, made.content, made.body
        archive_path = document.archive_path(request.as_of)
        needs_archive = archived is None or archived.content != body
        needs_live = request.goes_live and (live is None or live.content != body)
        if archived is not None and needs_archive and request.is_past and not request.replace:
            raise DestinationError(
                f"{archive_path} is the archive of a past date and has different content; "
                f"nothing was changed. Use --replace to replace it"
            )
        if needs_archive:
            self._archive.append(
                Write(document, archive_path, body, documents.ARCHIVE_CACHE_CONTROL, archived)
            )
        if needs_live:
            self._live.append(Write(document, document.path, body, document.cache_control, live))
            self._goes_live[document.name] = made
        released = self._released(document, live)
        # What a release made live, guarded or accepted, is not refused again.
        if made.facts is not None and (needs_live or released != live):
            before = _comparable(document, released)
            self._candidates.append(Candidate(document, content, before, made.facts))
        self._receipt.documents.append(
            {
                "document": document.name,
                "status": content["status"],
                "data_gaps": content["data_gaps"],
                "lines_due_at": made.facts and published(made.facts.lines_due_at),
                "records": count_records(content),
                "bytes": len(body),
                "sha256": sha256(body),
                "archive": WRITE if needs_archive else KEEP,
                "live": (WRITE if needs_live else KEEP) if request.goes_live else SKIP,
            }
        )

    def _released(self, document: Document, live: Stored | None) -> Stored | None:
        """Return what the last whole release made live of a document.

        It is not what is live after a release that died before its index, or when the live object
        is corrupt: then it is in the archive, unless the dead release was of the same date.
        """
        entry = self._named.get(document.name)
        if entry is None or (live is not None and entry["sha256"] == sha256(live.content)):
            return live
        archived = self._store.read(document.archive_path(entry["as_of_date"]))
        if archived is not None and entry["sha256"] == sha256(archived.content):
            return archived
        return live

    def _publish_index(self) -> str:
        """Write the index of what is live now, unless it is equal apart from ``published_at``."""
        entries = [
            {**entry, "degraded": self._degraded(entry, self._named.get(entry["document"]))}
            for entry in self._live_entries()
        ]
        self._receipt.live = [{name: entry[name] for name in LIVE_FACTS} for entry in entries]
        index = build_index(entries, self._now())
        check_index(index)
        if self._index is not None:
            self._note_repairs(entries)
            if same_index(self._index, index):
                return KEEP
        self._write(
            Write(
                None,
                documents.INDEX_PATH,
                encode(index),
                documents.INDEX_CACHE_CONTROL,
                self._stored_index,
            )
        )
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
            made = self._goes_live.get(document.name) if self._request.dry_run else None
            if made is not None:
                # Nothing was written: what would be live.
                entry, trouble = entry_of(document, made.body, made.content)
            elif (stored := self._store.read(document.path)) is not None:
                entry, trouble = entry_of(document, stored.content)
            else:
                continue
            if entry is None:
                self._receipt.warnings.append(
                    f"{document.path} is left out of the index: {trouble}"
                )
            else:
                yield entry

    def _note_repairs(self, entries: list[Json]) -> None:
        """Warn where the index did not name what was live, as after a run that died half-way."""
        written = {f"/{write.path}" for write in self._live}
        for entry in entries:
            before = self._named.get(entry["document"], {}).get("sha256")
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


def _comparable(document: Document, stored: Stored | None) -> Json | None:
    """Return a document that a guard can compare with, or None when it is absent or broken."""
    content = None if stored is None else parsed(stored.content)
    if stored is None or content is None:
        return None
    entry, _ = entry_of(document, stored.content, content)
    return None if entry is None else content
