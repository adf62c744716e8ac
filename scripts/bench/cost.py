"""Estimate what each group costs on BigQuery: jobs, bytes and price, from the compiled SQL.

    python -m scripts.bench.cost data/sample --as-of 2026-01-15

No account is needed. The project is compiled for BigQuery and built on DuckDB from a data
directory; each statement's columns are looked up in its SQL, and their bytes in the tables that
DuckDB built, by BigQuery's sizes (a NULL takes none). What is billed follows from that:

    a reference to a table    the bytes of the columns read, at least MINIMUM_BYTES
    a job                     the sum over its references, rounded up to a whole megabyte
    a run                     the sum over the jobs of dbt build (no unit tests) and publishing

What dbt sends as jobs is counted, whether or not it reads: a model one, and two more where a
contract is enforced (the columns of its SQL and of its YAML are compared, over no rows); a seed two
(its load, and its table's options); a data test one. Datasets and descriptions are not jobs. Bytes
are an upper bound: every table is read whole, although partitions are pruned, and a table named
twice is counted twice. An optional table without a file is absent on BigQuery too.

How often a group runs is the registry's cadences. A table that is larger in production than in the
data directory is counted larger by --rows:

    python -m scripts.bench.cost data/sample --as-of 2026-01-15 \\
        --rows bettingpros_player_points_props=27000000
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from publisher.documents import DOCUMENTS, Group
from scripts.bench.jobs import MEBIBYTE, PROJECT, Job, Schema, build_jobs, publish_jobs
from scripts.project import BIGQUERY_PRICE_PER_TIB, DBT, UNSIGNED, dbt_environment
from scripts.sources.absent import absent_files
from scripts.sources.tables import source_tables


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


def main() -> None:
    """Read the command line, compile and build, print a table for each group."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.cost",
        description="Estimate the bytes that each group reads and pays for on BigQuery.",
        epilog="example: python -m scripts.bench.cost data/sample --as-of 2026-01-15",
    )
    parser.add_argument("data_dir", type=Path, metavar="DATA_DIR", help="the source tables")
    parser.add_argument("--as-of", type=date.fromisoformat, required=True, metavar="DATE")
    parser.add_argument(
        "--rows",
        type=_table_rows,
        action="append",
        default=[],
        metavar="TABLE=ROWS",
        help="count a source table as if it had this many rows; may be repeated",
    )
    arguments = parser.parse_args()
    largest: dict[str, Job] = {}
    print(
        "| group | jobs of dbt build | of publishing | references | MB processed | MB billed "
        "| USD per run | USD per month |"
    )
    print("|---|---|---|---|---|---|---|---|")
    found = estimate(arguments.data_dir, arguments.as_of, dict(arguments.rows))
    for group, (built, published) in found.items():
        jobs = [*built, *published]
        references = sum(len(job.references) for job in jobs)
        processed = sum(job.processed for job in jobs) / MEBIBYTE
        billed = sum(job.billed for job in jobs)
        price = billed / 1024**4 * BIGQUERY_PRICE_PER_TIB
        print(
            f"| {group} | {len(built)} | {len(published)} | {references} | {processed:,.0f} "
            f"| {billed / MEBIBYTE:,.0f} | {price:.4f} | {price * RUNS_A_MONTH[group]:.2f} |"
        )
        largest[group] = max(jobs, key=lambda job: job.processed)
    for group, job in largest.items():
        print(f"\nIn {group}, {job.name} reads most, in MB:")
        print("\n".join(f"- {table} {size / MEBIBYTE:.1f}" for table, size in job.references))


def _table_rows(text: str) -> tuple[str, int]:
    """Return the table and the rows of ``TABLE=ROWS``."""
    table, _, rows = text.partition("=")
    if table not in {source.name for source in source_tables()} or not rows.isdigit():
        raise argparse.ArgumentTypeError(
            f"{text} is not TABLE=ROWS, a source table and its number of rows"
        )
    return table, int(rows)


def estimate(
    data_dir: Path, as_of: date, rows: Mapping[str, int] | None = None
) -> dict[str, tuple[list[Job], list[Job]]]:
    """Return the jobs of each group: those of its `dbt build`, and those of its publishing.

    ``rows`` are source tables to be counted as if they had this many rows.
    """
    with tempfile.TemporaryDirectory() as folder:
        manifest, schema = prepare(Path(folder), data_dir, as_of)
    for table in source_tables():
        if rows and table.name in rows:
            factor = rows[table.name] / len(duckdb.sql(f"from {table.reading(data_dir)}"))
            sizes = schema[f"{table.dataset}.{table.name}"]
            schema[f"{table.dataset}.{table.name}"] = {
                column: round(size * factor) for column, size in sizes.items()
            }
    return {
        group: ([*build_jobs(manifest, group, schema)], [*publish_jobs(group, schema)])
        for group in RUNS_A_MONTH
    }


def prepare(scratch: Path, data_dir: Path, as_of: date) -> tuple[dict[str, Any], Schema]:
    """Return dbt's manifest, compiled for BigQuery, and each table's columns with their bytes."""
    warehouse = scratch / "warehouse.duckdb"
    environment = dbt_environment(
        scratch,
        TRENDS_DATA_DIR=str(data_dir.resolve()),
        TRENDS_DUCKDB_PATH=str(warehouse),
        TRENDS_BIGQUERY_PROJECT=PROJECT,
        TRENDS_BIGQUERY_DATASET="trends",
        **UNSIGNED,
    )
    tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    variables = {"as_of_date": str(as_of), "absent_sources": absent_files(data_dir)}
    for command in (
        ("build", "--target", "duckdb", *tests),
        ("compile", "--target", "bigquery", "--no-introspect", "--no-populate-cache"),
    ):
        subprocess.run(
            ["dbt", "--quiet", *command, "--vars", json.dumps(variables)],
            cwd=DBT,
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


if __name__ == "__main__":
    main()
