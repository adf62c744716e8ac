"""What a run is asked for: the options as typed, and the request they mean."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from publisher.documents import Document, Group, in_group
from publisher.errors import UsageError
from publisher.journal import without_secrets
from publisher.session import Session


@dataclass(frozen=True)
class Request:
    """What is to be released. ``now`` is the present instant in New York.

    ``accept_degraded`` is the reason why the guards' refusals are overridden.
    ``stale_sources`` says how old each source table past its freshness limit is.
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
        """Whether the date is over, so that its archive is final."""
        return self.as_of < self.now.date()

    @property
    def goes_live(self) -> bool:
        """Whether the live objects and the index are in scope, besides the archive."""
        return self.live or not self.is_past

    @property
    def scope(self) -> Literal["live", "archive", "dry_run"]:
        """What the release may write."""
        if self.dry_run:
            return "dry_run"
        return "live" if self.goes_live else "archive"


@dataclass(frozen=True)
class Options:
    """The options of a release, as they were typed."""

    as_of: str | None
    only: list[str] | None
    to: str
    live: bool = False
    replace: bool = False
    dry_run: bool = False
    accept_degraded: str | None = None

    def request(self, command: str, group: Group, session: Session) -> Request:
        """Return the request, and note in the session's receipt what it is.

        Raises ``UsageError`` for an invalid or future date, for a document that the group does not
        have, and for an empty reason.
        """
        now = session.now()
        receipt = session.begin(command)
        receipt.destination = without_secrets(self.to)
        reason = self.accept_degraded
        if reason is not None and not _is_text(reason):
            raise UsageError("--accept-degraded is not UTF-8 text: the index could not keep it")
        if reason is not None and not reason.strip():
            raise UsageError("--accept-degraded is empty: say why it should be published")
        request = Request(
            documents=choose(group, self.only or []),
            as_of=parse_date("--as-of", self.as_of, now.date()),
            now=now,
            live=self.live,
            replace=self.replace,
            dry_run=self.dry_run,
            # The index that keeps the reason is for everybody to read.
            accept_degraded=None if reason is None else without_secrets(reason),
        )
        receipt.as_of_date = str(request.as_of)
        receipt.scope = request.scope
        session.journal.about(as_of_date=receipt.as_of_date)
        return request


def _is_text(reason: str) -> bool:
    try:
        reason.encode()
    except UnicodeEncodeError:
        return False
    return True


def read_date(text: Any) -> date:
    """Return the date that a text is, ``2026-01-15``; raise ``ValueError`` if it is not a date."""
    if not isinstance(text, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
        raise ValueError
    return date.fromisoformat(text)


def parse_date(option: str, text: str | None, today: date) -> date:
    """Return a date, by default today; raise ``UsageError`` if it is invalid or in the future."""
    if text is None:
        return today
    try:
        day = read_date(text)
    except ValueError:
        raise UsageError(f"{option} {text} is not a date: write YYYY-MM-DD") from None
    if day > today:
        raise UsageError(f"{option} {day} is in the future: today in New York is {today}")
    return day


def choose(group: Group, only: list[str]) -> tuple[Document, ...]:
    """Return the chosen documents of a group, all if none is named, in the registry's order.

    Raises ``UsageError`` for a document that the group does not have.
    """
    choices = in_group(group)
    names = [document.name for document in choices]
    if unknown := [name for name in only if name not in names]:
        kind = "document" if group == "all" else f"{group} document"
        raise UsageError(f"--only {unknown[0]} is not a {kind}: choose {', '.join(names)}")
    return tuple(document for document in choices if not only or document.name in only)
