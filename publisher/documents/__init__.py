"""The documents: a module each, and the registry that holds them."""

from publisher.documents.cadence import GRACE, Cadence
from publisher.documents.document import ARCHIVE_FOLDER, PREFIX, ByCount, ByNote, Document, Group
from publisher.documents.registry import (
    ARCHIVE_CACHE_CONTROL,
    DOCUMENTS,
    INDEX_CACHE_CONTROL,
    INDEX_FILE,
    INDEX_PATH,
    INDEX_SCHEMA,
    INDEX_VERSION,
    MODES,
    NOTES,
    SCHEDULES,
    Schedule,
    Scope,
    in_group,
)

__all__ = [
    "ARCHIVE_CACHE_CONTROL",
    "ARCHIVE_FOLDER",
    "DOCUMENTS",
    "GRACE",
    "INDEX_CACHE_CONTROL",
    "INDEX_FILE",
    "INDEX_PATH",
    "INDEX_SCHEMA",
    "INDEX_VERSION",
    "MODES",
    "NOTES",
    "PREFIX",
    "SCHEDULES",
    "ByCount",
    "ByNote",
    "Cadence",
    "Document",
    "Group",
    "Schedule",
    "Scope",
    "in_group",
]
