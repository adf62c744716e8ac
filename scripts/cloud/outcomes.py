"""What becomes of a message after its export."""

from dataclasses import dataclass

from publisher.errors import ExitCode


@dataclass(frozen=True)
class Outcome:
    """What becomes of a message: tried again, or acknowledged; and why."""

    retried: bool
    why: str


# By the export's exit code. docs/operations/deploy.md shows this table.
OUTCOMES: dict[int, Outcome] = {
    ExitCode.OK: Outcome(False, "published, or nothing new"),
    ExitCode.INTERNAL: Outcome(True, "unknown cause, such as memory running out"),
    ExitCode.USAGE: Outcome(False, "the same message would ask for the same thing"),
    ExitCode.INVALID_DOCUMENT: Outcome(False, "the same data make the same document"),
    ExitCode.MART_UNAVAILABLE: Outcome(False, "the build left no mart of this date"),
    ExitCode.WAREHOUSE_UNAVAILABLE: Outcome(True, "the warehouse may be back in a few minutes"),
    ExitCode.DESTINATION_FAILED: Outcome(
        True, "the bucket may be back; after a lost race the next try finds nothing new, or repairs"
    ),
    ExitCode.REFUSED_BY_GUARD: Outcome(False, "a person has to look (`--accept-degraded`)"),
    ExitCode.BUILD_FAILED: Outcome(
        True,
        "BigQuery's transient errors end here too; a failed data test fails again and costs cents",
    ),
    ExitCode.SOURCE_MALFORMED: Outcome(False, "somebody has to repair the source table"),
    ExitCode.INTERRUPTED: Outcome(True, "the export was stopped from outside"),
}
KILLED = Outcome(
    True, "killed: by the time limit, by Cloud Run stopping the instance, or out of memory"
)
