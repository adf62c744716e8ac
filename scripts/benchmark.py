"""Measure how fast the project builds and publishes, and what it needs; print the tables.

    python scripts/benchmark.py
    python scripts/benchmark.py --real data/warehouse --json benchmark.json
    python scripts/benchmark.py --real data/warehouse --page docs/performance.md

The sample league is made at 1, 4 and 16 times its size, and everything is measured in one run,
repetition by repetition, so that what is compared met the same machine. It takes some 20 minutes.
docs/performance.md says how each figure is measured.
Exit code: 0 ok, 1 a measured command failed, 2 usage, 10 a table of --real is missing or malformed.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

import duckdb

if __package__ in (None, ""):  # run as a script: let the repository's packages be found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from scripts import bigquery_cost
from scripts.bench import workloads
from scripts.bench.figures import (
    REAL,
    BigQuery,
    Measurements,
    growths,
    sample_name,
    targets,
)
from scripts.bench.process import CommandError
from scripts.bench.report import markdown
from scripts.bench.workloads import MODES, League
from scripts.sample.plan import CLOSING, LATEST_SLATE
from scripts.sample.scaled import SCALES, history_start
from scripts.sample.tables import DATASETS, OPTIONAL
from scripts.sample_league import build_league

REAL_AS_OF = date(2026, 4, 5)  # the season's last week, 165 dates after its beginning
RANGES = (1, 30, 165)  # dates in one run; 165: a regular season
HELPS = 5  # times that --help is measured in a repetition
MARKS = ("<!-- figures: written by scripts/benchmark.py -->", "<!-- end of the figures -->")

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What to measure: of each league every mode ``repetitions`` times, and ranges of dates."""

    repetitions: int
    modes: Sequence[str]
    ranges: Sequence[int]


def main() -> None:
    """Read the command line, measure, print and write."""
    arguments = _arguments()
    if arguments.real:
        check = (sys.executable, workloads.ROOT / "scripts" / "check_sources.py", arguments.real)
        if code := subprocess.run(check, check=False).returncode:
            sys.exit(code)
    say, load = _progress(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="trends-leagues-") as folder:
        leagues = []
        for scale in arguments.scales:
            say(f"making the sample league, {scale}x")
            data_dir = Path(folder) / f"{scale}x"
            leagues.append(
                League(
                    name=sample_name(scale),
                    data_dir=data_dir,
                    rows=build_league(data_dir, scale),
                    as_of=LATEST_SLATE,
                    range_end=CLOSING[2024],
                    history_start=history_start(scale),
                    is_small=scale == 1,
                )
            )
        if arguments.real:
            leagues.append(
                League(
                    name=REAL,
                    data_dir=arguments.real.resolve(),
                    rows=_rows(arguments.real),
                    as_of=REAL_AS_OF,
                    range_end=REAL_AS_OF,
                    history_start=None,
                    is_small=True,
                )
            )
        try:
            measured = run(leagues, Plan(arguments.repetitions, list(MODES), RANGES), say)
        except CommandError as error:
            sys.exit(f"benchmark: error: {error}")
    machine = describe_machine(load)
    report = markdown(measured, machine["text"])
    print(report)
    if arguments.json:
        arguments.json.write_text(as_json(measured, machine), encoding="utf-8")
    if arguments.page:
        page = arguments.page.read_text(encoding="utf-8")
        arguments.page.write_text(renewed(page, report), encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Measure time and memory of building and publishing; print Markdown tables.",
        epilog="examples:\n  python scripts/benchmark.py\n"
        "  python scripts/benchmark.py --scales 1 --repetitions 1\n"
        "  python scripts/benchmark.py --real data/warehouse --page docs/performance.md\n"
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
        help=f"measure these source tables too, as of {REAL_AS_OF}; they are only read",
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write every figure as JSON")
    parser.add_argument(
        "--page", type=Path, metavar="FILE", help="renew the figures that stand in this page"
    )
    arguments = parser.parse_args()
    # Found out now, not after all has been measured.
    if arguments.json and not arguments.json.resolve().parent.is_dir():
        parser.error(f"--json {arguments.json}: there is no such folder")
    if arguments.page and not (
        arguments.page.is_file()
        and all(mark in arguments.page.read_text(encoding="utf-8") for mark in MARKS)
    ):
        parser.error(f"--page {arguments.page}: no page with the marks {' and '.join(MARKS)}")
    return arguments


def _scales(text: str) -> tuple[int, ...]:
    """Return the sizes named, each one of SCALES."""
    scales = tuple(int(part) for part in text.split(","))
    if unknown := [scale for scale in scales if scale not in SCALES]:
        raise argparse.ArgumentTypeError(f"{unknown[0]} is none of 1, 4, 16")
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


def run(leagues: Sequence[League], plan: Plan, say: Say) -> Measurements:
    """Measure everything of a plan; raise ``CommandError`` when a command fails."""
    measured = Measurements(list(leagues))
    say("warming up")
    workloads.trivial()
    for repetition in range(1, plan.repetitions + 1):
        turn = f"repetition {repetition} of {plan.repetitions}"
        for league in leagues:
            say(f"{turn}: {league.name}, trivial build")
            measured.trivial.setdefault(league.name, []).append(workloads.trivial())
            for mode in plan.modes:
                say(f"{turn}: {league.name}, {mode}")
                measured.runs.append(workloads.one_date(league, mode))
            if league.is_small:
                say(f"{turn}: {league.name}, from nothing")
                seconds = {"trivial": workloads.trivial(from_nothing=True).seconds}
                seconds |= {mode: workloads.container(league, mode) for mode in plan.modes}
                measured.containers.setdefault(league.name, []).append(seconds)
                say(f"{turn}: {league.name}, plain Python")
                measured.baselines.setdefault(league.name, []).append(workloads.baseline(league))
        measured.help_seconds += [workloads.publisher_help() for _ in range(HELPS)]
    for league in leagues:
        for mode in ("daily", "all") if league.is_small else ():
            for dates in plan.ranges:
                say(f"{league.name}, {mode}, {dates} dates")
                measured.ranges.append(workloads.date_range(league, mode, dates))
    say("BigQuery, from the compiled SQL")
    measured.bigquery = _bigquery(leagues[0])
    measured.readers = workloads.readers()
    say("done")
    return measured


def _bigquery(league: League) -> dict[str, BigQuery]:
    """Return each mode's cost on BigQuery."""
    return {
        mode: BigQuery(
            build_jobs=len(built),
            publish_jobs=len(published),
            processed=sum(job.processed for job in (*built, *published)),
            billed=sum(job.billed for job in (*built, *published)),
        )
        for mode, (built, published) in bigquery_cost.estimate(
            league.data_dir, league.as_of
        ).items()
    }


def describe_machine(load: float) -> dict[str, Any]:
    """Return date, machine and versions, and the same as a line of ``text``."""
    model = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    machine: dict[str, Any] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": model[0] if model else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "load_before": round(load, 2),
        "python": platform.python_version(),
        **{name: version(name) for name in ("dbt-core", "dbt-duckdb", "dbt-bigquery", "duckdb")},
    }
    machine["text"] = (
        f"Measured {machine['measured_at'][:10]} on {machine['cores']} cores "
        f"({machine['processor']}), {machine['memory_gib']} GiB, load {machine['load_before']} "
        f"before; Python {machine['python']}, dbt-core {machine['dbt-core']}, "
        f"dbt-duckdb {machine['dbt-duckdb']}, DuckDB {machine['duckdb']}."
    )
    return machine


def as_json(measured: Measurements, machine: dict[str, Any]) -> str:
    """Return every measurement, every run of it, and the targets, as JSON."""

    def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {key: value for key, value in pairs if key != "output"}

    content = {
        "machine": machine,
        **asdict(measured, dict_factory=plain),
        "growth": [asdict(one) for one in growths(measured, list(MODES))],
        "targets": [{**asdict(one), "verdict": one.verdict} for one in targets(measured)],
    }
    return json.dumps(content, indent=1, default=str) + "\n"


def renewed(page: str, report: str) -> str:
    """Return a page with the report in the place of what stands between its MARKS."""
    before, rest = page.split(MARKS[0])
    _, after = rest.split(MARKS[1])
    return f"{before}{MARKS[0]}\n\n{report}\n{MARKS[1]}{after}"


if __name__ == "__main__":
    main()
