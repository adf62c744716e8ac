"""What monitoring learns about a run and what is live: the values of ``publisher.metrics``."""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from publisher.documents import DOCUMENTS, GRACE, in_group
from publisher.errors import ExitCode
from publisher.guards import GUARDS
from publisher.journal import Step
from publisher.metrics import (
    DOCUMENT_BYTES,
    DOCUMENT_LINED_SHARE,
    DOCUMENT_LINES_DUE,
    DOCUMENT_RECORDS,
    DOCUMENT_STEP_DURATION,
    DOCUMENT_SUCCEEDED,
    GUARD_ACCEPTED,
    GUARD_REFUSED,
    LIVE_CHECKED,
    LIVE_DAY_OVERDUE,
    LIVE_GENERATED,
    LIVE_OVERDUE,
    LIVE_WHOLE,
    RUN_DURATION,
    RUN_ENDED,
    RUN_ERROR,
    RUN_FAILED,
    RUN_MUST_SUCCEED,
    RUN_STEP_DURATION,
    RUN_SUCCEEDED,
    Group,
    Metric,
    Sample,
    Warn,
    push,
)
from publisher.session import Receipt
from publisher.values import Json

if TYPE_CHECKING:
    from publisher.status import Status


def push_run(receipt: Receipt, steps: Sequence[Step], ended: datetime, warn: Warn) -> None:
    """Push what a run did, if it was to go live."""
    if receipt.command is not None and receipt.scope == "live":
        groups = _groups_of_run(receipt, receipt.command, steps, ended)
        push(list(groups), warn)


def push_status(status: "Status", warn: Warn) -> None:
    """Push what is live, as ``status`` found it."""
    found: list[Sample] = [Sample(LIVE_CHECKED, _instant(status.checked_at))]
    for live in status.documents:
        found.append(Sample(LIVE_WHOLE, live.is_whole, (live.document,)))
        if live.generated_at is not None:
            found += _freshness(live.document, live.generated_at)
    push([Group("trends-live", {}, found, replaces=True)], warn)


def _groups_of_run(
    receipt: Receipt, command: str, steps: Sequence[Step], ended: datetime
) -> Iterator[Group]:
    succeeded = receipt.exit_code == ExitCode.OK
    refused_by = {refusal["guard"] for refusal in receipt.refusals}
    accepted = receipt.accepted is not None
    run = [
        Sample(RUN_ENDED, ended.timestamp()),
        Sample(RUN_DURATION, receipt.duration_seconds),
        Sample(RUN_FAILED, not succeeded),
        *_durations(RUN_STEP_DURATION, steps),
    ]
    for kind in ExitCode:
        if kind != ExitCode.OK:
            run.append(Sample(RUN_ERROR, receipt.exit_code == kind, (kind.name.lower(),)))
    for guard in GUARDS:
        refused = guard in refused_by
        run.append(Sample(GUARD_REFUSED, refused and not accepted, (guard,)))
        run.append(Sample(GUARD_ACCEPTED, refused and accepted, (guard,)))
    if succeeded:
        run.append(Sample(RUN_SUCCEEDED, ended.timestamp()))
        run += _next_first_run(command, ended)
    yield Group("trends-export", {"command": command}, run)
    if receipt.live:
        live = [
            sample
            for entry in receipt.live
            for sample in _freshness(entry["document"], entry["generated_at"])
        ]
        yield Group("trends-live", {}, live)
    # A group for each document, since two jobs of one group may release different ones.
    for document in receipt.documents if succeeded else ():
        name = document["document"]
        samples = [
            Sample(DOCUMENT_RECORDS, document["records"]),
            Sample(DOCUMENT_BYTES, document["bytes"]),
            Sample(DOCUMENT_SUCCEEDED, ended.timestamp()),
            *_lines_tonight(document),
            *_durations(DOCUMENT_STEP_DURATION, [step for step in steps if step.document == name]),
        ]
        yield Group("trends-document", {"document": name}, samples)


def _durations(metric: Metric, steps: Sequence[Step]) -> list[Sample]:
    total: dict[str, float] = defaultdict(float)
    for step in steps:
        total[step.name] += step.seconds
    return [Sample(metric, seconds, (name,)) for name, seconds in total.items()]


def _next_first_run(group: str, ended: datetime) -> Iterator[Sample]:
    """Yield the next first run of a day of a group's documents; a rollback is not a group."""
    cadences = [one.cadence for one in DOCUMENTS if group in (one.group, "all")]
    if cadences:
        due = min(cadence.next_first_run_at(ended) for cadence in cadences)
        yield Sample(RUN_MUST_SUCCEED, due.timestamp())


def _lines_tonight(document: Json) -> Iterator[Sample]:
    """Yield what a daily document knows of tonight's lines: others are not made again in time."""
    if document["document"] in [one.name for one in in_group("daily")]:
        share, due = document["data_gaps"]["lined_share_tonight"], document["lines_due_at"]
        yield Sample(DOCUMENT_LINED_SHARE, math.nan if share is None else share)
        yield Sample(DOCUMENT_LINES_DUE, math.nan if due is None else _instant(due))


def _freshness(document: str, generated_at: str) -> Iterator[Sample]:
    (cadence,) = (one.cadence for one in DOCUMENTS if one.name == document)
    made_at = datetime.fromisoformat(generated_at)
    yield Sample(LIVE_GENERATED, made_at.timestamp(), (document,))
    for metric, due in (
        (LIVE_OVERDUE, cadence.next_refresh_at(made_at)),
        (LIVE_DAY_OVERDUE, cadence.next_first_run_at(made_at)),
    ):
        yield Sample(metric, due.timestamp() + GRACE.total_seconds(), (document,))


def _instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()
