"""The tables that a compiled statement reads, as the analyser and the evaluator know them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from tests.dialect.compiled import Node, Project
from tests.dialect.zetasql_engine import Analysed, SqlError, Table, ZetaSql


def listed(found: Mapping[str, object]) -> str:
    """Return what a test found, one line per name: pytest would cut a mapping short."""
    return "\n".join(f"{name}: {what}" for name, what in found.items())


@dataclass(frozen=True)
class Statement:
    """A statement of the project, the tables that it may read, and what the analyser made of it."""

    node: Node
    tables: Sequence[Table]
    result: Analysed | SqlError


def source_tables(project: Project) -> dict[str, Table]:
    """Return the sources and seeds by unique id, without rows."""
    tables = {
        key: Table(source.relation, source.columns) for key, source in project.sources.items()
    }
    for node in project.nodes:
        if node.kind == "seed":
            seed = project.seeds[node.unique_id]
            tables[node.unique_id] = Table(node.relation, seed.columns, seed.rows)
    return tables


def analyse_in_order(zetasql: ZetaSql, project: Project) -> Iterator[Statement]:
    """Analyse every model, data test and analysis; a model's output types feed those that read it.

    A statement that reads a refused model is left out: its refusal would say nothing new.
    """
    tables = source_tables(project)
    for node in project.nodes:
        if node.kind == "seed" or not all(parent in tables for parent in node.parents):
            continue
        read = [tables[parent] for parent in node.parents]
        try:
            analysed = zetasql.analyse(node.sql, read)
        except SqlError as refusal:
            yield Statement(node, read, refusal)
            continue
        tables[node.unique_id] = Table(node.relation, dict(analysed.columns))
        yield Statement(node, read, analysed)
