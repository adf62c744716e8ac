"""The jobs that BigQuery would run for a group, and the bytes of the columns that each reads."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlglot import exp, parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

from publisher.documents import DOCUMENTS
from publisher.documents.facts import facts_of

PROJECT = "my-project"

MEBIBYTE = 1024**2
MINIMUM_BYTES = 10 * MEBIBYTE

# The bytes of each column, by ``dataset.table``.
Schema = dict[str, dict[str, int]]


@dataclass(frozen=True)
class Job:
    """What BigQuery counts as a job: its name, and the bytes of each reference to a table."""

    name: str
    references: list[tuple[str, int]]

    @property
    def processed(self) -> int:
        """Bytes of the columns that are read."""
        return sum(size for _, size in self.references)

    @property
    def billed(self) -> int:
        """Bytes that are paid for, in whole megabytes."""
        billed = sum(max(size, MINIMUM_BYTES) for _, size in self.references)
        return math.ceil(billed / MEBIBYTE) * MEBIBYTE


def build_jobs(manifest: dict[str, Any], group: str, schema: Schema) -> Iterator[Job]:
    """Yield the jobs of a group's `dbt build` without unit tests."""
    for name, statement in statements(manifest, group):
        yield Job(name, list(references(statement, schema)) if statement else [])


def statements(manifest: dict[str, Any], group: str) -> Iterator[tuple[str, exp.Expr | None]]:
    """Yield each job of a group's `dbt build`: its name and its statement, views opened.

    None stands for a statement that reads nothing.
    """
    nodes = manifest["nodes"]
    views = {
        _table_name(node["relation_name"]): node["compiled_code"]
        for node in nodes.values()
        if node["resource_type"] == "model" and node["config"]["materialized"] == "view"
    }
    chosen = {key for key, node in nodes.items() if f"trends_{group}" in node["config"]["tags"]}
    for key, node in nodes.items():
        name, kind, config = node["name"], node["resource_type"], node["config"]
        if kind == "seed" and key in chosen:
            yield f"load of {name}", None
            yield f"options of {name}", None
        elif kind == "model" and key in chosen:
            if config["contract"]["enforced"]:
                yield f"columns of {name}'s SQL", None
                yield f"columns of {name}'s contract", None
            is_view = config["materialized"] == "view"
            yield name, None if is_view else opened(node["compiled_code"], views)
        # As dbt selects them: a test of any chosen model.
        elif kind == "test" and chosen & {*node["depends_on"]["nodes"]}:
            yield name, opened(node["compiled_code"], views)


def publish_jobs(group: str, schema: Schema) -> Iterator[Job]:
    """Yield the publisher's jobs: one query per mart."""
    for document in DOCUMENTS:
        if group == document.group:
            for mart in (document.header, *document.details, *facts_of(document)):
                sizes = schema[f"trends.{mart.name}"]
                read = sum(sizes[column] for column in ("as_of_date", *mart.columns))
                yield Job(f"publish {mart.name}", [(mart.name, read)])


def opened(sql: str, views: dict[str, str]) -> exp.Expr:
    """Return a statement with the SQL of the views that it reads in their places."""
    tree = parse_one(sql, read="bigquery")
    for table in list(tree.find_all(exp.Table)):
        if view := views.get(_name(table)):
            query = parse_one(view, read="bigquery")
            assert isinstance(query, exp.Query)
            table.replace(query.subquery(table.alias_or_name))
    return tree


def tables(statement: exp.Expr) -> set[str]:
    """Return the tables that a statement names, CTEs apart."""
    return {_name(table) for table in statement.find_all(exp.Table) if table.db}


def references(statement: exp.Expr, schema: Schema) -> Iterator[tuple[str, int]]:
    """Yield each table that a statement reads, and the bytes of the columns."""
    nested: dict[str, dict[str, dict[str, str]]] = {}
    for name, sizes in schema.items():
        dataset, table_name = name.split(".")
        nested.setdefault(dataset, {})[table_name] = dict.fromkeys(sizes, "STRING")
    qualified = qualify(
        statement,
        schema={PROJECT: nested},
        dialect="bigquery",
        validate_qualify_columns=False,
        quote_identifiers=False,
    )
    for scope in traverse_scope(pushdown_projections(qualified, schema={PROJECT: nested})):
        for alias, source in scope.sources.items():
            if isinstance(source, exp.Table) and _name(source) in schema:
                read = {column.name for column in scope.columns if column.table == alias}
                yield _name(source), sum(schema[_name(source)].get(column, 0) for column in read)


def _name(table: exp.Table) -> str:
    return f"{table.db}.{table.name}"


def _table_name(relation: str) -> str:
    """Return ``dataset.table`` of a relation in three quoted parts."""
    return ".".join(part.strip("`") for part in relation.split(".")[-2:])
