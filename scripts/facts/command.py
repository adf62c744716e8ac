"""Look at the source tables as they are, and say what the product makes of them.

The first thing to run on a new warehouse: `scripts/check_sources.sh` does, in the project's own
environment. Read-only; nothing needs to have been built.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path
from typing import Any, Protocol

from publisher.errors import ExitCode, PublishError, UsageError
from publisher.journal import without_secrets
from scripts.facts.report import Findings, as_json, as_text
from scripts.facts.statements import Statement, compile_facts

EPILOG = """\
Each table's facts are counted by season, with a word on what the product does about them; lines
with ! are the ones you can do something about; the end says what. docs/sources.md has more.

exit codes:
  0  the tables can be used, whatever was found in them
  1  internal error
  2  usage
  5  the warehouse is unreachable, or in another location than TRENDS_BIGQUERY_LOCATION
  8  dbt cannot compile the facts
 10  a table is missing or malformed: each fault is a line on stderr

examples:
  scripts/check_sources.sh data/warehouse
  scripts/check_sources.sh data/warehouse --since 2025-10-01
  scripts/check_sources.sh data/warehouse --json | jq '.facts[] | select(.all > 0)'
  TRENDS_TARGET=bigquery TRENDS_BIGQUERY_PROJECT=my-project TRENDS_BIGQUERY_LOCATION=us-west2 \\
      scripts/check_sources.sh
"""


class Sources(Protocol):
    """Source tables, within a ``with`` block; ``absent`` are the optional ones not there."""

    target: str
    heading: str
    source_project: str | None
    absent: list[str]

    def count(self, statement: Statement) -> list[dict[str, Any]]:
        """Return the rows of a query; raise ``WarehouseError`` when it fails."""

    def told_cost(self) -> str:
        """Return what the queries cost, or nothing."""


def _open(data_dir: Path | None) -> AbstractContextManager[Sources]:
    """Return the source tables of the engine that TRENDS_TARGET names, to be entered."""
    target = os.environ.get("TRENDS_TARGET") or "duckdb"
    if target == "bigquery":
        if data_dir is not None:
            raise UsageError("DATA_DIR is for DuckDB and has no use with TRENDS_TARGET=bigquery")
        # Imported here: DuckDB needs neither the library nor its start-up.
        from scripts.facts.bigquery_tables import BigQueryTables

        return BigQueryTables.from_environment()
    if target != "duckdb":
        raise UsageError(f"TRENDS_TARGET {target} is not a warehouse: choose duckdb or bigquery")
    from scripts.facts.duckdb_folder import DuckDBFolder

    return DuckDBFolder(data_dir or Path(os.environ.get("TRENDS_DATA_DIR") or "data/sample"))


@contextmanager
def _progress(text: str) -> Iterator[Any]:
    """Show on a terminal what is going on; yield what changes the text."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    with Console(stderr=True).status(text) as status:
        yield status.update


def look(sources: Sources, since: date, say: Any) -> Findings:
    """Count every fact of the tables."""
    say("compiling the facts")
    found = Findings()
    absent = tuple(sorted(sources.absent))
    statements = compile_facts(sources.target, since, absent, sources.source_project)
    for number, statement in enumerate(statements, start=1):
        say(f"{statement.name.replace('_', ' ')} ({number} of {len(statements)})")
        found.add(statement.name, sources.count(statement))
    return found


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/check_sources.sh",
        description="Look at the source tables as they are, and say what the product makes of "
        "them: a data directory, or with TRENDS_TARGET=bigquery the BigQuery warehouse. "
        "Nothing is written.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "data_dir",
        nargs="?",
        type=Path,
        metavar="DATA_DIR",
        help="folder with <dataset>/<table>.parquet (default: TRENDS_DATA_DIR, else data/sample)",
    )
    parser.add_argument(
        "--since",
        type=date.fromisoformat,
        default=date(2000, 1, 1),
        metavar="DATE",
        help="leave out rows of games before it (default: every row counts)",
    )
    parser.add_argument("--json", action="store_true", help="print JSON, for machines")
    return parser.parse_args(arguments)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the facts; return the exit code."""
    options = _arguments(arguments)
    try:
        with _progress("looking for the tables") as say, _open(options.data_dir) as sources:
            found = look(sources, options.since, say)
            absent, heading, cost = sources.absent, sources.heading, sources.told_cost()
    except PublishError as error:
        for line in str(error).splitlines():
            print(f"error: {without_secrets(line)}", file=sys.stderr)
        return error.exit_code
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED
    print((as_json if options.json else as_text)(found, heading, absent), end="")
    if cost:
        print(cost, file=sys.stderr)
    return ExitCode.OK
