"""What a benchmark measured, and what follows from it: medians, ratios, growth, targets."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from math import log
from statistics import linear_regression, median

from scripts.bench.process import Measured
from scripts.bench.workloads import League, Run

GB = 1e9
REAL = "real"


def sample_name(scale: int) -> str:
    """Return what the sample league is called at a scale."""
    return f"sample {scale}x"


@dataclass(frozen=True)
class BigQuery:
    """What a group costs on BigQuery, by the sample league's size.

    The jobs are those that ``scripts/bench/cost.py`` counts; ``processed`` are the bytes of the
    columns read, ``billed`` those paid for.
    """

    build_jobs: int
    publish_jobs: int
    processed: int
    billed: int


@dataclass
class Measurements:
    """Everything measured; a list holds one entry per repetition.

    ``runs`` are of the single date, ``ranges`` of several. By the league's name: ``trivial``,
    ``containers`` (the seconds from nothing, by group and of ``trivial``), ``baselines``. By group:
    ``bigquery``. ``readers`` are the tables that read each source table.
    """

    leagues: list[League]
    runs: list[Run] = field(default_factory=list)
    ranges: list[Run] = field(default_factory=list)
    trivial: dict[str, list[Measured]] = field(default_factory=dict)
    containers: dict[str, list[dict[str, float]]] = field(default_factory=dict)
    baselines: dict[str, list[Measured]] = field(default_factory=dict)
    help_seconds: list[float] = field(default_factory=list)
    bigquery: dict[str, BigQuery] = field(default_factory=dict)
    readers: dict[str, list[str]] = field(default_factory=dict)

    def repetitions(self, league: str, group: str) -> list[Run]:
        """Return a group's runs of the single date, in the order of their repetitions."""
        return [run for run in self.runs if (run.league, run.group) == (league, group)]

    def middle(self, league: str, group: str, value: Callable[[Run], float]) -> float | None:
        """Return the median of a value of a group's runs; None where it was not run."""
        runs = self.repetitions(league, group)
        return median(map(value, runs)) if runs else None

    def ratio(self, league: str, group: str) -> float | None:
        """Return build and publish against the trivial build of the same repetition: the median."""
        ratios = [
            run.seconds / trivial.seconds
            for run, trivial in zip(
                self.repetitions(league, group), self.trivial.get(league, []), strict=False
            )
        ]
        return median(ratios) if ratios else None

    def range_seconds(self, league: str, group: str, dates: int) -> float | None:
        """Return the seconds of a range, built and published; None where it was not run."""
        wanted = (league, group, dates)
        found = [run for run in self.ranges if (run.league, run.group, run.dates) == wanted]
        return found[0].seconds if found else None


def growth(rows: Sequence[float], values: Sequence[float]) -> float:
    """Return the exponent b of values = a * rows^b, the least-squares fit of their logarithms.

    Both hold two or more numbers above 0.
    """
    return linear_regression([log(n) for n in rows], [log(value) for value in values]).slope


@dataclass(frozen=True)
class Growth:
    """How a group grows with the rows: exponents of model SQL's seconds and of peak memory.

    Over all sizes, and for the seconds over the last step alone, where what is fixed weighs least.
    """

    group: str
    seconds: float
    last_step: float
    memory: float


def growths(measured: Measurements, groups: Sequence[str]) -> list[Growth]:
    """Return the growth of each group over the sample league's sizes; none of fewer than two."""
    leagues = sorted(
        (league for league in measured.leagues if league.name != REAL), key=lambda x: x.total_rows
    )
    if len(leagues) < 2:
        return []
    rows = [league.total_rows for league in leagues]
    found = []
    for group in groups:
        runs = [measured.repetitions(league.name, group) for league in leagues]
        seconds = [median(run.split.sql for run in same) for same in runs]
        memory = [median(run.peak_bytes for run in same) for same in runs]
        found.append(
            Growth(
                group,
                seconds=growth(rows, seconds),
                last_step=growth(rows[-2:], seconds[-2:]),
                memory=growth(rows, memory),
            )
        )
    return found


@dataclass(frozen=True)
class Target:
    """A figure that is to be reached: at most ``most`` of ``unit``.

    ``measured`` is None where the run did not measure it.
    """

    what: str
    most: float
    unit: str
    measured: float | None

    @property
    def verdict(self) -> str:
        """``ok``, ``missed``, or ``not measured``."""
        if self.measured is None:
            return "not measured"
        return "ok" if self.measured <= self.most else "missed"


def targets(measured: Measurements) -> list[Target]:
    """Return every target with what was measured for it."""
    large, small = sample_name(16), sample_name(1)
    grown = [one.seconds for one in growths(measured, ("all",))]
    peaks = [run.peak_bytes / GB for run in measured.runs if run.league == REAL]
    work = [
        seconds
        for name in (REAL, small)
        if (seconds := measured.middle(name, "all", _work)) is not None
    ]
    readers = [len(names) for names in measured.readers.values()]
    daily = measured.bigquery.get("daily")
    return [
        Target(
            "real, daily: build and publish against a trivial build",
            *(1.8, "times", measured.ratio(REAL, "daily")),
        ),
        Target("real, daily: model SQL", 1, "s", measured.middle(REAL, "daily", _sql)),
        Target(
            "real, all six: build and publish against a trivial build",
            *(2.5, "times", measured.ratio(REAL, "all")),
        ),
        Target("real, all six: model SQL", 2.5, "s", measured.middle(REAL, "all", _sql)),
        Target("real, any group: peak memory", 1, "GB", max(peaks, default=None)),
        *(
            Target(
                f"{name}, {group}, 165 dates: build and publish",
                *(most, "s", measured.range_seconds(name, group, 165)),
            )
            for name in (REAL, small)
            for group, most in (("daily", 40), ("all", 90))
        ),
        Target(f"{large}, all six: model SQL", 45, "s", measured.middle(large, "all", _sql)),
        Target(
            f"{large}, all six: peak memory",
            *(6, "GB", measured.middle(large, "all", lambda run: run.peak_bytes / GB)),
        ),
        Target(
            "growth of all six's model SQL with the rows", 1.1, "exponent", max(grown, default=None)
        ),
        Target("six documents after start-up", 1, "s", max(work, default=None)),
        Target("publish-trends --help", 0.4, "s", min(measured.help_seconds, default=None)),
        Target(
            "BigQuery, daily: jobs of dbt build", 60, "jobs", daily.build_jobs if daily else None
        ),
        Target("tables that read the same source table", 1, "tables", max(readers, default=None)),
    ]


def _sql(run: Run) -> float:
    return run.split.sql


def _work(run: Run) -> float:
    return run.publish_work
