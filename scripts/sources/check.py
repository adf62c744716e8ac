"""Checks the source tables of a data directory against the dbt project's list of them.

Every table must be there, be readable, and have every column that a model names, with its type; a
table that the documents cannot do without must hold rows. What no document reads stops nothing: an
optional table may be missing, and a column that no model names may be missing or of any type
(`scripts/check_sources.sh`, the operator's check of a warehouse, reports it anyway).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import duckdb

from scripts.sources.tables import MODELS, SourceTable, columns_read, source_tables

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
            yield f"{path}: column {name} is {types[name]}, expected {wanted}"
    if rows == 0 and not table.may_be_empty:
        yield f"{path}: the table is empty"


def faults_in(data_dir: Path, folders: tuple[str, ...] = MODELS) -> list[str]:
    """Return what is wrong with the source tables of a directory, nothing if they can be used."""
    if not data_dir.is_dir():
        return [f"{data_dir}: no such folder"]
    return [
        fault
        for table in source_tables()
        for fault in faults_of(table.path(data_dir), table, folders)
    ]
