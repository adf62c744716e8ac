"""Estimate what each mode costs on BigQuery: jobs, bytes and price, from the compiled SQL.

    python scripts/bigquery_cost.py data/sample --as-of 2026-01-15

No account is needed. The project is compiled for BigQuery and built on DuckDB from a data
directory; each statement's columns are looked up in its SQL, and their bytes in the tables that
DuckDB built, by BigQuery's sizes (a NULL takes none). What is billed follows from that:

    a reference to a table    the bytes of the columns read, at least MINIMUM_BYTES
    a job                     the sum over its references, rounded up to a whole megabyte
    a run                     the sum over the jobs of dbt build (no unit tests) and publishing

What dbt sends as jobs is counted, whether or not it reads: a model one, and two more where a
contract is enforced (the columns of its SQL and of its YAML are compared, over no row); a seed two
(its load, and its table's options); a data test one. Datasets and descriptions are no jobs. Bytes
are an upper bound: every table is read whole, although partitions are pruned, and a table named
twice is counted twice. An optional table without a file is absent on BigQuery too.

How often a mode runs is the registry's cadences. A table that is larger in production than in the
data directory is counted larger by --rows:

    python scripts/bigquery_cost.py data/sample --as-of 2026-01-15 \\
        --rows bettingpros_player_points_props=27000000
"""

from __future__ import annotations

import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
from sqlglot import exp, parse_one
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify
from sqlglot.optimizer.scope import traverse_scope

if __package__ in (None, ""):  # run as a script: let the repository's packages be found
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from publisher.documents import DOCUMENTS, Group
from scripts.absent_sources import absent_files
from scripts.check_sources import source_tables

ROOT = Path(__file__).resolve().parents[1]
PROJECT = "my-project"

MEGABYTE = 1024**2
MINIMUM_BYTES = 10 * MEGABYTE
PRICE_PER_TIB = 6.25  # USD, on demand, US and EU


def _runs_a_month(group: Group) -> float:
    """Return how often the jobs of a group's cadences run in a month of 30 days."""
    cadences = {document.cadence for document in DOCUMENTS if document.group == group}
    return sum(
        len(cadence.times)
        * (1 if cadence.first_of_month else 30 if cadence.weekday is None else 30 / 7)
        for cadence in cadences
    )


RUNS_A_MONTH: dict[str, float] = {
    document.group: _runs_a_month(document.group) for document in DOCUMENTS
}

# Bytes of a value; a STRING takes its own length and these.
SIZES = {"BOOLEAN": 1, "DECIMAL": 16, "VARCHAR": 2}
OTHER_SIZE = 8

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
        return math.ceil(billed / MEGABYTE) * MEGABYTE


def main() -> None:
    """Read the command line, compile and build, print a table for each mode."""
    parser = argparse.ArgumentParser(
        description="Estimate the bytes that each mode reads and pays for on BigQuery.",
        epilog="example: python scripts/bigquery_cost.py data/sample --as-of 2026-01-15",
    )
    parser.add_argument("data_dir", type=Path, metavar="DATA_DIR", help="the source tables")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument(
        "--rows",
        type=_table_rows,
        action="append",
        default=[],
        metavar="TABLE=ROWS",
        help="count a source table as if it had so many rows; may be given again",
    )
    arguments = parser.parse_args()
    largest: dict[str, Job] = {}
    print(
        "| mode | jobs of dbt build | of publishing | references | MB processed | MB billed "
        "| USD a run | USD a month |"
    )
    print("|---|---|---|---|---|---|---|---|")
    found = estimate(arguments.data_dir, arguments.as_of, dict(arguments.rows))
    for mode, (built, published) in found.items():
        jobs = [*built, *published]
        references = sum(len(job.references) for job in jobs)
        processed = sum(job.processed for job in jobs) / MEGABYTE
        billed = sum(job.billed for job in jobs)
        price = billed / 1024**4 * PRICE_PER_TIB
        print(
            f"| {mode} | {len(built)} | {len(published)} | {references} | {processed:,.0f} "
            f"| {billed / MEGABYTE:,.0f} | {price:.4f} | {price * RUNS_A_MONTH[mode]:.2f} |"
        )
        largest[mode] = max(jobs, key=lambda job: job.processed)
    for mode, job in largest.items():
        print(f"\nIn {mode}, {job.name} reads most, in MB:")
        print("\n".join(f"- {table} {size / MEGABYTE:.1f}" for table, size in job.references))


def _table_rows(text: str) -> tuple[str, int]:
    """Return the table and the rows of ``TABLE=ROWS``."""
    table, _, rows = text.partition("=")
    if table not in {source.name for source in source_tables()} or not rows.isdigit():
        raise argparse.ArgumentTypeError(f"{text} is not a source table and its rows, TABLE=ROWS")
    return table, int(rows)


def estimate(
    data_dir: Path, as_of: date, rows: Mapping[str, int] | None = None
) -> dict[str, tuple[list[Job], list[Job]]]:
    """Return the jobs of each mode: those of its `dbt build`, and those of its publishing.

    ``rows`` are source tables to be counted as if they had so many rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        manifest, schema = prepare(Path(folder), data_dir, as_of)
    for table in source_tables():
        if rows and table.name in rows:
            path = table.path(data_dir)
            factor = rows[table.name] / len(duckdb.read_parquet(str(path)))
            sizes = schema[f"{table.dataset}.{table.name}"]
            schema[f"{table.dataset}.{table.name}"] = {
                column: round(size * factor) for column, size in sizes.items()
            }
    return {
        mode: ([*build_jobs(manifest, mode, schema)], [*publish_jobs(mode, schema)])
        for mode in RUNS_A_MONTH
    }


def prepare(scratch: Path, data_dir: Path, as_of: date) -> tuple[dict[str, Any], Schema]:
    """Return dbt's manifest, compiled for BigQuery, and each table's columns with their bytes."""
    shutil.copy(ROOT / "profiles.yml.example", scratch / "profiles.yml")
    warehouse = scratch / "warehouse.duckdb"
    environment = {
        **os.environ,
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
        "DBT_PROFILES_DIR": str(scratch),
        "DBT_LOG_PATH": str(scratch),
        "DBT_TARGET_PATH": str(scratch / "target"),
        "TRENDS_DATA_DIR": str(data_dir.resolve()),
        "TRENDS_DUCKDB_PATH": str(warehouse),
        # It compiles without signing in.
        "TRENDS_BIGQUERY_METHOD": "oauth-secrets",
        "TRENDS_BIGQUERY_PROJECT": PROJECT,
        "TRENDS_BIGQUERY_DATASET": "trends",
        "DBT_ENV_SECRET_BIGQUERY_TOKEN": "none",
    }
    tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    variables = {"as_of_date": str(as_of), "absent_sources": absent_files(data_dir)}
    for command in (
        ("build", "--target", "duckdb", *tests),
        ("compile", "--target", "bigquery", "--no-introspect", "--no-populate-cache"),
    ):
        subprocess.run(
            ["dbt", "--quiet", *command, "--vars", json.dumps(variables)],
            cwd=ROOT / "dbt_trends",
            env=environment,
            stdout=sys.stderr,
            check=True,
        )
    manifest: dict[str, Any] = json.loads((scratch / "target" / "manifest.json").read_text("utf-8"))
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        return manifest, measure(connection)


def measure(connection: duckdb.DuckDBPyConnection) -> Schema:
    """Return the bytes of every column of every table, by ``dataset.table``."""
    columns = connection.sql(
        "select table_schema || '.' || table_name, column_name, data_type "
        "from information_schema.columns where table_catalog = current_database()"
    ).fetchall()
    expressions: dict[str, list[tuple[str, str]]] = {}
    for table, column, kind in columns:
        size = SIZES.get(kind.split("(")[0], OTHER_SIZE)
        length = f" + coalesce(sum(strlen({column})), 0)" if kind == "VARCHAR" else ""
        expressions.setdefault(table, []).append((column, f"{size} * count({column}){length}"))
    schema: Schema = {}
    for table, named in expressions.items():
        found = connection.sql(f"select {', '.join(text for _, text in named)} from {table}")
        sizes = found.fetchone() or ()
        schema[table] = {column: int(size) for (column, _), size in zip(named, sizes, strict=True)}
    return schema


def build_jobs(manifest: dict[str, Any], mode: str, schema: Schema) -> Iterator[Job]:
    """Yield the jobs of a mode's `dbt build` without unit tests."""
    for name, statement in statements(manifest, mode):
        yield Job(name, list(references(statement, schema)) if statement else [])


def statements(manifest: dict[str, Any], mode: str) -> Iterator[tuple[str, exp.Expr | None]]:
    """Yield each job of a mode's `dbt build`: its name and its statement, views opened.

    None stands for a statement that reads nothing.
    """
    nodes = manifest["nodes"]
    views = {
        _table_name(node["relation_name"]): node["compiled_code"]
        for node in nodes.values()
        if node["resource_type"] == "model" and node["config"]["materialized"] == "view"
    }
    chosen = {key for key, node in nodes.items() if f"trends_{mode}" in node["config"]["tags"]}
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


def publish_jobs(mode: str, schema: Schema) -> Iterator[Job]:
    """Yield the publisher's jobs: one query a mart."""
    for document in DOCUMENTS:
        if mode == document.group:
            for mart in (document.header, *document.details):
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


if __name__ == "__main__":
    main()
