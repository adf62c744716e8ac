"""The content of a seed as dbt loads it, from a manifest's node."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from dbt_common.clients import agate_helper

from scripts.project import DBT

# How dbt-bigquery types a seed's columns, numbers apart.
TYPES = {"Text": "STRING", "Boolean": "BOOL", "Date": "DATE", "ISODateTime": "DATETIME"}


@dataclass(frozen=True)
class Seed:
    """A seed's content: ``columns`` maps name to BigQuery type."""

    columns: dict[str, str]
    rows: list[tuple[Any, ...]]


def seed_of(node: dict[str, Any]) -> Seed:
    """Return the content of a seed."""
    declared: dict[str, str] = node["config"].get("column_types") or {}
    table = agate_helper.from_csv(DBT / node["original_file_path"], text_columns=tuple(declared))
    columns = {}
    for column in table.columns:
        kind = type(column.data_type).__name__
        if kind in ("Number", "Integer"):
            whole = all(value is None or value == int(value) for value in column.values())
            columns[column.name] = "INT64" if whole else "FLOAT64"
        else:
            columns[column.name] = TYPES[kind]
    columns |= {name: data_type.upper() for name, data_type in declared.items()}
    rows = [
        tuple(_plain(value, kind) for value, kind in zip(row, columns.values(), strict=True))
        for row in table.rows
    ]
    return Seed(columns=columns, rows=rows)


def _plain(value: Any, data_type: str) -> Any:
    # A column whose type is declared is read as text.
    of_type: dict[str, Callable[[Any], Any]] = {
        "INT64": int,
        "FLOAT64": float,
        "DATE": lambda v: date.fromisoformat(str(v)),
    }
    return of_type.get(data_type, lambda v: v)(value) if value is not None else None
