"""Check the source tables of a data directory against the dbt project's list of sources.

Every table must be there, be readable, and have every column that a model names, with its type; a
table that the documents cannot do without must hold rows. What no document reads stops none: a
table that is optional may be missing, and a column that no model names may be missing or of any
type (`scripts/check_sources.sh`, the operator's look at a warehouse, tells of it all the same).
Each fault is a line on stderr that names the file and the column.
Exit code: 0 ok, 10 a table is missing or malformed.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publisher.errors import ExitCode

PROJECT = Path(__file__).parents[1] / "dbt_trends"
SOURCES = PROJECT / "models" / "staging" / "_sources.yml"

# Folders of SQL: what documents are made by, and the facts that an operator looks at.
MODELS = ("models",)
MODELS_AND_FACTS = ("models", "analyses")

COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}", re.DOTALL)

# DuckDB's types that hold the same values as a BigQuery type.
DUCKDB_TYPES = {
    "STRING": r"VARCHAR",
    "INT64": r"(TINY|SMALL|BIG)?INT(EGER)?",
    "FLOAT64": r"DOUBLE|FLOAT",
    "NUMERIC": r"DECIMAL\(\d+,\d+\)",
    "BOOL": r"BOOLEAN",
    "DATE": r"DATE",
    "TIMESTAMP": r"TIMESTAMP WITH TIME ZONE",
}


@dataclass(frozen=True)
class SourceTable:
    """A source table as _sources.yml has it: ``columns`` maps name to BigQuery type.

    ``partition_column`` is None where no predicate on it is required.
    """

    dataset: str
    name: str
    columns: Mapping[str, str] = field(hash=False)
    may_be_empty: bool
    is_optional: bool
    partition_column: str | None

    def path(self, data_dir: Path) -> Path:
        """Return the table's file in a data directory."""
        return data_dir / self.dataset / f"{self.name}.parquet"


@cache
def source_tables() -> tuple[SourceTable, ...]:
    """Return the source tables, in the order of _sources.yml."""
    sources = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    return tuple(
        _source_table(source["name"], table) for source in sources for table in source["tables"]
    )


def _source_table(dataset: str, table: dict[str, Any]) -> SourceTable:
    meta = table["config"]["meta"]
    return SourceTable(
        dataset=dataset,
        name=table["name"],
        columns={column["name"]: column["data_type"] for column in table["columns"]},
        may_be_empty=meta["may_be_empty"],
        is_optional=meta.get("is_optional", False),
        partition_column=meta.get("partition_column"),
    )


@cache
def columns_read(table: SourceTable, folders: tuple[str, ...] = MODELS) -> frozenset[str]:
    """Return the columns of a table that a query on it names, in the SQL of these folders."""
    named = re.compile(rf"source\('{table.dataset}', '{table.name}'\)")
    words: set[str] = set()
    for folder in folders:
        for path in (PROJECT / folder).rglob("*.sql"):
            text = COMMENT.sub("", path.read_text(encoding="utf-8"))
            for found in named.finditer(text):
                # From its select to the end of its CTE; a word too many does no harm.
                start = text.rfind("select", 0, found.start())
                words |= set(re.findall(r"\w+", text[start : text.find("\n)", found.end())]))
    return frozenset(words & table.columns.keys())


def faults_of(path: Path, table: SourceTable, folders: tuple[str, ...] = MODELS) -> Iterator[str]:
    """Yield what is wrong with one table's file, for the SQL in these folders."""
    if not path.is_file():
        if not table.is_optional:
            yield f"{path}: no such file"
        return
    try:
        # A connection of its own: after a failure DuckDB refuses whatever comes next.
        with duckdb.connect() as connection:
            relation = connection.read_parquet(str(path))
            types = dict(zip(relation.columns, map(str, relation.types), strict=True))
            rows = (relation.count("*").fetchone() or (0,))[0]
    except duckdb.Error as error:
        yield f"{path}: cannot be read as parquet ({str(error).splitlines()[0]})"
        return
    for name, wanted in table.columns.items():
        if name not in columns_read(table, folders):
            continue
        if name not in types:
            yield f"{path}: column {name} ({wanted}) is missing"
        elif not re.fullmatch(DUCKDB_TYPES[wanted], types[name]):
            yield f"{path}: column {name} is {types[name]}, {wanted} is wanted"
    if rows == 0 and not table.may_be_empty:
        yield f"{path}: the table is empty"


def faults(data_dir: Path, folders: tuple[str, ...] = MODELS) -> list[str]:
    """Return what is wrong with the source tables of a directory, nothing if they can be used."""
    if not data_dir.is_dir():
        return [f"{data_dir}: no such folder"]
    return [
        fault
        for table in source_tables()
        for fault in faults_of(table.path(data_dir), table, folders)
    ]


def main() -> int:
    """Check the tables of the directory named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Check the source tables of a data directory.",
        epilog="example: python scripts/check_sources.py data/sample",
    )
    parser.add_argument("data_dir", type=Path, help="folder with <dataset>/<table>.parquet")
    data_dir: Path = parser.parse_args().data_dir
    found = faults(data_dir)
    for fault in found:
        print(fault, file=sys.stderr)
    return ExitCode.SOURCE_MALFORMED if found else 0


if __name__ == "__main__":
    sys.exit(main())
