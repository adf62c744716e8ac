"""The benchmark's figures as Markdown tables, and all of them as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from statistics import median
from typing import Any

from publisher.documents import GROUPS
from scripts.bench.figures import GB, Measurements, growths, targets
from scripts.bench.jobs import MEBIBYTE
from scripts.bench.timings import SLOWEST
from scripts.bench.workloads import Run

MEGABYTE = 1e6


def markdown(measured: Measurements, machine: str) -> str:
    """Return the whole report; ``machine`` is its first line."""
    sections = [
        ("Targets", _targets(measured)),
        ("Tables measured", _leagues(measured)),
        ("One date", _one_date(measured)),
        ("The ten slowest models of all six documents", _slowest(measured)),
        ("From nothing", _containers(measured)),
        ("Many dates in one run", _ranges(measured)),
        ("Growth with the rows", _growth(measured)),
        ("BigQuery", _bigquery(measured)),
        ("The obvious way", _baselines(measured)),
    ]
    parts = [f"## {title}\n\n{table}" for title, table in sections if table]
    return "\n\n".join([machine, *parts]) + "\n"


def _table(header: str, rows: Iterable[Sequence[str]]) -> str:
    """Return a table, names to the left and the rest to the right; nothing without rows."""
    lines = [f"| {' | '.join(row)} |" for row in rows]
    columns = header.count("|") + 1
    rule = "|".join(["---", *["---:"] * (columns - 1)])
    return "\n".join([f"| {header} |", f"|{rule}|", *lines]) if lines else ""


def _targets(measured: Measurements) -> str:
    return _table(
        "target | at most | measured | verdict",
        (
            (
                target.what,
                f"{target.most:g} {target.unit}",
                "" if target.measured is None else f"{target.measured:.2f}",
                target.verdict if target.verdict != "missed" else "**missed**",
            )
            for target in targets(measured)
        ),
    )


def _leagues(measured: Measurements) -> str:
    return _table(
        "tables | as-of date | player rows | line rows | all rows",
        (
            (
                league.name,
                str(league.as_of),
                f"{league.rows['player_game_summary']:,}",
                f"{league.rows['bettingpros_player_points_props']:,}",
                f"{league.total_rows:,}",
            )
            for league in measured.leagues
        ),
    )


def _one_date(measured: Measurements) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for league in measured.leagues:
            start_up = median(one.seconds for one in measured.trivial[league.name])
            peak = median(one.peak_bytes for one in measured.trivial[league.name])
            trivial = f"{start_up:.2f}"
            yield (
                *(league.name, "trivial build", trivial, trivial, "", "", "", "", "", ""),
                *(trivial, _spread([one.seconds for one in measured.trivial[league.name]])),
                f"{median(one.cpu_seconds for one in measured.trivial[league.name]):.2f}",
                *("1.00", f"{peak / MEGABYTE:,.0f}", ""),
            )
            for group in GROUPS:
                runs = measured.repetitions(league.name, group)
                if not runs:
                    continue
                build = median(run.build.seconds for run in runs)
                models = median(run.split.models for run in runs)
                tests = median(run.split.tests for run in runs)
                yield (
                    *(league.name, group, f"{build:.2f}", trivial),
                    f"{median(run.split.sql for run in runs):.2f}",
                    *(f"{models:.2f}", f"{tests:.2f}"),
                    f"{build - start_up - models - tests:.2f}",
                    f"{median(run.publish.seconds for run in runs):.2f}",
                    f"{median(run.publish_work for run in runs):.2f}",
                    f"{median(run.seconds for run in runs):.2f}",
                    _spread([run.seconds for run in runs]),
                    f"{median(run.cpu_seconds for run in runs):.2f}",
                    f"{measured.ratio(league.name, group):.2f}",
                    f"{median(run.build.peak_bytes for run in runs) / MEGABYTE:,.0f}",
                    f"{median(run.publish.peak_bytes for run in runs) / MEGABYTE:,.0f}",
                )

    return _table(
        "tables | group | dbt build, s | start-up | model SQL | models | tests | rest "
        "| publish, s | its work | together, s | from - to | CPU, s | against trivial | MB build "
        "| MB publish",
        rows(),
    )


def _spread(seconds: Sequence[float]) -> str:
    return f"{min(seconds):.2f} - {max(seconds):.2f}"


def _slowest(measured: Measurements) -> str:
    """Return the slowest models of each league, side by side, by the first repetition."""
    columns = {
        league.name: runs[0].split.slowest
        for league in measured.leagues
        if (runs := measured.repetitions(league.name, "all"))
    }
    return _table(
        " | ".join(["", *(f"{name} | s" for name in columns)]),
        (
            (
                str(place + 1),
                *(
                    cell
                    for slowest in columns.values()
                    for cell in (f"`{slowest[place][0]}`", f"{slowest[place][1]:.2f}")
                ),
            )
            for place in range(SLOWEST if columns else 0)
        ),
    )


def _containers(measured: Measurements) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for name, repetitions in measured.containers.items():
            for group in repetitions[0]:
                ratios = [seconds[group] / seconds["trivial"] for seconds in repetitions]
                taken = [seconds[group] for seconds in repetitions]
                yield name, group, f"{median(taken):.2f}", _spread(taken), f"{median(ratios):.2f}"

    return _table("tables | group | together, s | from - to | against trivial", rows())


def _ranges(measured: Measurements) -> str:
    def row(run: Run) -> Sequence[str]:
        return (
            *(run.league, run.group, str(run.dates), f"{run.build.seconds:.1f}"),
            *(f"{run.split.sql:.1f}", f"{run.split.models:.1f}", f"{run.split.tests:.1f}"),
            *(f"{run.publish.seconds:.1f}", f"{run.seconds:.1f}"),
            *(f"{run.seconds / run.dates:.2f}", f"{run.peak_bytes / MEGABYTE:,.0f}"),
        )

    return _table(
        "tables | group | dates | dbt build, s | model SQL | models | tests | publish, s "
        "| together, s | s a date | MB",
        map(row, measured.ranges),
    )


def _growth(measured: Measurements) -> str:
    return _table(
        "group | model SQL's seconds | over the last step | peak memory",
        (
            (one.group, f"{one.seconds:.2f}", f"{one.last_step:.2f}", f"{one.memory:.2f}")
            for one in growths(measured, GROUPS)
        ),
    )


def _bigquery(measured: Measurements) -> str:
    table = _table(
        "group | jobs of dbt build | of publishing | MB read | MB billed",
        (
            (
                *(group, str(cost.build_jobs), str(cost.publish_jobs)),
                f"{cost.processed / MEBIBYTE:,.0f}",
                f"{cost.billed / MEBIBYTE:,.0f}",
            )
            for group, cost in measured.bigquery.items()
        ),
    )
    several = [
        f"- `{source}` is read by {', '.join(names)}"
        for source, names in measured.readers.items()
        if len(names) > 1
    ]
    return "\n".join([table, "", *several]) if several else table


def _baselines(measured: Measurements) -> str:
    def rows() -> Iterator[Sequence[str]]:
        for name, baselines in measured.baselines.items():
            runs = measured.repetitions(name, "daily")
            plain = median(one.seconds for one in baselines)
            ours = median(run.seconds for run in runs)
            ratio = median(p.seconds / r.seconds for p, r in zip(baselines, runs, strict=True))
            yield (
                *(name, f"{plain:.1f}", f"{median(x.peak_bytes for x in baselines) / GB:.2f}"),
                *(f"{ours:.1f}", f"{median(run.peak_bytes for run in runs) / GB:.2f}"),
                f"{ratio:.2f}",
            )

    return _table(
        "tables | plain Python, s | GB | daily built, tested and published, s | GB "
        "| Python against it",
        rows(),
    )


def as_json(measured: Measurements, machine: dict[str, Any]) -> str:
    """Return every measurement, every run of it, and the targets, as JSON."""

    def plain(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        return {key: value for key, value in pairs if key != "output"}

    content = {
        "machine": machine,
        **asdict(measured, dict_factory=plain),
        "growth": [asdict(one) for one in growths(measured, GROUPS)],
        "targets": [{**asdict(one), "verdict": one.verdict} for one in targets(measured)],
    }
    return json.dumps(content, indent=1, default=str) + "\n"
