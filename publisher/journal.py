"""What a run reports while it works: its events on stderr, and how long each step took.

On a terminal an event is a line for a person. Elsewhere it is one JSON object per line:
``timestamp``, ``severity``, ``message``, ``run_id``, ``event`` (``step_started``,
``step_finished``, ``progress``, ``warning``, ``error``, ``run_finished``), and where they are
known ``command``, ``as_of_date``, ``step``, ``document``, ``duration_seconds``, ``exit_code``.
Secrets are removed from both.
"""

import logging
import os
import re
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Literal

Format = Literal["text", "json"]

# Set by whoever starts a run as a part of a larger one.
RUN_ID_VARIABLE, FORMAT_VARIABLE = "TRENDS_RUN_ID", "TRENDS_LOG_FORMAT"

SECRET_VARIABLE = re.compile(r"SECRET|TOKEN|PASSWORD|PRIVATE_KEY|API_KEY", re.IGNORECASE)
SHORTEST_SECRET = 6
SECRET_TEXT = re.compile(
    r"(?<=://)([^/@:\s]*:\S+|[^/@\s]+)(?=@)"  # user:password of an address
    r"|(?i:(?<=bearer )[\w.~+/=-]+)"
    r"|ya29\.[\w.-]+"  # an access token of Google
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----.*?(-----END [A-Z ]*PRIVATE KEY-----|$)",
    re.DOTALL,
)
BLOT = "[secret]"


@dataclass(frozen=True)
class Step:
    """A part of a run, of one document or (None) of all, and how long it took."""

    name: str
    document: str | None
    seconds: float


class Journal:
    """The events and the steps of one run."""

    def __init__(self, prefix: Callable[[], str]) -> None:
        """Begin a run; ``prefix`` gives what a line for a person starts with."""
        self.run_id = os.environ.get(RUN_ID_VARIABLE) or uuid.uuid4().hex[:12]
        self.format: Format = _format()
        self.steps: list[Step] = []
        self._started = time.monotonic()
        self._context: dict[str, str] = {}
        # A logger of its own: what libraries log, and how, is not this run's business.
        self._logger = logging.Logger("trends")
        self._handler = logging.StreamHandler(sys.stderr)
        self._handler.setFormatter(_JSON_OR_TEXT[self.format](prefix))
        self._logger.addHandler(self._handler)

    def lap(self) -> float:
        """Return how long the run has taken, in seconds, since this was last asked."""
        before, self._started = self._started, time.monotonic()
        return self._started - before

    @contextmanager
    def hushed(self) -> Iterator[None]:
        """Time the steps within without reporting them."""
        self._handler.setLevel(logging.WARNING)
        yield
        self._handler.setLevel(logging.NOTSET)

    def about(self, **context: str) -> None:
        """Note what the run is about, ``command`` and ``as_of_date``, for every later event."""
        self._context.update(context)

    @contextmanager
    def step(self, name: str, document: str | None = None, *, text: str = "") -> Iterator[None]:
        """Time a step. A step that may take long has a text, reported when it starts.

        The log also gets its end and duration.
        """
        fields = {"step": name, **({"document": document} if document else {})}
        if text:
            self._event(logging.INFO, "step_started", text, **fields)
        started = time.monotonic()
        yield
        seconds = time.monotonic() - started
        self.steps.append(Step(name, document, seconds))
        if self.format == "json":
            text = text or f"{name} {document or ''}".strip()
            self._event(logging.INFO, "step_finished", text, duration_seconds=seconds, **fields)

    def say(self, text: str) -> None:
        """Report progress within a step."""
        self._event(logging.INFO, "progress", text)

    def warn(self, text: str) -> None:
        """Report a problem that does not end the run."""
        self._event(logging.WARNING, "warning", text)

    def error(self, text: str, exit_code: int) -> None:
        """Report why the run ends without success."""
        self._event(logging.ERROR, "error", text, exit_code=exit_code)

    def finish(self, status: str, exit_code: int, seconds: float) -> None:
        """Log how a release ended and how long it took."""
        if self.format == "json":
            severity = logging.ERROR if exit_code else logging.INFO
            self._event(
                severity,
                "run_finished",
                status,
                exit_code=exit_code,
                duration_seconds=seconds,
            )

    def _event(self, severity: int, event: str, text: str, **fields: Any) -> None:
        if "duration_seconds" in fields:
            fields["duration_seconds"] = round(fields["duration_seconds"], 3)
        about = {"run_id": self.run_id, "event": event, **self._context, **fields}
        self._logger.log(severity, "%s", without_secrets(text), extra=about)


def without_secrets(text: str) -> str:
    """Return a text without secrets: those of the environment, and what looks like one."""
    secrets = [value for name, value in os.environ.items() if SECRET_VARIABLE.search(name)]
    # The longest first: one may begin as another does.
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= SHORTEST_SECRET:
            text = text.replace(secret, BLOT)
    return SECRET_TEXT.sub(BLOT, text)


def _format() -> Format:
    named = os.environ.get(FORMAT_VARIABLE)
    if named == "text" or (named != "json" and sys.stderr.isatty()):
        return "text"
    return "json"


class _TextFormatter(logging.Formatter):
    def __init__(self, prefix: Callable[[], str]) -> None:
        super().__init__()
        self._prefix = prefix

    def format(self, record: logging.LogRecord) -> str:
        level = "" if record.levelno <= logging.INFO else f"{record.levelname.lower()}: "
        return f"{self._prefix()}{level}{record.getMessage()}"


def _json_formatter(prefix: Callable[[], str]) -> logging.Formatter:
    from pythonjsonlogger.json import JsonFormatter

    # The names that Cloud Logging reads.
    return JsonFormatter(
        ["levelname", "message"], rename_fields={"levelname": "severity"}, timestamp=True
    )


_JSON_OR_TEXT: dict[Format, Callable[[Callable[[], str]], logging.Formatter]] = {
    "text": _TextFormatter,
    "json": _json_formatter,
}
