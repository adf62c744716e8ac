"""The engines that marts are read from. Each offers a ``MartReader``."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import duckdb

from publisher.errors import UsageError, WarehouseError
from publisher.mart import Mart

# The checkout that this package is in.
PROJECT = Path(__file__).resolve().parents[1]

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = dict[str, Any]
Labels = Mapping[str, str]


class MartReader(Protocol):
    """An engine. Every method raises ``WarehouseError`` when the engine cannot be read.

    ``target`` is its target in dbt's profile, ``schema`` the schema or dataset with the marts,
    ``place`` where they are, for a person.
    ``labels`` say what a query is for, where the engine keeps a log of its jobs.
    """

    target: str
    schema: str
    place: str

    def columns(self, mart: Mart) -> frozenset[str]:
        """Return the names of the columns that the table has; none when there is no table."""

    def rows(self, mart: Mart, as_of: date, labels: Labels) -> list[Row]:
        """Return the rows of one date: the mart's columns, in the order of its key."""

    def dates(self, mart: Mart, labels: Labels) -> list[date]:
        """Return the dates that the mart holds, newest first."""


def open_warehouse(named: str | None) -> AbstractContextManager[MartReader]:
    """Return the reader of a warehouse, to be entered: ``duckdb`` or ``bigquery``.

    Without a name it is the profile's target: TRENDS_TARGET, or duckdb. Raises ``UsageError``
    for anything else.
    """
    name = named or target_name()
    if name == DuckDBReader.target:
        return DuckDBReader(duckdb_file())
    if name == "bigquery":
        # Imported here: a release from DuckDB needs neither the library nor its start-up.
        from publisher.bigquery import BigQueryReader

        return BigQueryReader.from_environment()
    asked = "--warehouse" if named else "TRENDS_TARGET"
    raise UsageError(f"{asked} {name} is not a warehouse: choose duckdb or bigquery")


def target_name() -> str:
    """Return the engine of the profile: TRENDS_TARGET, or duckdb."""
    return os.environ.get("TRENDS_TARGET") or DuckDBReader.target


def duckdb_file() -> Path:
    """Return TRENDS_DUCKDB_PATH, else the file of the dbt project here, else the project's own.

    A ``trends.duckdb`` that is not beside a dbt project is nobody's.
    """
    if named := os.environ.get("TRENDS_DUCKDB_PATH"):
        return Path(named).absolute()
    here = (Path.cwd(), Path.cwd() / "dbt_trends")
    projects = (folder for folder in here if (folder / "dbt_project.yml").is_file())
    return next(projects, PROJECT / "dbt_trends") / "trends.duckdb"


class DuckDBReader:
    """Reads a DuckDB file, read-only, within a ``with`` block."""

    target = "duckdb"
    schema = "trends"

    def __init__(self, path: Path) -> None:
        self._path = path
        self.place = str(path)

    def __enter__(self) -> Self:
        """Open the file; raise ``WarehouseError`` if it is missing, locked or not a database."""
        if not self._path.is_file():
            raise WarehouseError(
                f"there is no warehouse file {self._path}: run dbt build first, or name the file "
                f"in TRENDS_DUCKDB_PATH"
            )
        try:
            self._connection = duckdb.connect(str(self._path), read_only=True)
        except duckdb.Error as error:
            if "Could not set lock" in str(error):
                raise WarehouseError(
                    f"warehouse file {self._path} is locked by another process: wait for the "
                    f"dbt build to finish ({_first_line(error)})"
                ) from error
            raise self._unreadable(error) from error
        # Once for all marts and dates: the file does not change while it is open.
        ((catalog,),) = self._fetch("select current_database()", [])
        self._catalog = '"' + catalog.replace('"', '""') + '"'
        self._types: dict[str, dict[str, str]] = {}
        for table, column, kind in self._fetch(
            "select table_name, column_name, data_type from information_schema.columns "
            "where table_schema = ?",
            [self.schema],
        ):
            self._types.setdefault(table, {})[column] = kind
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._connection.close()

    def columns(self, mart: Mart) -> frozenset[str]:
        """Return the names of the columns that the table has; none when there is no table."""
        return frozenset(self._types.get(mart.name, {}))

    def rows(self, mart: Mart, as_of: date, labels: Labels) -> list[Row]:
        """Return the rows of one date: the mart's columns, in the order of its key."""
        types = self._types[mart.name]
        # An instant is fetched as microseconds: DuckDB's own conversion needs pytz and depends on
        # the session's time zone.
        instants = {name for name in mart.columns if types[name] == "TIMESTAMP WITH TIME ZONE"}
        select = ", ".join(
            f'epoch_us("{name}")' if name in instants else f'"{name}"' for name in mart.columns
        )
        order = f"order by {', '.join(mart.key)}" if mart.key else ""
        query = f"select {select} from {self._table(mart)} where as_of_date = ? {order}"
        return [
            {
                name: _instant(value) if name in instants else value
                for name, value in zip(mart.columns, record, strict=True)
            }
            for record in self._fetch(query, [as_of])
        ]

    def dates(self, mart: Mart, labels: Labels) -> list[date]:
        """Return the dates that the mart holds, newest first."""
        query = f"select distinct as_of_date from {self._table(mart)} order by 1 desc"
        return [record[0] for record in self._fetch(query, [])]

    def _table(self, mart: Mart) -> str:
        # In three parts: the file trends.duckdb is a catalog trends, with a schema trends in it.
        # It has the file's name, whatever characters that contains.
        return f"{self._catalog}.{self.schema}.{mart.name}"

    def _fetch(self, query: str, parameters: list[Any]) -> list[Any]:
        try:
            return self._connection.execute(query, parameters).fetchall()
        except duckdb.Error as error:
            raise self._unreadable(error) from error

    def _unreadable(self, error: duckdb.Error) -> WarehouseError:
        return WarehouseError(
            f"warehouse file {self._path} cannot be read: {_first_line(error)}; "
            f"delete it and run dbt build again"
        )


def _instant(microseconds: int | None) -> datetime | None:
    return None if microseconds is None else EPOCH + timedelta(microseconds=microseconds)


def _first_line(error: Exception) -> str:
    return str(error).splitlines()[0]
