"""The gauges for monitoring, pushed to a Pushgateway when TRENDS_PUSHGATEWAY_URL is set.

A group is a job and its key. A push into it replaces the metrics that it brings and keeps the
others, so that the last success outlives a failure. Values are instants, not ages: ages are
computed when somebody asks. An unreachable Pushgateway is a warning and changes nothing else.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from http.client import HTTPException
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

if TYPE_CHECKING:
    from prometheus_client import CollectorRegistry

# http(s)://[user:password@]host[:port][/path]; user and password percent-encoded. Never printed.
URL_VARIABLE = "TRENDS_PUSHGATEWAY_URL"
TIMEOUT_SECONDS = 3

Warn = Callable[[str], None]


@dataclass(frozen=True)
class Metric:
    """A gauge; ``labels`` are its own, in addition to its group's key."""

    name: str
    help: str
    labels: tuple[str, ...] = ()


# Job trends-export, key command (daily, weekly, monthly, all, rollback): its newest run that was to
# go live, and the newest that did.
RUN_ENDED = Metric("trends_last_run_timestamp_seconds", "When the newest run ended.")
RUN_DURATION = Metric("trends_last_run_duration_seconds", "How long the newest run took.")
RUN_FAILED = Metric("trends_last_run_failed", "1 if the newest run failed, else 0.")
RUN_ERROR = Metric(
    "trends_last_run_error", "1 for the kind of error that the newest run ended with.", ("kind",)
)
RUN_STEP_DURATION = Metric(
    "trends_last_run_step_duration_seconds",
    "How long each step of the newest run took, all documents together.",
    ("step",),
)
GUARD_REFUSED = Metric(
    "trends_last_run_guard_refused", "1 for a guard that refused the newest run.", ("guard",)
)
GUARD_ACCEPTED = Metric(
    "trends_last_run_guard_accepted",
    "1 for a guard whose refusal was accepted in the newest run.",
    ("guard",),
)
RUN_SUCCEEDED = Metric("trends_last_success_timestamp_seconds", "When a run last succeeded.")
RUN_MUST_SUCCEED = Metric(
    "trends_next_first_run_timestamp_seconds",
    "When the next first run of a day is due after the last success: the next one that must not "
    "fail.",
)

# Job trends-document, key document: the newest release of it.
DOCUMENT_RECORDS = Metric("trends_document_records", "Entries of the document's lists.")
DOCUMENT_BYTES = Metric("trends_document_bytes", "Size of the document.")
DOCUMENT_STEP_DURATION = Metric(
    "trends_document_step_duration_seconds",
    "How long each step took with the document in its newest release.",
    ("step",),
)
DOCUMENT_SUCCEEDED = Metric(
    "trends_document_last_success_timestamp_seconds", "When the document was last released."
)
# For the daily documents; NaN without games.
DOCUMENT_LINED_SHARE = Metric(
    "trends_document_lined_share_tonight", "Share of tonight's teams with enough lines."
)
DOCUMENT_LINES_DUE = Metric(
    "trends_document_lines_due_timestamp_seconds", "When tonight's lines are due."
)

# Job trends-live, no key: what is live, as the newest release or status found it.
LIVE_GENERATED = Metric(
    "trends_live_document_generated_timestamp_seconds",
    "When the marts of the live document were built.",
    ("document",),
)
LIVE_OVERDUE = Metric(
    "trends_live_document_overdue_timestamp_seconds",
    "When the live document becomes overdue: its next refresh plus the grace period.",
    ("document",),
)
LIVE_DAY_OVERDUE = Metric(
    "trends_live_document_first_run_overdue_timestamp_seconds",
    "When it becomes overdue by a day's first run: that run plus the grace period.",
    ("document",),
)
LIVE_WHOLE = Metric(
    "trends_live_document_whole",
    "1 if the newest status found the live document there, valid, in the index and archived.",
    ("document",),
)
LIVE_CHECKED = Metric("trends_live_checked_timestamp_seconds", "When status last looked.")

# Job trends-runner, key reason.
MESSAGE_REJECTED = Metric(
    "trends_message_rejected_timestamp_seconds",
    "When a message that no retry can fix was last rejected.",
)


@dataclass(frozen=True)
class Sample:
    """A value of a metric, with the values of its labels."""

    metric: Metric
    value: float
    labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Group:
    """What is pushed at once; one that ``replaces`` leaves nothing of what the group held."""

    job: str
    key: dict[str, str]
    samples: list[Sample]
    replaces: bool = False


def push_rejected_message(reason: str, now: datetime, warn: Warn) -> None:
    """Push that a message was rejected for good; ``reason`` is one of few kinds, not free text."""
    push(
        [Group("trends-runner", {"reason": reason}, [Sample(MESSAGE_REJECTED, now.timestamp())])],
        warn,
    )


def push(groups: Sequence[Group], warn: Warn) -> None:
    """Push the groups one after another, and stop at the first that fails."""
    url = os.environ.get(URL_VARIABLE)
    if not url:
        return
    # Imported here: most runs push nothing.
    from prometheus_client.exposition import (
        basic_auth_handler,
        push_to_gateway,
        pushadd_to_gateway,
    )

    try:
        address, user, password = _split(url)
    except ValueError:
        warn(f"metrics were not pushed: {URL_VARIABLE} is not an address like http://host:9091")
        return
    handler = partial(basic_auth_handler, username=user, password=password)
    try:
        for group in groups:
            send = push_to_gateway if group.replaces else pushadd_to_gateway
            send(address, group.job, _registry(group.samples), group.key, TIMEOUT_SECONDS, handler)
    except OSError as error:
        reason = str(error).strip("<>")
        warn(f"metrics were not pushed to the address in {URL_VARIABLE}: {reason}")
    except (HTTPException, ValueError) as error:
        # Their texts may show the address.
        kind = type(error).__name__
        warn(f"metrics were not pushed to the address in {URL_VARIABLE}: {kind}")


def _registry(samples: Sequence[Sample]) -> "CollectorRegistry":
    from prometheus_client import CollectorRegistry, Gauge

    registry = CollectorRegistry()
    gauges = {
        metric: Gauge(metric.name, metric.help, metric.labels, registry=registry)
        for metric in dict.fromkeys(sample.metric for sample in samples)
    }
    for sample in samples:
        gauge = gauges[sample.metric]
        (gauge.labels(*sample.labels) if sample.labels else gauge).set(sample.value)
    return registry


def _split(url: str) -> tuple[str, str | None, str | None]:
    """Return an address without user and password, and these; ``ValueError`` if it is not one."""
    parts = urlsplit(url)
    # Reading the port raises if it is not a number.
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.port == 0:
        raise ValueError
    user, password = (
        None if text is None else unquote(text) for text in (parts.username, parts.password)
    )
    bare = parts._replace(netloc=parts.netloc.rpartition("@")[2], query="", fragment="")
    return bare.geturl(), user, password
