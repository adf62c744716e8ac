"""A build takes few jobs, and no two of them scan the same source."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.optimizer.scope import traverse_scope

from scripts.bench.cost import RUNS_A_MONTH
from scripts.bench.jobs import statements, tables
from scripts.sources.tables import columns_read, source_tables
from tests.dialect.warehouse import listed

DAILY_JOBS = 89


def test_a_daily_build_takes_no_more_jobs_than_decided(manifest: dict[str, Any]) -> None:
    jobs = [name for name, _ in statements(manifest, "daily")]
    assert len(jobs) <= DAILY_JOBS, "\n".join(jobs)


def test_each_source_is_scanned_by_one_statement(manifest: dict[str, Any]) -> None:
    scans: dict[str, set[str]] = defaultdict(set)
    for group in RUNS_A_MONTH:
        for name, statement in statements(manifest, group):
            for table in tables(statement) if statement else ():
                scans[table].add(name)
    sources = {
        f"{source['schema']}.{source['identifier']}" for source in manifest["sources"].values()
    }
    wrong = {source: scans[source] for source in sources if len(scans[source]) != 1}
    assert not wrong, listed(wrong)


def test_the_source_check_looks_for_every_column_that_a_model_reads(
    manifest: dict[str, Any],
) -> None:
    read: dict[str, set[str]] = defaultdict(set)
    for node in manifest["nodes"].values():
        if node["resource_type"] == "model":
            for scope in traverse_scope(parse_one(node["compiled_code"], read="bigquery")):
                for source in scope.sources.values():
                    if isinstance(source, exp.Table):
                        read[f"{source.db}.{source.name}"] |= {c.name for c in scope.columns}
    for table in source_tables():
        found = read[f"{table.dataset}.{table.name}"] & table.columns.keys()
        assert found, table.name
        assert found <= columns_read(table), table.name
