"""The registry: the documents in publishing order, and their schedules.

A new document is a module here and its entry in ``DOCUMENTS``, its schema, and its marts.
"""

import json
from dataclasses import dataclass
from itertools import groupby

from publisher.documents import (
    bounce_back,
    deep_dive,
    quick_hits,
    team_tendencies,
    what_matters,
    whos_hot,
)
from publisher.documents.cadence import Cadence
from publisher.documents.document import PREFIX, Document, Group

INDEX_FILE = "index.json"
INDEX_SCHEMA = "index"
INDEX_VERSION = "1.2.1"
INDEX_CACHE_CONTROL = "no-cache"
INDEX_PATH = f"{PREFIX}/{INDEX_FILE}"
ARCHIVE_CACHE_CONTROL = "public, max-age=31536000, immutable"


DOCUMENTS: tuple[Document, ...] = (
    whos_hot.DOCUMENT,
    bounce_back.DOCUMENT,
    what_matters.DOCUMENT,
    team_tendencies.DOCUMENT,
    quick_hits.DOCUMENT,
    deep_dive.DOCUMENT,
)

# Every note of the feed by its code.
NOTES = {code: text for document in DOCUMENTS for code, text in document.notes.items()}


@dataclass(frozen=True)
class Schedule:
    """One scheduled job: at its cadence, a message on its topic asks for its documents."""

    topic: str
    cadence: Cadence
    group: Group
    documents: tuple[Document, ...]

    @property
    def message(self) -> str:
        """The message, as the runner reads it: ``{"group": …, "documents": […]}``."""
        return json.dumps(
            {"group": self.group, "documents": [document.name for document in self.documents]}
        )


SCHEDULES = tuple(
    Schedule(topic, cadence, group, tuple(documents))
    for (topic, cadence, group), documents in groupby(
        DOCUMENTS, key=lambda document: (document.topic, document.cadence, document.group)
    )
)


def in_group(group: Group) -> tuple[Document, ...]:
    """Return the documents of a group in publishing order."""
    return tuple(document for document in DOCUMENTS if group in (document.group, "all"))
