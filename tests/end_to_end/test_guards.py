"""The guards over two real seasons: they refuse the days on which the books' lines stopped, and
those after the play-in games for which no box score ever came.

A guard is worth its false alarms. Each document is built for each of its scheduled days and
compared with the one before it, as the releases of two seasons would have been.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from publisher.build import build_document, guard_facts
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.guards import Candidate, refusals
from publisher.reading import read_marts
from publisher.values import Json
from publisher.warehouse import DuckDBReader
from scripts.sample.plan import LATEST_SLATE, NO_LINES_DATES
from tests.fixtures.harness import dbt_build

FIRST, LAST = date(2024, 10, 14), date(2026, 6, 20)
LINES_STOPPED = {date(2025, 1, 13), date(2025, 1, 27), date(2025, 12, 8)}
# Two weeks after the last line, nobody has recent form, whatever the hour.
FORM_RAN_OUT = date(2025, 1, 27)
NO_BOX_SCORES = {date(2025, 4, day) for day in (16, 17, 18, 19)}


# The season that the sample league's latest slate is in.
SAMPLE = (date(2025, 10, 14), LATEST_SLATE)


def refused_days(warehouse: Path, first: date, last: date, hour: int) -> dict[date, list[str]]:
    """Return the texts of the refusals of each day on which the releases of a range meet any."""
    refused: dict[date, list[str]] = {}
    live: dict[str, Json] = {}
    with DuckDBReader(warehouse) as reader:
        for number in range((last - first).days + 1):
            day = first + timedelta(days=number)
            candidates = []
            for document in DOCUMENTS:
                due = document.cadence.next_refresh_at(datetime.combine(day, time.min, NEW_YORK))
                if due.date() != day:
                    continue
                rows = read_marts(reader, document, day)
                content = build_document(document, rows)
                # The range was built in one go; a release's marts are built on its own morning.
                content["generated_at"] = due.isoformat()
                facts = guard_facts(document, rows)
                candidates.append(Candidate(document, content, live.get(document.name), facts))
            now = datetime.combine(day, time(hour), NEW_YORK)
            if found := refusals(candidates, (), now):
                refused[day] = [refusal.text for refusal in found]
            # An operator lets each refused day pass, so that the next is held against it.
            live |= {one.document.name: one.content for one in candidates}
    assert set(live) == {document.name for document in DOCUMENTS}
    return refused


# At the day's first run nobody waits for lines yet; in the evening they were due.
@pytest.mark.parametrize(
    ("hour", "expected"), [(6, NO_BOX_SCORES | {FORM_RAN_OUT}), (20, NO_BOX_SCORES | LINES_STOPPED)]
)
def test_only_the_days_on_which_lines_stopped_or_results_never_came_are_refused(
    warehouse_marts: Path, hour: int, expected: set[date]
) -> None:
    refused = refused_days(warehouse_marts, FIRST, LAST, hour)
    assert set(refused) == expected, refused
    for day, texts in refused.items():
        reason = " have no box scores" if day in NO_BOX_SCORES else " is empty and had "
        assert any(reason in text for text in texts), texts


@pytest.fixture(scope="module")
def sample_marts(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    warehouse = tmp_path_factory.mktemp("sample_season") / "season.duckdb"
    dbt_build(small_league_dir, warehouse, *SAMPLE)
    return warehouse


@pytest.mark.parametrize(("hour", "expected"), [(6, ()), (20, NO_LINES_DATES)])
def test_only_the_days_without_any_line_of_the_sample_leagues_season_are_refused(
    sample_marts: Path, hour: int, expected: tuple[date, ...]
) -> None:
    refused = refused_days(sample_marts, *SAMPLE, hour)
    assert set(refused) == set(expected), refused
    assert all(" is empty and had " in text for texts in refused.values() for text in texts)
