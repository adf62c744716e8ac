"""What the publisher knows about a document."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal, get_args

from publisher.documents.cadence import Cadence
from publisher.mart import Mart
from publisher.values import Json, Rows

PREFIX = "v1/trends"
ARCHIVE_FOLDER = f"{PREFIX}/archive"

# A group of documents is made, ordered and published together; "all" is every document.
Group = Literal["daily", "weekly", "monthly", "all"]
GROUPS: tuple[Group, ...] = get_args(Group)


@dataclass(frozen=True)
class ByCount:
    """A list may become empty if the count beside it falls below the number of entries it had.

    ``lacking`` is the note that says that the count itself lacks its source.
    """

    count: str
    lacking: str


@dataclass(frozen=True)
class ByNote:
    """A list may become empty with a note that explains it."""

    note: str


@dataclass(frozen=True)
class Document:
    """One live document: everything about it that is not in its rows or its schema.

    - ``header`` is the mart with its envelope, ``details`` hold its lists.
    - ``notes`` are the texts of the notes that it may have, by their codes, in their order.
    - ``body`` returns what the document has in addition to the header's entry: lists, and what is
      written here. Keys need no order: they get the schema's.
    - ``may_empty`` are the lists that may become empty, each with what explains it; None: nothing
      stands out, which is not an error. ``need_a_line`` are those that are empty without tonight's
      lines.
    """

    name: str
    file: str
    group: Group
    cadence: Cadence
    topic: str
    cache_control: str
    schema: str
    schema_version: str
    header: Mart
    details: tuple[Mart, ...]
    notes: Mapping[str, str] = field(compare=False)
    body: Callable[[Json, Rows], Json] = field(compare=False)
    may_empty: Mapping[str, ByCount | ByNote | None] = field(default_factory=dict, compare=False)
    need_a_line: tuple[str, ...] = ()

    @property
    def path(self) -> str:
        """The live object, from the destination's root."""
        return f"{PREFIX}/{self.file}"

    def archive_path(self, as_of: date | str) -> str:
        """Return the archive object of one date, from the destination's root."""
        return f"{ARCHIVE_FOLDER}/{as_of}/{self.file}"
