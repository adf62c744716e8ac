"""What the benchmark runs: the real commands, each in a scratch folder of its own."""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from publisher.documents import GROUPS, Group, in_group
from scripts.bench.process import Measured, measure
from scripts.bench.timings import Split, source_readers, split, steps
from scripts.project import DBT, ROOT, dbt_environment

# What dbt builds of each group.
TAGS = {
    group: tuple(f"tag:trends_{one}" for one in dict.fromkeys(d.group for d in in_group(group)))
    for group in GROUPS
}
TRIVIAL_PROJECT = """
name: trivial
version: 1.0.0
profile: dbt_trends
flags: {send_anonymous_usage_stats: false}
"""


@dataclass(frozen=True)
class League:
    """Source tables to measure: their folder, their rows, and the dates to build.

    ``as_of`` is the single date, ``range_end`` the last one of a range; ``history_start`` is the
    var of that name, None for the project's own. Of a small one ranges and the plain Python reading
    are measured too.
    """

    name: str
    data_dir: Path
    rows: dict[str, int]
    as_of: date
    range_end: date
    history_start: date | None
    is_small: bool

    @property
    def total_rows(self) -> int:
        """Rows of the source tables."""
        return sum(self.rows.values())


@dataclass(frozen=True)
class Run:
    """One group built and published once, over ``dates`` dates.

    ``publish_work`` is the part of publishing after the start-up, in seconds. Of a range of dates
    one command does both, so that ``build`` and ``publish`` share its CPU time and memory.
    """

    league: str
    group: Group
    dates: int
    build: Measured
    split: Split
    publish: Measured
    publish_work: float

    @property
    def seconds(self) -> float:
        """Build and publish together."""
        return self.build.seconds + self.publish.seconds

    @property
    def cpu_seconds(self) -> float:
        """CPU time of both, on all cores."""
        return self.build.cpu_seconds + self.publish.cpu_seconds

    @property
    def peak_bytes(self) -> int:
        """The greater of the two peaks: publishing begins when the build has ended."""
        return max(self.build.peak_bytes, self.publish.peak_bytes)


@contextmanager
def scratch() -> Iterator[Path]:
    """Yield an empty folder."""
    with tempfile.TemporaryDirectory(prefix="trends-benchmark-") as folder:
        yield Path(folder)


def environment(folder: Path, data_dir: Path | None = None) -> dict[str, str]:
    """Return the environment of a command whose files are all under ``folder``."""
    return dbt_environment(
        folder,
        DBT_LOG_FORMAT_FILE="json",
        TRENDS_DUCKDB_PATH=str(folder / "trends.duckdb"),
        TRENDS_DATA_DIR=str(data_dir or folder),
        TRENDS_TARGET="duckdb",
        TRENDS_LOG_FORMAT="json",
    )


def trivial(*, from_nothing: bool = False) -> Measured:
    """Build a project of one model that selects 1: dbt's own start-up, with the same adapters.

    The project has been parsed before, unless it starts from nothing.
    """
    with scratch() as folder:
        (folder / "dbt_project.yml").write_text(TRIVIAL_PROJECT, encoding="utf-8")
        (folder / "models").mkdir()
        (folder / "models" / "one.sql").write_text("select 1 as one\n", encoding="utf-8")
        if not from_nothing:
            measure(("dbt", "--quiet", "parse"), folder, environment(folder))
        return measure(("dbt", "--quiet", "build"), folder, environment(folder))


def container(league: League, group: Group) -> float:
    """Return the seconds of a group built and published where nothing is kept: a container."""
    with scratch() as folder:
        build, _ = _build(league, group, folder, from_nothing=True)
        return build.seconds + publish_group(group, league.as_of, folder).seconds


def one_date(league: League, group: Group) -> Run:
    """Build a group for one date and publish it live into a folder, by the two commands."""
    with scratch() as folder:
        build, parts = _build(league, group, folder)
        publish = publish_group(group, league.as_of, folder)
    return Run(league.name, group, 1, build, parts, publish, sum(steps(publish.output).values()))


def date_range(league: League, group: Group, dates: int) -> Run:
    """Fill the archive for a range of dates, by the one command that does it."""
    last = league.range_end
    first = last - timedelta(days=dates - 1)
    with scratch() as folder:
        export = measure(
            (
                *(sys.executable, "-m", "scripts.export", group, "--to", "site"),
                *("--data", str(league.data_dir)),
                *("--as-of-start", str(first), "--as-of-end", str(last)),
            ),
            folder,
            {**environment(folder), "PYTHONPATH": str(ROOT)},
        )
        parts = _split(folder)
    taken = steps(export.output)
    build = replace(export, seconds=taken["build"])
    publish = replace(export, seconds=export.seconds - taken["build"])
    return Run(league.name, group, dates, build, parts, publish, taken["release"])


def readers() -> dict[str, list[str]]:
    """Return the tables of the project that read each source table, by its name."""
    with scratch() as folder:
        measure(("dbt", "--quiet", "parse"), DBT, environment(folder))
        return source_readers(_artifact(folder, "manifest"))


def publisher_help() -> float:
    """Return the seconds of ``publish-trends --help``."""
    with scratch() as folder:
        return measure(("publish-trends", "--help"), folder, environment(folder)).seconds


def baseline(league: League) -> Measured:
    """Compute the daily documents the obvious way, by the tests' independent Python reading."""
    command = (sys.executable, "-m", "scripts.bench.baseline", str(league.data_dir))
    with scratch() as folder:
        here = {**environment(folder), "PYTHONPATH": str(ROOT)}
        return measure((*command, str(league.as_of)), folder, here)


def _build(
    league: League, group: Group, folder: Path, *, from_nothing: bool = False
) -> tuple[Measured, Split]:
    start = {"history_start": str(league.history_start)} if league.history_start else {}
    return build_group(
        group, league.data_dir, league.as_of, start, folder, from_nothing=from_nothing
    )


def build_group(
    group: Group,
    data_dir: Path,
    as_of: date,
    variables: Mapping[str, str],
    folder: Path,
    *,
    from_nothing: bool = False,
) -> tuple[Measured, Split]:
    """Return the measured dbt build of a group with its data tests, and where its time went.

    As the export builds: the project was parsed the day before, unless it starts from nothing.
    """
    options = ("--vars", json.dumps(variables))
    here = environment(folder, data_dir)
    if not from_nothing:
        measure(("dbt", "--quiet", "parse", *options), DBT, here)
    built = measure(
        (
            *("dbt", "--quiet", "--no-use-colors", "build", "--select", *TAGS[group]),
            *("--exclude-resource-type", "unit_test", *options),
        ),
        DBT,
        {**here, "TRENDS_AS_OF_DATE": str(as_of)},
    )
    return built, _split(folder)


def publish_group(group: Group, as_of: date, folder: Path) -> Measured:
    """Return the measured publishing of what was built in a folder, live into its ``site``."""
    command = ("publish-trends", group, "--as-of", str(as_of), "--to", "site", "--live")
    return measure(command, folder, environment(folder))


def _split(folder: Path) -> Split:
    """Return where the time of the build in a folder went."""
    log = (folder / "logs" / "dbt.log").read_text(encoding="utf-8")
    return split(_artifact(folder, "run_results"), log)


def _artifact(folder: Path, name: str) -> Any:
    """Return what dbt wrote into its target folder."""
    return json.loads((folder / "target" / f"{name}.json").read_text(encoding="utf-8"))
