"""Measure how fast the project builds and publishes, and what it needs; print the tables.

    python -m scripts.bench
    python -m scripts.bench --real data/warehouse --json benchmark.json
    python -m scripts.bench --real data/warehouse --page docs/performance.md

The sample league is made at 1, 4 and 16 times its size, and everything is measured in one run,
repetition by repetition, so that what is compared met the same machine. It takes some 20 minutes.
docs/performance.md says how each figure is measured.
Exit code: 0 ok, 1 a measured command failed, 2 usage, 10 a table of --real is missing or malformed.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

import duckdb

from publisher.documents import GROUPS
from publisher.errors import ExitCode
from scripts.bench.figures import REAL, sample_name
from scripts.bench.machine import describe_machine
from scripts.bench.measuring import Plan, Say, run
from scripts.bench.process import CommandError
from scripts.bench.report import as_json, markdown
from scripts.bench.workloads import League
from scripts.pages import has_part, marks, renewed
from scripts.sample.league import build_league
from scripts.sample.plan import CLOSING, LATEST_SLATE
from scripts.sample.scaled import SCALES, history_start
from scripts.sample.tables import DATASETS, OPTIONAL
from scripts.sources.check import faults_in

REAL_AS_OF = date(2026, 4, 5)  # the season's last week, 165 dates after its beginning
RANGES = (1, 30, 165)  # dates in one run; 165: a regular season
PART = "figures"  # of docs/performance.md


def main() -> None:
    """Read the command line, measure, print and write."""
    arguments = _arguments()
    if arguments.real and (faults := faults_in(arguments.real)):
        print(*faults, sep="\n", file=sys.stderr)
        sys.exit(ExitCode.SOURCE_MALFORMED)
    say, load = _progress(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="trends-leagues-") as folder:
        leagues = [_sample(scale, Path(folder), say) for scale in arguments.scales]
        if arguments.real:
            leagues.append(_real(arguments.real))
        try:
            measured = run(leagues, Plan(arguments.repetitions, GROUPS, RANGES), say)
        except CommandError as error:
            sys.exit(f"benchmark: error: {error}")
    machine = describe_machine(load)
    report = markdown(measured, machine["text"])
    print(report)
    if arguments.json:
        arguments.json.write_text(as_json(measured, machine), encoding="utf-8")
    if arguments.page:
        page = arguments.page.read_text(encoding="utf-8")
        arguments.page.write_text(renewed(page, PART, report), encoding="utf-8")


def _sample(scale: int, folder: Path, say: Say) -> League:
    """Make the sample league at a scale, below a folder."""
    say(f"making the sample league, {scale}x")
    data_dir = folder / f"{scale}x"
    return League(
        name=sample_name(scale),
        data_dir=data_dir,
        rows=build_league(data_dir, scale),
        as_of=LATEST_SLATE,
        range_end=CLOSING[2024],
        history_start=history_start(scale),
        is_small=scale == 1,
    )


def _real(data_dir: Path) -> League:
    return League(
        name=REAL,
        data_dir=data_dir.resolve(),
        rows=_rows(data_dir),
        as_of=REAL_AS_OF,
        range_end=REAL_AS_OF,
        history_start=None,
        is_small=True,
    )


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench",
        description="Measure time and memory of building and publishing; print Markdown tables.",
        epilog="examples:\n  python -m scripts.bench\n"
        "  python -m scripts.bench --scales 1 --repetitions 1\n"
        "  python -m scripts.bench --real data/warehouse --page docs/performance.md\n"
        "exit codes: 0 ok, 1 a measured command failed, 2 usage, "
        "10 a table of --real is missing or malformed",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "--scales",
        type=_scales,
        default=SCALES,
        metavar="N,N",
        help="sizes of the sample league to measure (default: 1,4,16)",
    )
    parser.add_argument(
        "--repetitions",
        type=int,
        choices=range(1, 10),
        default=3,
        metavar="N",
        help="times that one date is measured; the median counts (default: %(default)s)",
    )
    parser.add_argument(
        "--real",
        type=Path,
        metavar="DIR",
        help=f"also measure these source tables, as of {REAL_AS_OF}; they are only read",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure as JSON")
    parser.add_argument("--page", type=Path, metavar="FILE", help="renew the figures on this page")
    arguments = parser.parse_args()
    # Found out now, not after all has been measured.
    if arguments.json and not arguments.json.resolve().parent.is_dir():
        parser.error(f"--json {arguments.json}: there is no such folder")
    if arguments.page and not (
        arguments.page.is_file() and has_part(arguments.page.read_text(encoding="utf-8"), PART)
    ):
        parser.error(
            f"--page {arguments.page}: not a page with the marks {' and '.join(marks(PART))}"
        )
    return arguments


def _scales(text: str) -> tuple[int, ...]:
    """Return the sizes named, each one of SCALES."""
    scales = tuple(int(part) for part in text.split(","))
    if unknown := [scale for scale in scales if scale not in SCALES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is not one of 1, 4, 16")
    return scales


def _progress() -> Say:
    """Return what writes a line on stderr, with the minutes and seconds since the start."""
    began = time.monotonic()

    def say(text: str) -> None:
        minutes, seconds = divmod(int(time.monotonic() - began), 60)
        print(f"{minutes:02d}:{seconds:02d} {text}", file=sys.stderr, flush=True)

    return say


def _rows(data_dir: Path) -> dict[str, int]:
    """Return the number of rows of each source table that is there."""
    with duckdb.connect() as connection:
        return {
            table: len(connection.read_parquet(str(file)))
            for table, dataset in DATASETS.items()
            if (file := data_dir / dataset / f"{table}.parquet").exists() or table not in OPTIONAL
        }
