"""Check the source tables of a data directory against the dbt project's list of sources.

Every table must be there, be readable, and have every column with its type; a table that the
documents cannot do without must hold rows. Each fault is a line on stderr that names the file and
the column.
Exit code: 0 ok, 10 a table is missing or malformed.
"""

import argparse
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publisher.errors import ExitCode

SOURCES = Path(__file__).parents[1] / "dbt_trends" / "models" / "staging" / "_sources.yml"

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


def faults_of(path: Path, table: dict[str, Any]) -> Iterator[str]:
    """Yield what is wrong with one table's file, given its entry in the dbt sources."""
    if not path.is_file():
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
    for column in table["columns"]:
        name, wanted = column["name"], column["data_type"]
        if name not in types:
            yield f"{path}: column {name} ({wanted}) is missing"
        elif not re.fullmatch(DUCKDB_TYPES[wanted], types[name]):
            yield f"{path}: column {name} is {types[name]}, {wanted} is wanted"
    if rows == 0 and not table["config"]["meta"]["may_be_empty"]:
        yield f"{path}: the table is empty"


def faults(data_dir: Path) -> list[str]:
    """Return what is wrong with the source tables of a directory, nothing if they can be used."""
    if not data_dir.is_dir():
        return [f"{data_dir}: no such folder"]
    sources = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    return [
        fault
        for source in sources
        for table in source["tables"]
        for fault in faults_of(data_dir / source["name"] / f"{table['name']}.parquet", table)
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
