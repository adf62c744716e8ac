"""What can go wrong, and the exit code of each kind of error."""

from enum import IntEnum
from typing import ClassVar


class ExitCode(IntEnum):
    """Exit codes of ``publish-trends`` and of the export script around it."""

    OK = 0
    INTERNAL = 1
    USAGE = 2
    INVALID_DOCUMENT = 3
    MART_UNAVAILABLE = 4
    WAREHOUSE_UNAVAILABLE = 5
    DESTINATION_FAILED = 6
    REFUSED_BY_GUARD = 7
    BUILD_FAILED = 8
    OVERDUE = 9
    SOURCE_MALFORMED = 10
    # Ctrl-C, as in shells; not an outcome of a run.
    INTERRUPTED = 130


class PublishError(Exception):
    """An expected failure: its text is for the operator, one line, with what to do about it."""

    exit_code: ClassVar[ExitCode] = ExitCode.INTERNAL


class UsageError(PublishError):
    """The command asks for something invalid."""

    exit_code = ExitCode.USAGE


class InvalidDocumentError(PublishError):
    """A document breaks its schema."""

    exit_code = ExitCode.INVALID_DOCUMENT


class MartError(PublishError):
    """A mart is missing, lacks a column, or holds nothing for the date."""

    exit_code = ExitCode.MART_UNAVAILABLE


class WarehouseError(PublishError):
    """The warehouse, or its file, cannot be read."""

    exit_code = ExitCode.WAREHOUSE_UNAVAILABLE


class DestinationError(PublishError):
    """The destination cannot be read or written, or refuses what would be written."""

    exit_code = ExitCode.DESTINATION_FAILED


class GuardError(PublishError):
    """A content guard keeps a valid document from going live."""

    exit_code = ExitCode.REFUSED_BY_GUARD


class BuildError(PublishError):
    """dbt could not build or test the marts."""

    exit_code = ExitCode.BUILD_FAILED


class SourceError(PublishError):
    """A source table is missing or malformed."""

    exit_code = ExitCode.SOURCE_MALFORMED


class OverdueError(PublishError):
    """Something that is live is overdue, missing, invalid or not what the index names."""

    exit_code = ExitCode.OVERDUE


class RaceLostError(DestinationError):
    """Somebody else changed an object between this release's read and its write."""
