"""The source tables of a data directory, as DuckDB reads them."""

from __future__ import annotations

from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

from publisher.errors import SourceError, WarehouseError
from scripts.facts.statements import CATALOG, Statement
from scripts.sources.absent import absent_files
from scripts.sources.check import faults_in
from scripts.sources.columns import columns_of
from scripts.sources.tables import MODELS_AND_FACTS, source_tables


class DuckDBFolder:
    """A folder with ``<dataset>/<table>.parquet``, within a ``with`` block."""

    target = "duckdb"

    def __init__(self, data_dir: Path) -> None:
        self.source_project: str | None = None
        self.absent: list[str] = []
        self.heading = f"Source tables in {data_dir}"
        self._data_dir = data_dir

    def __enter__(self) -> Self:
        """Open the tables; raise ``SourceError`` when one is missing or malformed."""
        if found := faults_in(self._data_dir, MODELS_AND_FACTS):
            raise SourceError("\n".join(found))
        self.absent = absent_files(self._data_dir)
        self._connection = duckdb.connect()
        self._connection.execute("set TimeZone = 'UTC'")
        self._connection.execute(f"attach ':memory:' as {CATALOG}")
        for table in source_tables():
            if table.name not in self.absent:
                place, files = f"{CATALOG}.{table.dataset}", table.reading(self._data_dir)
                columns = ", ".join(
                    f"{column.expression or column.name} as {column.name}"
                    for column in columns_of(self._connection, table, files)
                )
                self._connection.execute(f"create schema if not exists {place}")
                self._connection.execute(
                    f"create view {place}.{table.name} as select {columns} from {files}"
                )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def count(self, statement: Statement) -> list[dict[str, Any]]:
        """Return the rows of a query; raise ``WarehouseError`` when it fails."""
        try:
            found = self._connection.sql(statement.sql)
            return [dict(zip(found.columns, row, strict=True)) for row in found.fetchall()]
        except duckdb.Error as error:
            raise WarehouseError(
                f"{statement.name} cannot be counted in {self._data_dir}: "
                f"{str(error).splitlines()[0]}"
            ) from error

    def told_cost(self) -> str:
        """Return what the queries cost: nothing to speak of."""
        return ""
