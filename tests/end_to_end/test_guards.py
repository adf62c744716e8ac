"""The guards over two real seasons: they refuse the days on which the books' lines stopped.

A guard is worth its false alarms. Each document is built for each of its scheduled days and held
against the one before it, as the releases of two seasons would have been.
"""

from datetime import date, datetime, timedelta
from pathlib import Path

from publisher.build import build_document
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.guards import Candidate, refusals
from publisher.values import Json
from publisher.warehouse import DuckDBReader, read_marts

FIRST, LAST = date(2024, 10, 14), date(2026, 4, 20)
LINES_STOPPED = {date(2025, 1, 13), date(2025, 1, 27), date(2025, 12, 8)}


def test_only_the_days_on_which_lines_stopped_are_refused(warehouse_marts: Path) -> None:
    refused: dict[date, list[str]] = {}
    live: dict[str, Json] = {}
    with DuckDBReader(warehouse_marts) as reader:
        for number in range((LAST - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            candidates = []
            for document in DOCUMENTS:
                due = document.cadence.next_refresh_at(day - timedelta(days=1))
                if due.date() != day:
                    continue
                content = build_document(document, read_marts(reader, document, day))
                # The range was built in one go; a release's marts are built on its morning.
                content["generated_at"] = datetime.combine(day, due.time(), NEW_YORK).isoformat()
                candidates.append(Candidate(document, content, live.get(document.name)))
            if found := refusals(candidates, ()):
                refused[day] = [refusal.text for refusal in found]
            # An operator lets each refused day pass, so that the next is held against it.
            live |= {one.document.name: one.content for one in candidates}
    assert set(refused) == LINES_STOPPED, refused
    for texts in refused.values():
        assert any(" is empty and had 10 entries" in text for text in texts)
    assert set(live) == {document.name for document in DOCUMENTS}
