"""Checks the source tables of a data directory against the dbt project's list of them.

Every table must be there, be readable, and have every column that a model names, with its type; a
table that the documents cannot do without must hold rows. What no document reads stops nothing:
an optional table may be missing, and a column that no model names may be missing or of any type
(`scripts/check_sources.sh`, the operator's check of a warehouse, reports it anyway).

A type that holds the same values is as good as the declared one, and so is any type of a column
without values: dbt reads both as declared (macros/dialect/as_declared.sql).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import duckdb

from scripts.sources.columns import columns_of, lost
from scripts.sources.tables import MODELS, SourceTable, columns_read, source_tables


@dataclass
class Found:
    """What a look at the tables found: ``faults`` that stop a run, and ``warnings``."""

    faults: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    naive: list[str] = field(default_factory=list)


def check(data_dir: Path, folders: tuple[str, ...] = MODELS) -> Found:
    """Return what is wrong with the source tables of a directory, for the SQL in these folders."""
    found = Found()
    if not data_dir.is_dir():
        found.faults.append(f"{data_dir}: no such folder")
        return found
    for table in source_tables():
        _look_at(table, data_dir, folders, found)
    if found.naive:
        found.warnings.append(
            f"instants without a time zone are taken for UTC: {', '.join(found.naive)}"
        )
    return found


def faults_in(data_dir: Path, folders: tuple[str, ...] = MODELS) -> list[str]:
    """Return what is wrong with the source tables of a directory, nothing if they can be used."""
    return check(data_dir, folders).faults


def _look_at(table: SourceTable, data_dir: Path, folders: tuple[str, ...], found: Found) -> None:
    file, folder, files = table.path(data_dir), table.folder(data_dir), table.files(data_dir)
    if not files:
        if not table.is_optional:
            there = f"{file}: no such file, and {folder} holds no parts"
            found.faults.append(there if folder.is_dir() else f"{file}: no such file")
        return
    if file.is_file() and folder.is_dir() and any(folder.glob("*.parquet")):
        found.faults.append(f"{file}: the table is also in parts in {folder}: keep one of them")
        return
    place = file if file.is_file() else folder
    try:
        # A connection of its own: after a failure DuckDB refuses whatever comes next.
        with duckdb.connect() as connection:
            _look_into(connection, table, data_dir, folders, found, place)
    except duckdb.Error as error:
        found.faults.append(f"{place}: cannot be read as parquet ({str(error).splitlines()[0]})")


def _look_into(
    connection: duckdb.DuckDBPyConnection,
    table: SourceTable,
    data_dir: Path,
    folders: tuple[str, ...],
    found: Found,
    place: Path,
) -> None:
    source, read = table.reading(data_dir), columns_read(table, folders)
    rows = connection.sql(f"select count(*) from {source}").fetchall()[0][0]
    there = {column.name: column for column in columns_of(connection, table, source)}
    faults = []
    for name, wanted in table.columns.items():
        if name not in read:
            continue
        if name not in there:
            faults.append(f"{place}: column {name} ({wanted}) is missing")
            continue
        column = there[name]
        if column.expression is None:
            faults.append(f"{place}: {column.mismatch}")
        elif column.is_naive:
            found.naive.append(f"{table.dataset}.{table.name}.{name}")
        elif count := lost(connection, column, source):
            found.warnings.append(
                f"{place}: {count} value{'' if count == 1 else 's'} of {name} "
                f"({column.found}) cannot be {wanted} and {'is' if count == 1 else 'are'} left out"
            )
    if rows == 0 and not table.may_be_empty:
        faults.append(f"{place}: the table is empty")
    found.faults += faults
