"""The command ``publish-trends``: it parses and prints, nothing more.

stdout carries exactly one line, the JSON receipt (``publisher.release.Receipt``), also when a run
fails; stderr carries the error as one line, and progress when it is a terminal.
"""

import json
import re
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from publisher import clock
from publisher.documents import Document, Scope, in_group
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


DEFAULT_TO = "site"

# The options that every command has.
AsOf = Annotated[
    str | None,
    typer.Option(metavar="DATE", help="The date, YYYY-MM-DD.", show_default="today in New York"),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DOCUMENT",
        help="Publish this document only; may be given several times.",
        show_default="all of the command's",
    ),
]
To = Annotated[str, typer.Option(metavar="PLACE", help="A folder, or gs://bucket/prefix.")]
Live = Annotated[
    bool,
    typer.Option("--live", help="Write the live documents and the index for a past date too."),
]
Replace = Annotated[
    bool, typer.Option("--replace", help="Replace archived documents of a past date.")
]
Warehouse = Annotated[
    str | None,
    typer.Option(
        "--warehouse",
        metavar="NAME",
        help="Where the marts are: duckdb or bigquery.",
        show_default="TRENDS_TARGET, else duckdb",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Build, validate, compare; write nothing.")]


def _print_version(wanted: bool) -> None:
    if wanted:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version("nba-trends")
        except PackageNotFoundError:
            number = "(not installed: run from a checkout)"
        typer.echo(f"publish-trends {number}")
        raise typer.Exit


@app.callback(epilog="Example: publish-trends daily --as-of 2025-01-10 --dry-run")
def options(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Publish the trends documents from the warehouse's marts."""


@app.command(epilog="Example: publish-trends daily --as-of 2025-01-10 --to site --live")
def daily(
    context: typer.Context,
    as_of: AsOf = None,
    only: Only = None,
    to: To = DEFAULT_TO,
    live: Live = False,
    replace: Replace = False,
    dry_run: DryRun = False,
    warehouse: Warehouse = None,
) -> None:
    """Publish whos-hot and bounce-back, and the index.

    A past date goes to the archive only, unless --live is given.
    """
    _publish(context.obj, "daily", as_of, only or [], to, live, replace, dry_run, warehouse)


@app.command(epilog="Example: publish-trends weekly --only quick-hits --to gs://my-bucket/site")
def weekly(
    context: typer.Context,
    as_of: AsOf = None,
    only: Only = None,
    to: To = DEFAULT_TO,
    live: Live = False,
    replace: Replace = False,
    dry_run: DryRun = False,
    warehouse: Warehouse = None,
) -> None:
    """Publish what-matters, team-tendencies and quick-hits, and the index.

    A past date goes to the archive only, unless --live is given.
    """
    _publish(context.obj, "weekly", as_of, only or [], to, live, replace, dry_run, warehouse)


@app.command(epilog="Example: publish-trends monthly --as-of 2025-01-01 --replace")
def monthly(
    context: typer.Context,
    as_of: AsOf = None,
    only: Only = None,
    to: To = DEFAULT_TO,
    live: Live = False,
    replace: Replace = False,
    dry_run: DryRun = False,
    warehouse: Warehouse = None,
) -> None:
    """Publish deep-dive, and the index.

    A past date goes to the archive only, unless --live is given.
    """
    _publish(context.obj, "monthly", as_of, only or [], to, live, replace, dry_run, warehouse)


@app.command("all", epilog="Example: publish-trends all --to gs://my-bucket/site --dry-run")
def every(
    context: typer.Context,
    as_of: AsOf = None,
    only: Only = None,
    to: To = DEFAULT_TO,
    live: Live = False,
    replace: Replace = False,
    dry_run: DryRun = False,
    warehouse: Warehouse = None,
) -> None:
    """Publish every document, and the index, in one release.

    A past date goes to the archive only, unless --live is given.
    """
    _publish(context.obj, "all", as_of, only or [], to, live, replace, dry_run, warehouse)


def _publish(
    session: Session,
    scope: Scope,
    as_of: str | None,
    only: list[str],
    to: str,
    live: bool,
    replace: bool,
    dry_run: bool,
    warehouse: str | None,
) -> None:
    """Release the documents of a command; the receipt stands in the session from the start."""
    # The heavy libraries are loaded here, so that --help does not wait for them.
    from publisher.release import Receipt, Request, publish
    from publisher.store import open_store
    from publisher.warehouse import open_warehouse

    now = session.now()
    session.receipt = receipt = Receipt(command=scope, destination=to)
    day = _parse_date(as_of, now.date())
    receipt.as_of_date = str(day)
    request = Request(_choose(scope, only), day, now, live, replace, dry_run)
    marts = open_warehouse(warehouse)
    store = open_store(to)
    with marts as reader:
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


def _choose(scope: Scope, only: list[str]) -> tuple[Document, ...]:
    """Return the chosen documents of a command, all if none is named, in the registry's order."""
    choices = in_group(scope)
    names = [document.name for document in choices]
    if unknown := [name for name in only if name not in names]:
        kind = "document" if scope == "all" else f"{scope} document"
        raise UsageError(f"--only {unknown[0]} is no {kind}: choose {', '.join(names)}")
    return tuple(document for document in choices if not only or document.name in only)


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
