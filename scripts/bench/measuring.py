"""Measures everything of a plan, repetition by repetition."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from publisher.documents import Group
from scripts.bench import cost, workloads
from scripts.bench.figures import BigQuery, Measurements
from scripts.bench.workloads import League

HELPS = 5  # times that --help is measured in a repetition

Say = Callable[[str], None]


@dataclass(frozen=True)
class Plan:
    """What to measure: of each league every group ``repetitions`` times, and ranges of dates."""

    repetitions: int
    groups: Sequence[Group]
    ranges: Sequence[int]


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
            for group in plan.groups:
                say(f"{turn}: {league.name}, {group}")
                measured.runs.append(workloads.one_date(league, group))
            if league.is_small:
                say(f"{turn}: {league.name}, from nothing")
                seconds = {"trivial": workloads.trivial(from_nothing=True).seconds}
                seconds |= {group: workloads.container(league, group) for group in plan.groups}
                measured.containers.setdefault(league.name, []).append(seconds)
                say(f"{turn}: {league.name}, plain Python")
                measured.baselines.setdefault(league.name, []).append(workloads.baseline(league))
        measured.help_seconds += [workloads.publisher_help() for _ in range(HELPS)]
    for league in leagues:
        for group in ("daily", "all") if league.is_small else ():
            for dates in plan.ranges:
                say(f"{league.name}, {group}, {dates} dates")
                measured.ranges.append(workloads.date_range(league, group, dates))
    say("BigQuery, from the compiled SQL")
    measured.bigquery = _bigquery(leagues[0])
    measured.readers = workloads.readers()
    say("done")
    return measured


def _bigquery(league: League) -> dict[str, BigQuery]:
    """Return each group's cost on BigQuery."""
    return {
        group: BigQuery(
            build_jobs=len(built),
            publish_jobs=len(published),
            processed=sum(job.processed for job in (*built, *published)),
            billed=sum(job.billed for job in (*built, *published)),
        )
        for group, (built, published) in cost.estimate(league.data_dir, league.as_of).items()
    }
