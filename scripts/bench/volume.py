"""Measure a season of props that are loaded again and again, against the same rows loaded once.

    python -m scripts.bench.volume data/sample --as-of 2026-01-15
    python -m scripts.bench.volume data/warehouse --as-of 2026-04-05 --page docs/performance.md

The rows of the BettingPros feed of the season to date are repeated, each load an hour after the one
before, until there are --rows of them; all else stays as it is. Both are built, tested and
published by the real commands. The documents have to be the same to the byte.
Exit code: 0 ok, 1 a document differs or a measured command failed, 2 usage.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from pathlib import Path

import duckdb

from publisher.documents import GROUPS, Group
from scripts.bench.process import CommandError, Measured
from scripts.bench.timings import Split
from scripts.bench.workloads import build_group, publish_group, scratch
from scripts.pages import has_part, marks, renewed

FEED = Path("nba_raw") / "bettingpros_player_points_props.parquet"
ROWS = 27_000_000
SEASON_START_MONTH = 10
PART = "volume"  # of docs/performance.md


@dataclass(frozen=True)
class Run:
    """One group built and published once: what it took, and the objects that it left."""

    group: Group
    build: Measured
    split: Split
    publish: Measured
    objects: dict[str, bytes]


@dataclass(frozen=True)
class Tables:
    """Source tables to measure: their name in the report, their folder, the rows of the feed."""

    name: str
    data_dir: Path
    rows: int


def repeated(data_dir: Path, target: Path, as_of: date, rows: int) -> Tables:
    """Write the tables again, the feed's rows of the season to date loaded many times."""
    for path in data_dir.glob("*/*.parquet"):
        place = target / path.relative_to(data_dir)
        place.parent.mkdir(parents=True, exist_ok=True)
        if path != data_dir / FEED:
            place.symlink_to(path.resolve())
    start = date(as_of.year - (as_of.month < SEASON_START_MONTH), SEASON_START_MONTH, 1)
    with duckdb.connect() as connection:
        connection.execute("set preserve_insertion_order = false")
        feed = connection.read_parquet(str(data_dir / FEED))
        in_season = f"game_date between date '{start}' and date '{as_of}'"
        (season,) = feed.filter(in_season).count("*").fetchone() or (0,)
        if not season:
            raise SystemExit(
                f"volume: error: {data_dir / FEED} has no row of the season of {as_of}"
            )
        loads = ceil(rows / season)
        connection.execute(
            f"""
            copy (
                from feed where not ({in_season})
                union all by name
                select feed.* replace (feed.processed_at + to_hours(loads.load) as processed_at)
                from feed cross join range({loads}) as loads(load)
                where {in_season}
            ) to '{target / FEED}' (format parquet)
            """
        )
        written = len(connection.read_parquet(str(target / FEED)))
    return Tables(f"the season's props {loads} times", target, written)


def run(tables: Tables, group: Group, as_of: date) -> Run:
    """Build a group with its data tests, and publish it into a folder."""
    variables = {"generated_at": f"{as_of}T11:00:00+00:00"}
    with scratch() as folder:
        build, parts = build_group(group, tables.data_dir, as_of, variables, folder)
        publish = publish_group(group, as_of, folder)
        site = folder / "site"
        objects = {
            str(path.relative_to(site)): path.read_bytes()
            for path in site.rglob("archive/**/*.json")
        }
    return Run(group, build, parts, publish, objects)


def report(measured: Sequence[tuple[Tables, list[Run]]]) -> str:
    """Return the measurements as a Markdown table."""

    def lines() -> Iterator[str]:
        yield (
            "| tables | rows of props | group | dbt build, s | model SQL | its slowest model "
            "| publish, s | MB build | MB publish |"
        )
        yield "|---|---:|---|---:|---:|---|---:|---:|---:|"
        for tables, runs in measured:
            for one in runs:
                name, seconds = one.split.slowest[0]
                yield (
                    f"| {tables.name} | {tables.rows:,} | {one.group} | {one.build.seconds:.1f} "
                    f"| {one.split.sql:.1f} | `{name}` {seconds:.1f} s | {one.publish.seconds:.1f} "
                    f"| {one.build.peak_bytes / 1e6:,.0f} | {one.publish.peak_bytes / 1e6:,.0f} |"
                )

    return "\n".join(lines()) + "\n"


def main() -> int:
    """Read the command line, repeat, measure, compare, print and write."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.volume",
        description="Measure a season of props loaded again and again; print a Markdown table.",
        epilog="example: python -m scripts.bench.volume data/sample --as-of 2026-01-15",
    )
    parser.add_argument("data_dir", type=Path, metavar="DATA_DIR", help="the source tables")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument(
        "--rows", type=int, default=ROWS, metavar="N", help="rows of the season (default: 27000000)"
    )
    parser.add_argument(
        "--groups", nargs="+", choices=GROUPS, default=["daily", "all"], help="what to build"
    )
    parser.add_argument("--page", type=Path, metavar="FILE", help="renew the figures on this page")
    options = parser.parse_args()
    if options.page and not has_part(options.page.read_text("utf-8"), PART):
        parser.error(
            f"--page {options.page}: not a page with the marks {' and '.join(marks(PART))}"
        )
    began = time.monotonic()

    def say(text: str) -> None:
        print(f"{time.monotonic() - began:5.0f} s {text}", file=sys.stderr, flush=True)

    data_dir = options.data_dir.resolve()
    with tempfile.TemporaryDirectory(prefix="trends-volume-") as folder:
        rows = len(duckdb.read_parquet(str(data_dir / FEED)))
        say(f"repeating the props to {options.rows:,} rows")
        many = repeated(data_dir, Path(folder), options.as_of, options.rows)
        measured: list[tuple[Tables, list[Run]]] = []
        for tables in (Tables("as they are", data_dir, rows), many):
            runs = []
            for group in options.groups:
                say(f"{tables.name}: {group}")
                try:
                    runs.append(run(tables, group, options.as_of))
                except CommandError as error:
                    sys.exit(f"volume: error: {error}")
            measured.append((tables, runs))
    text = report(measured)
    print(text)
    if options.page:
        page = options.page.read_text("utf-8")
        options.page.write_text(renewed(page, PART, text), "utf-8")
    return compared(measured)


def compared(measured: Sequence[tuple[Tables, list[Run]]]) -> int:
    """Return 0 when the documents of both are the same to the byte; else say which differ."""
    (_, once), (_, many) = measured
    different = [
        f"{one.group}: {name}"
        for one, other in zip(once, many, strict=True)
        for name in sorted(one.objects.keys() | other.objects.keys())
        if one.objects.get(name) != other.objects.get(name)
    ]
    for text in different:
        print(f"volume: error: {text} differs", file=sys.stderr)
    documents = sum(len(one.objects) for one in once)
    if not different:
        print(f"{documents} documents, the same to the byte", file=sys.stderr)
    return 1 if different or not documents else 0


if __name__ == "__main__":
    sys.exit(main())
