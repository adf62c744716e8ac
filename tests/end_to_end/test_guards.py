"""The guards over two real seasons: they refuse the days on which the books' lines stopped.

A guard is worth its false alarms. Each document is built for each of its scheduled days and held
against the one before it, as the releases of two seasons would have been.
"""

from datetime import date, datetime, time, timedelta
from pathlib import Path

import pytest

from publisher.build import build_document, guard_facts
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.guards import Candidate, refusals
from publisher.values import Json
from publisher.warehouse import DuckDBReader, read_marts
from tests.end_to_end.harness import dbt_build

FIRST, LAST = date(2024, 10, 14), date(2026, 4, 20)
LINES_STOPPED = {date(2025, 1, 13), date(2025, 1, 27), date(2025, 12, 8)}


@pytest.fixture(scope="module")
def seasons(real_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marts of every date of two seasons."""
    warehouse = tmp_path_factory.mktemp("seasons") / "seasons.duckdb"
    dbt_build(real_data_dir, warehouse, FIRST, LAST)
    return warehouse


# At the day's first run nobody waits for lines yet; in the evening they were due.
@pytest.mark.parametrize(("hour", "expected"), [(6, set()), (20, LINES_STOPPED)])
def test_only_the_days_on_which_lines_stopped_are_refused(
    seasons: Path, hour: int, expected: set[date]
) -> None:
    refused: dict[date, list[str]] = {}
    live: dict[str, Json] = {}
    with DuckDBReader(seasons) as reader:
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            candidates = []
            for document in DOCUMENTS:
                due = document.cadence.next_refresh_at(datetime.combine(day, time.min, NEW_YORK))
                if due.date() != day:
                    continue
                rows = read_marts(reader, document, day)
                content = build_document(document, rows)
                # The range was built in one go; a release's marts are built on its morning.
                content["generated_at"] = due.isoformat()
                facts = guard_facts(document, rows)
                candidates.append(Candidate(document, content, live.get(document.name), facts))
            now = datetime.combine(day, time(hour), NEW_YORK)
            if found := refusals(candidates, (), now):
                refused[day] = [refusal.text for refusal in found]
            # An operator lets each refused day pass, so that the next is held against it.
            live |= {one.document.name: one.content for one in candidates}
    assert set(refused) == expected, refused
    for texts in refused.values():
        assert any(" is empty and had 10 entries" in text for text in texts)
    assert set(live) == {document.name for document in DOCUMENTS}
