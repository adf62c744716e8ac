"""How a command of this project runs: one receipt on stdout, events on stderr, an exit code.

It is the frame of ``publish-trends`` and of the export around it.
"""

import signal
import tempfile
import traceback
from collections.abc import Callable
from datetime import datetime

import typer

from publisher.errors import ExitCode, PublishError
from publisher.journal import Journal, without_secrets
from publisher.session import Session

INTERRUPTED = "interrupted: every object is whole; run it again"


def run(
    app: typer.Typer,
    program: str,
    prefix: Callable[[], str],
    arguments: list[str] | None,
    now: Callable[[], datetime],
) -> int:
    """Run a command, print what it did, push its metrics, and return its exit code."""
    # Cloud Run's way to stop a run; a person's is Ctrl-C.
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    session = Session(now, Journal(prefix))
    code, failure = _outcome(app, program, arguments, session)
    if failure is not None:
        failure = " ".join(without_secrets(failure).split())
        session.journal.error(failure, code)
    if session.prints_receipt and (session.receipt.command or failure is not None):
        session.finish(code, failure)
        # Imported here, so that --help does not wait for it.
        from publisher import monitoring

        monitoring.push_run(session.receipt, session.journal.steps, now(), session.journal.warn)
    return code


def _outcome(
    app: typer.Typer, program: str, arguments: list[str] | None, session: Session
) -> tuple[int, str | None]:
    """Return the exit code of a command, and why it failed."""
    try:
        code = app(arguments, prog_name=program, standalone_mode=False, obj=session)
        return int(code or 0), INTERRUPTED if code == ExitCode.INTERRUPTED else None
    except PublishError as error:
        return error.exit_code, str(error)
    except typer.TyperException as error:
        return error.exit_code, error.format_message()
    except Exception as error:  # noqa: BLE001 - last resort: users get no traceback
        return ExitCode.INTERNAL, _internal_error(program, error)


def _internal_error(program: str, error: Exception) -> str:
    """Keep the traceback in a file, if it can be, and return a line that names it."""
    text = f"internal error, {type(error).__name__}: {error}"
    try:
        return f"{text}; details are in {_log_file(program, error)}"
    except OSError:
        return text


def _log_file(program: str, error: Exception) -> str:
    with tempfile.NamedTemporaryFile(
        "w",
        prefix=f"{program}-",
        suffix=".log",
        delete=False,
        encoding="utf-8",
        errors="backslashreplace",
    ) as log:
        log.write(without_secrets("".join(traceback.format_exception(error))))
    return log.name
