"""The source tables as the dbt project lists them, and which of their columns its SQL reads."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from scripts.project import DBT

SOURCES = DBT / "models" / "staging" / "_sources.yml"

# Folders of SQL: what documents are made by, and the facts that an operator looks at.
MODELS = ("models",)
MODELS_AND_FACTS = ("models", "analyses")

COMMENT = re.compile(r"--[^\n]*|\{#.*?#\}", re.DOTALL)


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
        """Return the table's file in a data directory, where it is in one file."""
        return data_dir / self.dataset / f"{self.name}.parquet"

    def folder(self, data_dir: Path) -> Path:
        """Return the folder of the table's files in a data directory, where it is in parts."""
        return data_dir / self.dataset / self.name

    def files(self, data_dir: Path) -> list[Path]:
        """Return the files that hold the table, none where it is not there."""
        file = self.path(data_dir)
        return [file] if file.is_file() else sorted(self.folder(data_dir).glob("*.parquet"))

    def reading(self, data_dir: Path) -> str:
        """Return the text by which DuckDB reads the table, as the dbt project does."""
        file = self.path(data_dir)
        is_one = file.is_file()
        place = re.sub(r"[\[*?]", r"[\g<0>]", str(file if is_one else self.folder(data_dir)))
        pattern = (place if is_one else f"{place}/*.parquet").replace("'", "''")
        return f"read_parquet('{pattern}', union_by_name = true, hive_partitioning = false)"


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
        for path in (DBT / folder).rglob("*.sql"):
            text = COMMENT.sub("", path.read_text(encoding="utf-8"))
            for found in named.finditer(text):
                # From its select to the end of its CTE; a word too many does no harm.
                start = text.rfind("select", 0, found.start())
                words |= set(re.findall(r"\w+", text[start : text.find("\n)", found.end())]))
    return frozenset(words & table.columns.keys())
