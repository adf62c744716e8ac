"""The command ``publish-trends``: it parses and prints, nothing more.

stdout carries exactly one line, the JSON receipt (``publisher.release.Receipt``), also when a run
fails; stderr carries the error as one line, and progress when it is a terminal.
"""

import json
import os
import re
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from publisher import clock
from publisher.documents import Document, Group, in_group
from publisher.errors import ExitCode, PublishError, UsageError

if TYPE_CHECKING:
    from publisher.release import Receipt, Say


INTERRUPTED = "interrupted: every object is whole, run it again"


@dataclass
class Session:
    """What a command gets from ``main``: the clock, and the receipt that it fills."""

    now: Callable[[], datetime]
    receipt: "Receipt | None" = None


app = typer.Typer(
    name="publish-trends",
    help="Publish the trends documents from the warehouse's marts.",
    add_completion=False,
    rich_markup_mode=None,
)


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("nba-trends")
        except PackageNotFoundError:
            number = "(not installed: run from a checkout)"
        typer.echo(f"publish-trends {number}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Publish the trends documents from the warehouse's marts."""


@app.command(
    epilog="Example: publish-trends daily --as-of 2025-01-10 --to gs://my-bucket/site --dry-run"
)
def daily(
    context: typer.Context,
    as_of: Annotated[
        str | None,
        typer.Option(
            metavar="DATE", help="The date, YYYY-MM-DD.", show_default="today in New York"
        ),
    ] = None,
    only: Annotated[
        list[str] | None,
        typer.Option(
            metavar="DOCUMENT",
            help="Publish this document only; may be given several times.",
            show_default="all of the group",
        ),
    ] = None,
    to: Annotated[
        str, typer.Option(metavar="PLACE", help="A folder, or gs://bucket/prefix.")
    ] = "site",
    live: Annotated[
        bool,
        typer.Option("--live", help="Write the live documents and the index for a past date too."),
    ] = False,
    replace: Annotated[
        bool, typer.Option("--replace", help="Replace archived documents of a past date.")
    ] = False,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Build, validate, compare; write nothing.")
    ] = False,
) -> None:
    """Publish whos-hot and bounce-back, and the index.

    A past date goes to the archive only, unless --live is given.
    """
    session: Session = context.obj
    _publish(session, "daily", as_of, only or [], to, live, replace, dry_run)


def _publish(
    session: Session,
    group: Group,
    as_of: str | None,
    only: list[str],
    to: str,
    live: bool,
    replace: bool,
    dry_run: bool,
) -> None:
    """Release documents of a group; the receipt stands in the session from the start."""
    # The heavy libraries are loaded here, so that --help does not wait for them.
    from publisher.release import Receipt, Request, publish
    from publisher.store import open_store
    from publisher.warehouse import DuckDBReader

    now = session.now()
    session.receipt = receipt = Receipt(command=group, destination=to)
    day = _parse_date(as_of, now.date())
    receipt.as_of_date = str(day)
    request = Request(_choose(group, only), day, now, live, replace, dry_run)
    store = open_store(to)
    with DuckDBReader(_warehouse_file()) as reader:
        publish(request, reader, store, receipt, _progress())


def _parse_date(text: str | None, today: date) -> date:
    """Return the as-of date; raise ``UsageError`` when it is none or lies in the future."""
    if text is None:
        return today
    try:
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        raise UsageError(f"--as-of {text} is no date: write YYYY-MM-DD") from None
    if day > today:
        raise UsageError(f"--as-of {day} lies in the future: today in New York is {today}")
    return day


def _choose(group: Group, only: list[str]) -> tuple[Document, ...]:
    """Return the chosen documents of a group, all if none is named, in the registry's order."""
    names = [document.name for document in in_group(group)]
    if unknown := [name for name in only if name not in names]:
        raise UsageError(f"--only {unknown[0]} is no {group} document: choose {', '.join(names)}")
    return tuple(document for document in in_group(group) if not only or document.name in only)


def _warehouse_file() -> Path:
    """Return TRENDS_DUCKDB_PATH, else trends.duckdb here, else the one in dbt's folder."""
    if named := os.environ.get("TRENDS_DUCKDB_PATH"):
        return Path(named)
    here = Path("trends.duckdb")
    return here if here.exists() else Path("dbt_trends") / here


def _progress() -> "Say":
    """Return what shows progress on stderr when that is a terminal, else nothing."""
    if not sys.stderr.isatty():
        return lambda text: None
    from rich.console import Console

    console = Console(stderr=True, highlight=False, markup=False)
    return lambda text: console.print(f"publish-trends: {text}", style="dim")


def main(arguments: list[str] | None = None, now: Callable[[], datetime] = clock.now) -> int:
    """Run the command and return its exit code; tests give the arguments and the clock."""
    session = Session(now)
    try:
        code = app(arguments, prog_name="publish-trends", standalone_mode=False, obj=session)
        failure = INTERRUPTED if code == ExitCode.INTERRUPTED else None
    except PublishError as error:
        code, failure = error.exit_code, str(error)
    except typer.TyperException as error:
        code, failure = error.exit_code, error.format_message()
    except Exception as error:  # noqa: BLE001 - the last resort: a user gets no traceback
        code, failure = ExitCode.INTERNAL, _internal_error(error)
    if failure is not None:
        failure = " ".join(failure.split())
        print(f"publish-trends: error: {failure}", file=sys.stderr)
    if session.receipt is None and failure is not None:
        from publisher.release import Receipt

        session.receipt = Receipt()
    if session.receipt is not None:
        session.receipt.exit_code, session.receipt.error = int(code or 0), failure
        print(json.dumps(asdict(session.receipt)))
    return int(code or 0)


def _internal_error(error: Exception) -> str:
    """Keep the traceback in a file and return a line that names it."""
    with tempfile.NamedTemporaryFile(
        "w", prefix="publish-trends-", suffix=".log", delete=False, encoding="utf-8"
    ) as log:
        traceback.print_exception(error, file=log)
    return f"internal error, {type(error).__name__}: {error}; details are in {log.name}"


if __name__ == "__main__":
    sys.exit(main())
