"""The documents, one module each, and the registry that lists them."""

from publisher.documents.cadence import GRACE, Cadence
from publisher.documents.document import (
    ARCHIVE_FOLDER,
    GROUPS,
    PREFIX,
    ByCount,
    ByNote,
    Document,
    Group,
)
from publisher.documents.registry import (
    ARCHIVE_CACHE_CONTROL,
    DOCUMENTS,
    INDEX_CACHE_CONTROL,
    INDEX_FILE,
    INDEX_PATH,
    INDEX_SCHEMA,
    INDEX_VERSION,
    NOTES,
    SCHEDULES,
    Schedule,
    in_group,
)

__all__ = [
    "ARCHIVE_CACHE_CONTROL",
    "ARCHIVE_FOLDER",
    "DOCUMENTS",
    "GRACE",
    "GROUPS",
    "INDEX_CACHE_CONTROL",
    "INDEX_FILE",
    "INDEX_PATH",
    "INDEX_SCHEMA",
    "INDEX_VERSION",
    "NOTES",
    "PREFIX",
    "SCHEDULES",
    "ByCount",
    "ByNote",
    "Cadence",
    "Document",
    "Group",
    "Schedule",
    "in_group",
]
