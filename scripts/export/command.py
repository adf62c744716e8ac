"""The command of the export: check the source tables, build and test the marts, publish."""

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from publisher import clock, command
from publisher.cli import DEFAULT_TO, AcceptDegraded, AsOf, Live, Only, Replace, To, Verbose
from publisher.documents import GROUPS, Group, in_group
from publisher.errors import SourceError, UsageError
from publisher.journal import Journal
from publisher.release import publish
from publisher.request import Options, Request, parse_date
from publisher.sentences import listed
from publisher.session import Session
from publisher.store import Store, open_store
from publisher.warehouse import DuckDBReader, MartReader, open_warehouse, target_name
from scripts.export import dbt_project
from scripts.export.sample_league import sample_league
from scripts.export.warehouse_file import own_warehouse
from scripts.project import variables
from scripts.sample.plan import LATEST_SLATE
from scripts.sources.absent import absent_tables
from scripts.sources.check import check


def _documents(group: Group) -> str:
    """Return what a group holds, in words."""
    if group == "all":
        return "every document"
    return listed([document.name for document in in_group(group)])


LISTED_GROUPS = "\n".join(f"  {group:16}{_documents(group)}" for group in GROUPS)

EPILOG = f"""\b
GROUP
{LISTED_GROUPS}

\b
Output
  stdout          one JSON receipt; for a range of dates, one per date
  stderr          progress: on a terminal lines with their time (UTC), else JSON events

\b
Exit codes
  0 ok                                   6 destination failed, or another publisher won the race
  1 internal error                       7 refused by a content guard
  2 usage                                8 dbt build failed
  3 a document breaks its schema        10 a source table is missing or malformed
  4 mart stale or missing              130 interrupted
  5 warehouse or its file unreachable

\b
Examples
  scripts/export_trends.sh daily
  scripts/export_trends.sh daily --data data/warehouse --as-of 2026-03-01
  scripts/export_trends.sh weekly --only quick-hits --data data/warehouse --to gs://my-bucket/feed
  scripts/export_trends.sh all --data data/warehouse --as-of-start 2025-10-21 --as-of-end 2026-04-12
"""

app = typer.Typer(add_completion=False, rich_markup_mode=None)


@app.command(epilog=EPILOG)
def export(
    context: typer.Context,
    named: Annotated[str, typer.Argument(metavar="GROUP", help="Which documents.")],
    as_of: AsOf = None,
    as_of_start: Annotated[
        str | None, typer.Option(metavar="DATE", help="First date of a range, for the archive.")
    ] = None,
    as_of_end: Annotated[
        str | None, typer.Option(metavar="DATE", help="Last date of the range; must be past.")
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder with the source tables, DIR/<dataset>/<table>.parquet.",
            show_default="the sample league, made in data/sample; its latest slate, live",
        ),
    ] = None,
    only: Only = None,
    to: To = DEFAULT_TO,
    live: Live = False,
    replace_: Replace = False,
    accept_degraded: AcceptDegraded = None,
    verbose: Verbose = False,
) -> None:
    """Check the source tables, build and test the marts with dbt, and publish the documents.

    It works on DuckDB, or on BigQuery with TRENDS_TARGET=bigquery; the source tables are read there
    too.
    """
    session: Session = context.obj
    session.verbose = verbose
    if named not in GROUPS:
        raise UsageError(f"unknown GROUP {named}: the groups are {', '.join(GROUPS)}")
    group: Group = named  # type: ignore[assignment]
    on_duckdb = target_name() == DuckDBReader.target
    if not on_duckdb and data is not None:
        raise UsageError(f"--data is for DuckDB and has no use with TRENDS_TARGET {target_name()}")
    options = Options(as_of, only, to, live, replace_, accept_degraded=accept_degraded)
    if as_of_start is not None or as_of_end is not None:
        dates = _range(options, as_of_start, as_of_end, session.now().date())
    else:
        if on_duckdb and data is None:
            options = replace(options, as_of=as_of or str(LATEST_SLATE), live=True)
        dates = [parse_date("--as-of", options.as_of, session.now().date())]
    request = _request(group, options, dates[0], session)
    # Before any work, so that an unreachable bucket does not cost a build.
    store = open_store(to)
    groups = tuple(dict.fromkeys(document.group for document in request.documents))
    if on_duckdb:
        session.receipt.warnings += _check_sources(data, session.journal)
    # Also before the build: naming a table that cannot be absent is the caller's mistake.
    absent_tables()
    with own_warehouse() if on_duckdb else nullcontext() as warehouse:
        marts = open_warehouse(None)
        span = str(dates[0]) if len(dates) == 1 else f"{dates[0]} to {dates[-1]}"
        with session.journal.step(
            "build", text=f"building and testing the marts for {span}: {group}"
        ):
            warned = dbt_project.build(groups, dates[0], dates[-1], session.journal, warehouse)
        session.receipt.warnings += warned
        stale = _stale_sources(groups, request, session)
        with marts as reader:
            if len(dates) == 1:
                publish(replace(request, stale_sources=stale), reader, store, session)
            else:
                _publish_range(group, options, dates, reader, store, session)


def _range(options: Options, first: str | None, last: str | None, today: date) -> list[date]:
    """Return the dates of a range; raise ``UsageError`` if it is not one, or not over yet."""
    if first is None or last is None:
        raise UsageError("--as-of-start and --as-of-end go together")
    for name, given in (
        ("--as-of", options.as_of),
        ("--live", options.live),
        ("--accept-degraded", options.accept_degraded),
    ):
        if given:
            raise UsageError(
                f"{name} cannot be used with a range of dates, which is for the archive only"
            )
    start, end = (
        parse_date(name, text, today)
        for name, text in (("--as-of-start", first), ("--as-of-end", last))
    )
    if end < start:
        raise UsageError(f"--as-of-end {end} is before --as-of-start {start}")
    if end == today:
        raise UsageError(f"--as-of-end {end} is today: a range is for the archive of past dates")
    return [start + timedelta(days) for days in range((end - start).days + 1)]


def _request(group: Group, options: Options, day: date, session: Session) -> Request:
    """Return the request of one date; raise ``UsageError`` for one before the history begins."""
    request = replace(options, as_of=str(day)).request(group, group, session)
    first = str(variables()["history_start"])
    if str(day) < first:
        raise UsageError(f"{day} is before {first}, the first day of the history")
    return request


def _check_sources(data: Path | None, journal: Journal) -> list[str]:
    """Check the source tables against the project's list, and tell dbt where they are.

    Return what is odd in them and no fault.

    Without a folder it is the sample league's, which is made if need be. Raises ``SourceError``.
    """
    if data is None:
        data = sample_league(journal)
    with journal.step("sources", text=f"checking the source tables in {_shown(data)}"):
        found = check(data)
    faults = found.faults
    for fault in faults:
        journal.say(fault)
    if faults:
        more = f" (and {len(faults) - 1} more)" if len(faults) > 1 else ""
        raise SourceError(f"{faults[0]}{more}; nothing was published")
    os.environ["TRENDS_DATA_DIR"] = str(data.resolve())
    return found.warnings


def _shown(path: Path) -> Path:
    return path.relative_to(Path.cwd()) if path.is_relative_to(Path.cwd()) else path


def _stale_sources(groups: Sequence[Group], request: Request, session: Session) -> tuple[str, ...]:
    """Return the source tables past their limit, when it is today that is published.

    Late ones are warnings: the documents say what is missing.
    """
    if request.is_past:
        return ()
    with session.journal.step("freshness", text="checking how fresh the source tables are"):
        stale, late = dbt_project.stale_sources(groups, session.journal)
    session.receipt.warnings += [f"late: {text}" for text in (*stale, *late)]
    return tuple(stale)


def _publish_range(
    group: Group,
    options: Options,
    dates: Sequence[date],
    reader: MartReader,
    store: Store,
    session: Session,
) -> None:
    """Publish the archive of each date, with a receipt of its own; show the time left."""
    from rich.console import Console
    from rich.progress import MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    progress = Progress(
        TextColumn("publishing {task.description}"),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        redirect_stdout=sys.stdout.isatty(),
        disable=not sys.stderr.isatty(),
    )
    with progress:
        task = progress.add_task("", total=len(dates))
        for day in dates:
            if day != dates[0]:
                session.hand_over()
            progress.update(task, description=str(day))
            request = _request(group, options, day, session)
            with (
                session.journal.step("release"),
                session.journal.hushed(),
            ):
                publish(request, reader, store, session)
            progress.advance(task)


def _prefix() -> str:
    return f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} "


def main(arguments: list[str] | None = None, now: Callable[[], datetime] = clock.now) -> int:
    """Run the command and return its exit code; tests give the arguments and the clock."""
    return command.run(app, "scripts/export_trends.sh", _prefix, arguments, now)
