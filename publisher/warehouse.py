"""Reads marts. What an engine must offer is ``MartReader``; what its answers mean is here too."""

import os
from collections.abc import Mapping
from contextlib import AbstractContextManager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol, Self

import duckdb

from publisher.documents import Document
from publisher.errors import MartError, UsageError, WarehouseError
from publisher.values import Mart

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

Row = dict[str, Any]
Rows = Mapping[str, list[Row]]


class MartReader(Protocol):
    """An engine. Every method raises ``WarehouseError`` when the engine cannot be read.

    ``target`` is its target in dbt's profile, ``schema`` the schema or dataset with the marts.
    """

    target: str
    schema: str

    def columns(self, mart: Mart) -> frozenset[str]:
        """Return the names of the columns that the table has; none when there is no table."""

    def rows(self, mart: Mart, as_of: date) -> list[Row]:
        """Return the rows of one date: the mart's columns, in the order of its key."""

    def dates(self, mart: Mart) -> list[date]:
        """Return the dates that the mart holds, newest first."""


def open_warehouse(named: str | None) -> AbstractContextManager[MartReader]:
    """Return the reader of a warehouse, to be entered: ``duckdb`` or ``bigquery``.

    Without a name it is the profile's target: TRENDS_TARGET, else duckdb. Raises ``UsageError``
    for anything else.
    """
    name = named or target_name()
    if name == DuckDBReader.target:
        return DuckDBReader(_duckdb_file())
    if name == "bigquery":
        # Imported here: a release from DuckDB needs neither the library nor its start-up.
        from publisher.bigquery import BigQueryReader

        return BigQueryReader.from_environment()
    asked = "--warehouse" if named else "TRENDS_TARGET"
    raise UsageError(f"{asked} {name} is no warehouse: choose duckdb or bigquery")


def target_name() -> str:
    """Return the engine of the profile: TRENDS_TARGET, else duckdb."""
    return os.environ.get("TRENDS_TARGET") or DuckDBReader.target


def _duckdb_file() -> Path:
    """Return TRENDS_DUCKDB_PATH, else trends.duckdb here, else the one in dbt's folder."""
    if named := os.environ.get("TRENDS_DUCKDB_PATH"):
        return Path(named)
    here = Path("trends.duckdb")
    return here if here.exists() else Path("dbt_trends") / here


def read_marts(reader: MartReader, document: Document, as_of: date) -> Rows:
    """Return a document's rows for one date, by the name of the mart.

    Raises ``MartError`` when a mart or a column is missing, or when the header mart does not
    hold exactly one row for the date; the message ends with the command that builds it.
    """
    vars_ = f'{{as_of_date: "{as_of}"}}'
    target = "" if reader.target == DuckDBReader.target else f" --target {reader.target}"
    hint = f"build it: dbt build{target} --select tag:trends_{document.group} --vars '{vars_}'"
    rows: dict[str, list[Row]] = {}
    for mart in (document.header, *document.details):
        place = f"mart {reader.schema}.{mart.name}"
        have = reader.columns(mart)
        if not have:
            raise MartError(f"{document.name}: there is no {place}; {hint}")
        if lacking := [name for name in ("as_of_date", *mart.columns) if name not in have]:
            raise MartError(
                f"{document.name}: {place} lacks the column "
                f"{', '.join(dict.fromkeys(lacking))}; {hint}"
            )
        rows[mart.name] = reader.rows(mart, as_of)
    header = f"mart {reader.schema}.{document.header.name}"
    found = len(rows[document.header.name])
    if found == 0:
        held = _in_words(reader.dates(document.header))
        raise MartError(
            f"{document.name}: {header} has no row for {as_of}: it holds {held}; {hint}"
        )
    if found > 1:
        raise MartError(
            f"{document.name}: {header} has {found} rows for {as_of}, must have one; {hint}"
        )
    return rows


def _in_words(dates: list[date]) -> str:
    """Return the newest three dates and how many there are."""
    if not dates:
        return "no date at all"
    newest = ", ".join(str(day) for day in dates[:3])
    return newest if len(dates) <= 3 else f"{newest} and {len(dates) - 3} older dates"


class DuckDBReader:
    """Reads a DuckDB file, read-only, within a ``with`` block."""

    target = "duckdb"
    schema = "trends"

    def __init__(self, path: Path) -> None:
        self._path = path

    def __enter__(self) -> Self:
        """Open the file; raise ``WarehouseError`` when it is missing, locked or no database."""
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
                    f"warehouse file {self._path} is locked by another process: wait until the "
                    f"dbt build has ended ({_first_line(error)})"
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

    def rows(self, mart: Mart, as_of: date) -> list[Row]:
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

    def dates(self, mart: Mart) -> list[date]:
        """Return the dates that the mart holds, newest first."""
        query = f"select distinct as_of_date from {self._table(mart)} order by 1 desc"
        return [record[0] for record in self._fetch(query, [])]

    def _table(self, mart: Mart) -> str:
        # In three parts: the file trends.duckdb is a catalog trends, beside the schema trends.
        # It is named as the file is, whatever characters that has.
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
