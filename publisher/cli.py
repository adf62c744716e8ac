"""The command ``publish-trends``: it parses and prints, nothing more.

stdout carries exactly one line, the JSON receipt (``publisher.session.Receipt``), even if a run
fails; ``status`` prints what is live instead. stderr carries the events (``publisher.journal``).
"""

import sys
from collections.abc import Callable
from datetime import datetime
from typing import Annotated

import typer

from publisher import clock, command
from publisher.documents import GROUPS, Group, in_group
from publisher.errors import OverdueError
from publisher.request import Options
from publisher.sentences import listed
from publisher.session import Session

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
    typer.Option(metavar="DATE", help="As-of date, YYYY-MM-DD.", show_default="today in New York"),
]
Only = Annotated[
    list[str] | None,
    typer.Option(
        metavar="DOCUMENT",
        help="Publish only this document; may be repeated.",
        show_default="all documents of the command",
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
        show_default="TRENDS_TARGET, or duckdb",
    ),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Build, validate, compare; write nothing.")]
AcceptDegraded = Annotated[
    str | None,
    typer.Option(
        "--accept-degraded",
        metavar="REASON",
        help="Publish although the content guards refuse; the index records the reason.",
        show_default="refuse, exit 7",
    ),
]
Verbose = Annotated[bool, typer.Option("--verbose", help="Print the whole receipt.")]


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
def root(
    version: Annotated[
        bool,
        typer.Option(
            "--version", callback=_print_version, is_eager=True, help="Print the version."
        ),
    ] = False,
) -> None:
    """Publish the trends documents from the warehouse's marts."""


# What the help of each group's command shows after its name.
EXAMPLES: dict[Group, str] = {
    "daily": "--as-of 2025-01-10 --to site --live",
    "weekly": "--only quick-hits --to gs://my-bucket/site",
    "monthly": "--as-of 2025-01-01 --replace",
    "all": "--to gs://my-bucket/site --dry-run",
}


def _help(group: Group) -> str:
    if group == "all":
        what = "every document, and the index, in one release"
    else:
        what = f"{listed([document.name for document in in_group(group)])}, and the index"
    return f"Publish {what}.\n\nA past date goes to the archive only, unless --live is given."


def _add_command(group: Group) -> None:
    """Add the command that publishes the documents of a group."""

    @app.command(
        group, help=_help(group), epilog=f"Example: publish-trends {group} {EXAMPLES[group]}"
    )
    def publish_group(
        context: typer.Context,
        as_of: AsOf = None,
        only: Only = None,
        to: To = DEFAULT_TO,
        live: Live = False,
        replace: Replace = False,
        dry_run: DryRun = False,
        warehouse: Warehouse = None,
        accept_degraded: AcceptDegraded = None,
        verbose: Verbose = False,
    ) -> None:
        session: Session = context.obj
        session.verbose = verbose
        options = Options(as_of, only, to, live, replace, dry_run, accept_degraded)
        _publish(session, group, options, warehouse)


for _group in GROUPS:
    _add_command(_group)


@app.command(epilog="Example: publish-trends rollback 2025-01-09 --only whos-hot --to site")
def rollback(
    context: typer.Context,
    date_: Annotated[
        str, typer.Argument(metavar="DATE", help="Date of the archived release, YYYY-MM-DD.")
    ],
    only: Only = None,
    to: To = DEFAULT_TO,
    dry_run: DryRun = False,
    verbose: Verbose = False,
) -> None:
    """Put the archived documents of a date live again and update the index.

    Without --only, this means all documents archived for that date. The archive does not change.
    """
    from publisher.release import roll_back
    from publisher.store import open_store

    session: Session = context.obj
    session.verbose = verbose
    options = Options(date_, only, to, live=True, dry_run=dry_run)
    roll_back(options.request("rollback", "all", session), open_store(to), session)


@app.command(epilog="Example: publish-trends status --to gs://my-bucket/site")
def status(
    context: typer.Context,
    to: To = DEFAULT_TO,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")] = False,
) -> None:
    """Show what is live: its date, when it is due again, and whether it is whole.

    Exits 9 when a document is missing, overdue, invalid, or not what the index names.
    """
    from publisher import monitoring
    from publisher.status import examine
    from publisher.store import open_store

    session: Session = context.obj
    session.prints_receipt = False
    found = examine(open_store(to), session.now())
    print(found.as_json() if as_json else found.as_table())
    monitoring.push_status(found, session.journal.warn)
    if found.troubles:
        raise OverdueError("; ".join(found.troubles))


def _publish(session: Session, group: Group, options: Options, warehouse: str | None) -> None:
    # The heavy libraries are loaded here, so that --help does not wait for them.
    from publisher.release import publish
    from publisher.store import open_store
    from publisher.warehouse import open_warehouse

    request = options.request(group, group, session)
    marts = open_warehouse(warehouse)
    store = open_store(options.to)
    with marts as reader:
        publish(request, reader, store, session)


def main(arguments: list[str] | None = None, now: Callable[[], datetime] = clock.now) -> int:
    """Run the command and return its exit code; tests give the arguments and the clock."""
    return command.run(app, "publish-trends", lambda: "publish-trends: ", arguments, now)


if __name__ == "__main__":
    sys.exit(main())
