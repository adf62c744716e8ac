"""The optional source tables that a warehouse lacks; everything works without them.

On DuckDB it is a table without a file, on BigQuery one that TRENDS_BIGQUERY_ABSENT_SOURCES names:
table names between commas.
"""

import os
from pathlib import Path

import yaml

from publisher.errors import UsageError
from publisher.warehouse import DuckDBReader, target_name
from scripts.check_sources import SOURCES

VARIABLE = "TRENDS_BIGQUERY_ABSENT_SOURCES"


def optional_tables() -> dict[str, str]:
    """Return the dataset of each optional table, by the table's name."""
    sources = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    return {
        table["name"]: source["name"]
        for source in sources
        for table in source["tables"]
        if table["config"]["meta"].get("is_optional")
    }


def absent_tables() -> list[str]:
    """Return the names of the optional tables that are not there, in order.

    Raises ``UsageError`` for a name that is of no optional table.
    """
    optional = optional_tables()
    if target_name() == DuckDBReader.target:
        folder = Path(os.environ["TRENDS_DATA_DIR"])
        return sorted(
            name
            for name, dataset in optional.items()
            if not (folder / dataset / f"{name}.parquet").exists()
        )
    named = {name.strip() for name in os.environ.get(VARIABLE, "").split(",")} - {""}
    if unknown := sorted(named - optional.keys()):
        raise UsageError(
            f"{VARIABLE} names {unknown[0]}, which is no optional table: "
            f"those are {', '.join(sorted(optional))}"
        )
    return sorted(named)
