"""A build takes few jobs, and none of them scans a source that another one scans."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from scripts.bigquery_cost import RUNS_A_MONTH, statements, tables
from tests.dialect.warehouse import listed

DAILY_JOBS = 60


def test_a_daily_build_takes_sixty_jobs_at_most(manifest: dict[str, Any]) -> None:
    jobs = [name for name, _ in statements(manifest, "daily")]
    assert len(jobs) <= DAILY_JOBS, "\n".join(jobs)


def test_each_source_is_scanned_by_one_statement(manifest: dict[str, Any]) -> None:
    scans: dict[str, set[str]] = defaultdict(set)
    for mode in RUNS_A_MONTH:
        for name, statement in statements(manifest, mode):
            for table in tables(statement) if statement else ():
                scans[table].add(name)
    sources = {
        f"{source['schema']}.{source['identifier']}" for source in manifest["sources"].values()
    }
    wrong = {source: scans[source] for source in sources if len(scans[source]) != 1}
    assert not wrong, listed(wrong)
