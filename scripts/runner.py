"""The runner: a message from Pub/Sub starts the export that it asks for.

functions-framework calls ``run_export`` with each message, as a CloudEvent. A message is JSON:
``{"mode": "daily", "documents": ["whos-hot"], "as_of": "2026-01-15"}``. Without ``documents`` all
of the mode's are exported, without ``as_of`` those of the day in New York on which the message was
published. Answering 200 acknowledges a message; after 503 it comes again, some minutes later.

The server has one thread (``THREADS=1``), so that one export runs at a time, and in the main
thread: there SIGTERM, which Cloud Run stops with, ends the export before the server.
"""

import base64
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import FrameType
from typing import Any

import flask
import functions_framework
from cloudevents.http.event import CloudEvent

from publisher import clock, metrics
from publisher.documents import GROUPS, Group, in_group
from publisher.errors import ExitCode
from publisher.journal import FORMAT_VARIABLE, RUN_ID_VARIABLE, without_secrets
from publisher.request import read_date

ROOT = Path(__file__).resolve().parents[1]

# The longest export, what it gets to end, and the longest look at what is live afterwards; all in
# seconds, and together less than a request may take.
EXPORT_SECONDS = 480
STOP_SECONDS = 5
STATUS_SECONDS = 60

# By then the next day's message has been published.
MESSAGE_LIFE = timedelta(hours=24)

KEYS = ("mode", "documents", "as_of")


@dataclass(frozen=True)
class Outcome:
    """What becomes of a message: tried again, or acknowledged; and why."""

    retried: bool
    why: str


# The one table of what happens after an export. docs/operations/deploy.md shows it.
OUTCOMES: dict[int, Outcome] = {
    ExitCode.OK: Outcome(False, "published, or nothing new"),
    ExitCode.INTERNAL: Outcome(True, "unknown cause, such as memory running out"),
    ExitCode.USAGE: Outcome(False, "the same message would ask for the same"),
    ExitCode.INVALID_DOCUMENT: Outcome(False, "the same data make the same document"),
    ExitCode.MART_UNAVAILABLE: Outcome(False, "the build left no mart of this date"),
    ExitCode.WAREHOUSE_UNAVAILABLE: Outcome(True, "the warehouse may be back in some minutes"),
    ExitCode.DESTINATION_FAILED: Outcome(
        True, "the bucket may be back; after a lost race the next try finds nothing new, or heals"
    ),
    ExitCode.REFUSED_BY_GUARD: Outcome(False, "a person has to look (`--accept-degraded`)"),
    ExitCode.BUILD_FAILED: Outcome(
        True,
        "BigQuery's passing troubles end here too; a failed data test fails again and costs cents",
    ),
    ExitCode.SOURCE_MALFORMED: Outcome(False, "somebody has to mend the source table"),
    ExitCode.INTERRUPTED: Outcome(True, "the export was stopped from outside"),
}
KILLED = Outcome(True, "killed: by the time limit, by Cloud Run's stopping, for lack of memory")


class RejectedError(Exception):
    """A message that no retry can make good; ``kind`` is the reason as monitoring names it."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


@dataclass(frozen=True)
class Order:
    """What a message asks for."""

    group: Group
    documents: tuple[str, ...]
    as_of: date


@functions_framework.cloud_event
def run_export(event: CloudEvent) -> None:
    """Run the export that a message asks for; abort with 503 when it is to be tried again."""
    run_id = str(event["id"])
    try:
        order = read_order(event.get_data(), clock.now())
    except RejectedError as error:
        note_rejected(error, run_id)
        return
    facts: dict[str, Any] = {
        "run_id": run_id,
        "mode": order.group,
        "documents": list(order.documents),
        "as_of_date": str(order.as_of),
    }
    destination = os.environ.get("TRENDS_DESTINATION")
    if not destination:
        _log("ERROR", "export_failed", "the setting TRENDS_DESTINATION is missing", **facts)
        flask.abort(503)
    _log("INFO", "export_started", "export started", **facts)
    started = time.monotonic()
    code = run(order, destination, run_id)
    push_status(destination, run_id)
    facts |= {"exit_code": code, "duration_seconds": round(time.monotonic() - started, 1)}
    if code == ExitCode.OK:
        _log("INFO", "export_done", "export done", **facts)
        return
    outcome = OUTCOMES.get(code, KILLED)
    what = "the message comes again" if outcome.retried else "not tried again"
    _log("ERROR", "export_failed", f"export failed; {what}: {outcome.why}", **facts)
    if outcome.retried:
        flask.abort(503)


def read_order(data: Any, now: datetime) -> Order:
    """Return what the data of a Pub/Sub event ask for; raise ``RejectedError`` if it cannot be."""
    message = data.get("message") if isinstance(data, dict) else None
    if not isinstance(message, dict):
        raise RejectedError("unreadable", "the event holds no Pub/Sub message")
    try:
        text = base64.b64decode(message.get("data") or "", validate=True)
        content = json.loads(text)
        published = datetime.fromisoformat(message["publishTime"]).astimezone(clock.NEW_YORK)
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError) as error:
        reason = f"the message cannot be read: {_short(error)}"
        raise RejectedError("unreadable", reason) from error
    if now - published > MESSAGE_LIFE:
        reason = f"the message is too old: it was published at {published.isoformat()}"
        raise RejectedError("too_old", reason)
    if not isinstance(content, dict):
        raise RejectedError("unreadable", f"the message is no JSON object: {_short(content)}")
    if unknown := [key for key in content if key not in KEYS]:
        reason = f"unknown key {_short(unknown[0])}: the keys are {', '.join(KEYS)}"
        raise RejectedError("unknown_key", reason)
    group = content.get("mode")
    if group not in GROUPS:
        reason = f"unknown mode {_short(group)}: the modes are {', '.join(GROUPS)}"
        raise RejectedError("unknown_mode", reason)
    names = content.get("documents")
    choices = [document.name for document in in_group(group)]
    if names is not None and (
        not isinstance(names, list) or not names or any(name not in choices for name in names)
    ):
        reason = f"documents {_short(names)} is no list of {group} documents: {', '.join(choices)}"
        raise RejectedError("unknown_document", reason)
    return Order(group, tuple(names or ()), _as_of(content.get("as_of"), published, now))


def _as_of(text: Any, published: datetime, now: datetime) -> date:
    if text is None:
        return published.date()
    try:
        day = read_date(text)
    except ValueError:
        reason = f"as_of {_short(text)} is no date like 2026-01-15"
        raise RejectedError("impossible_date", reason) from None
    if day > now.date():
        reason = f"as_of {day} lies in the future: in New York it is {now.date()}"
        raise RejectedError("impossible_date", reason)
    return day


def run(order: Order, destination: str, run_id: str) -> int:
    """Run the export and return its exit code, negative when a signal ended it.

    Its output is this process's. It is stopped after ``EXPORT_SECONDS`` and on SIGTERM, with all
    that it started.
    """
    command: list[str | Path] = [ROOT / "scripts" / "export_trends.sh", order.group]
    command += ["--to", destination, "--as-of", str(order.as_of)]
    for name in order.documents:
        command += ["--only", name]
    limit = time.monotonic() + EXPORT_SECONDS
    with _sigterm_waits() as stopped:
        export = subprocess.Popen(
            command,
            cwd=ROOT,
            env={**os.environ, RUN_ID_VARIABLE: run_id, FORMAT_VARIABLE: "json"},
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        try:
            while not stopped and time.monotonic() < limit:
                try:
                    return export.wait(0.2)
                except subprocess.TimeoutExpired:
                    continue
            reason = "the server stops" if stopped else f"it took longer than {EXPORT_SECONDS} s"
            _log("WARNING", "export_stopped", f"stopping the export: {reason}", run_id=run_id)
            return _stop(export)
        finally:
            # The server raises SystemExit here when it is told to quit at once.
            if export.poll() is None:
                _stop(export)


def push_status(destination: str, run_id: str) -> None:
    """Look at what is live, where metrics are wanted, and push it; what is amiss is logged."""
    if not os.environ.get(metrics.URL_VARIABLE):
        return
    with suppress(subprocess.TimeoutExpired):
        subprocess.run(
            [sys.executable, "-m", "publisher.cli", "status", "--to", destination],
            cwd=ROOT,
            env={**os.environ, RUN_ID_VARIABLE: run_id, FORMAT_VARIABLE: "json"},
            stdout=subprocess.DEVNULL,
            timeout=STATUS_SECONDS,
            check=False,
        )


@contextmanager
def _sigterm_waits() -> Iterator[list[int]]:
    """Keep SIGTERM from the server while the body runs; the list holds it, if it came."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    server_s = signal.signal(signal.SIGTERM, note)
    try:
        yield came
    finally:
        signal.signal(signal.SIGTERM, server_s)
        if came:
            signal.raise_signal(signal.SIGTERM)


def _stop(export: subprocess.Popen[bytes]) -> int:
    """End an export and all that it started, by asking first; return how it ended."""
    os.killpg(export.pid, signal.SIGTERM)
    with suppress(subprocess.TimeoutExpired):
        export.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(export.pid, signal.SIGKILL)
    return export.wait()


def note_rejected(error: RejectedError, run_id: str) -> None:
    """Tell that a message was rejected: acknowledged, and nothing was run."""
    _log("ERROR", "message_rejected", f"message rejected: {error}", run_id=run_id)
    metrics.push_rejected_message(
        error.kind, clock.now(), lambda text: _log("WARNING", "warning", text, run_id=run_id)
    )


def _log(severity: str, event: str, message: str, **facts: Any) -> None:
    """Write one event as a line of JSON to stderr, with the keys of the export's own."""
    line = {
        "timestamp": datetime.now(UTC).isoformat(),
        "severity": severity,
        "message": without_secrets(message),
        "event": event,
    }
    print(json.dumps(line | facts), file=sys.stderr, flush=True)


def _short(value: Any) -> str:
    return repr(value)[:100]
