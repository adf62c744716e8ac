"""The columns of a source table's files, as DuckDB finds them and as dbt will read them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import duckdb
import jinja2

from scripts.project import DBT
from scripts.sources.tables import SourceTable

# What a column holds, in words: of DuckDB's types, and of the declared ones.
IN_WORDS = {
    r"VARCHAR|ENUM\(.*\)": "text",
    r"U?(TINY|SMALL|BIG|HUGE)?INT(EGER)?": "whole numbers",
    r"DOUBLE|FLOAT|DECIMAL\(\d+,\d+\)": "numbers",
    r"BOOLEAN": "true and false",
    r"DATE": "dates",
    r"TIMESTAMP WITH TIME ZONE": "instants with a time zone",
    r"TIMESTAMP.*": "instants without a time zone",
    r"TIME.*": "times of day",
    r"BLOB": "bytes",
    r".*(\[\d*\]|\(.*\))": "nested values",
}
DECLARED = {
    "STRING": "text",
    "INT64": "whole numbers",
    "FLOAT64": "numbers",
    "NUMERIC": "numbers",
    "BOOL": "true and false",
    "DATE": "dates",
    "TIMESTAMP": "instants",
}
NAIVE = "instants without a time zone"


@dataclass(frozen=True)
class Column:
    """A column that is there and declared. ``found`` is DuckDB's type.

    ``expression`` reads it as its declared type; None where it cannot be read so.
    """

    name: str
    declared: str
    found: str
    expression: str | None

    @property
    def holds(self) -> str:
        """What it holds, in words."""
        kinds = (kind for types, kind in IN_WORDS.items() if re.fullmatch(types, self.found))
        return next(kinds, self.found)

    @property
    def is_naive(self) -> bool:
        """Whether it holds instants that do not say of which time zone."""
        return self.declared == "TIMESTAMP" and self.holds == NAIVE

    @property
    def mismatch(self) -> str:
        """What it holds and what is wanted, in words."""
        return (
            f"column {self.name} holds {self.holds} ({self.found.split('(')[0]}); "
            f"wanted: {DECLARED[self.declared]} ({self.declared})"
        )


def columns_of(
    connection: duckdb.DuckDBPyConnection, table: SourceTable, files: str
) -> Iterator[Column]:
    """Yield the declared columns of ``files``, the text by which DuckDB reads a table's files."""
    types = dict(
        connection.sql(f"select column_name, column_type from (describe from {files})").fetchall()
    )
    for name, declared in table.columns.items():
        if name in types:
            found = types[name]
            expression = _macros().as_declared(name, found, declared).strip()
            if not expression and not _count(connection, _macros().value_of(name, found), files):
                expression = f"cast(null as {_macros().duckdb__type_of_source(declared)})"
            yield Column(name, declared, found, expression or None)


def lost(connection: duckdb.DuckDBPyConnection, column: Column, files: str) -> int:
    """Return how many values of a column its declared type cannot hold: 27.5 is no INT64."""
    if column.expression in (None, f'"{column.name}"'):
        return 0
    values = _macros().value_of(column.name, column.found)
    return _count(connection, values, files) - _count(connection, str(column.expression), files)


def _count(connection: duckdb.DuckDBPyConnection, expression: str, files: str) -> int:
    ((count,),) = connection.sql(f"select count({expression}) from {files}").fetchall()
    return int(count)


@cache
def _macros() -> Any:
    """Return the dbt macros that say how DuckDB reads a column, without dbt around them."""
    environment = jinja2.Environment()
    environment.globals["return"] = lambda value: value
    files = ("as_declared.sql", "type_of_source.sql")
    folder = DBT / "macros" / "dialect"
    text = "".join((folder / file).read_text(encoding="utf-8") for file in files)
    return environment.from_string(text).module
