"""The runner: a message from Pub/Sub starts the export that it asks for.

functions-framework calls ``run_export`` with each message, as a CloudEvent. Answering 200
acknowledges a message; after 503 it comes again, a few minutes later.

The server has one thread (``THREADS=1``), so that one export runs at a time, and in the main
thread, where SIGTERM (Cloud Run's way to stop) ends the export before the server.
"""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from types import FrameType
from typing import Any

import flask
import functions_framework
from cloudevents.http.event import CloudEvent

from publisher import clock, metrics
from publisher.errors import ExitCode
from publisher.journal import FORMAT_VARIABLE, RUN_ID_VARIABLE, without_secrets
from scripts.cloud.orders import Order, RejectedError, read_order
from scripts.cloud.outcomes import KILLED, OUTCOMES
from scripts.project import ROOT

# The longest export, its time to end, and the longest check of what is live afterwards: in
# seconds, together less than a request may take.
EXPORT_SECONDS = 480
STOP_SECONDS = 5
STATUS_SECONDS = 60


@functions_framework.cloud_event
def run_export(event: CloudEvent) -> None:
    """Run the export that a message asks for; abort with 503 if it should be retried."""
    run_id = str(event["id"])
    try:
        order = read_order(event.get_data(), clock.now())
    except RejectedError as error:
        note_rejected(error, run_id)
        return
    facts: dict[str, Any] = {
        "run_id": run_id,
        "group": order.group,
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
    """Look at what is live, where metrics are wanted, and push it; what is wrong is logged."""
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
