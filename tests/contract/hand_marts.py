"""All marts that the publisher reads, with hand-written rows, as a small DuckDB file."""

import copy
import tempfile
from functools import cache
from pathlib import Path

import duckdb

from publisher.build import build_document
from publisher.documents import DOCUMENTS
from publisher.reading import read_marts
from publisher.values import Json
from publisher.warehouse import DuckDBReader
from tests.contract import daily_marts, weekly_marts
from tests.contract.contracts import CONTRACTS
from tests.contract.daily_marts import D, Tables


def all_tables() -> Tables:
    """Return every mart's rows; each call returns rows of its own."""
    return {**daily_marts.daily_tables(), **weekly_marts.weekly_tables()}


def write_warehouse(path: Path, tables: Tables) -> None:
    """Make a DuckDB file with the schema ``trends``; a column is as its contract says."""
    with duckdb.connect(str(path)) as connection:
        # In one transaction: a commit waits for the disk.
        connection.begin()
        schema = f'"{path.stem}".trends'
        connection.execute(f"create schema {schema}")
        for name, rows in tables.items():
            types = CONTRACTS[name]
            columns = ", ".join(f"{column} {kind}" for column, kind in types.items())
            connection.execute(f"create table {schema}.{name} ({columns})")
            for row in rows:
                assert set(row) == set(types), set(row) ^ set(types)
                marks = ", ".join("?" for _ in types)
                connection.execute(
                    f"insert into {schema}.{name} values ({marks})", [row[name] for name in types]
                )
        connection.commit()


def hand_document(name: str) -> Json:
    """Return the document of the hand-written rows; each call returns one of its own."""
    return copy.deepcopy(_documents()[name])


@cache
def _documents() -> dict[str, Json]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "trends.duckdb"
        write_warehouse(path, all_tables())
        with DuckDBReader(path) as reader:
            return {
                document.name: build_document(document, read_marts(reader, document, D))
                for document in DOCUMENTS
            }
