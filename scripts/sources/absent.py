"""The optional source tables that a warehouse lacks; everything works without them.

On DuckDB it is a table without a file, on BigQuery one that TRENDS_BIGQUERY_ABSENT_SOURCES names:
table names between commas.
"""

import os
from pathlib import Path

from publisher.errors import UsageError
from publisher.warehouse import DuckDBReader, target_name
from scripts.sources.tables import source_tables

VARIABLE = "TRENDS_BIGQUERY_ABSENT_SOURCES"


def optional_tables() -> dict[str, str]:
    """Return the dataset of each optional table, by the table's name."""
    return {table.name: table.dataset for table in source_tables() if table.is_optional}


def absent_tables() -> list[str]:
    """Return the names of the optional tables that the target lacks, in order.

    Raises ``UsageError`` for a name that is not an optional table's.
    """
    if target_name() == DuckDBReader.target:
        return absent_files(Path(os.environ["TRENDS_DATA_DIR"]))
    return named_absent()


def absent_files(data_dir: Path) -> list[str]:
    """Return the names of the optional tables that have no file in a data directory, in order."""
    return sorted(
        table.name for table in source_tables() if table.is_optional and not table.files(data_dir)
    )


def named_absent() -> list[str]:
    """Return the names in TRENDS_BIGQUERY_ABSENT_SOURCES, in order.

    Raises ``UsageError`` for a name that is not an optional table's.
    """
    optional = optional_tables()
    named = {name.strip() for name in os.environ.get(VARIABLE, "").split(",")} - {""}
    if unknown := sorted(named - optional.keys()):
        raise UsageError(
            f"{VARIABLE} names {unknown[0]}, which is not an optional table; "
            f"these are {', '.join(sorted(optional))}"
        )
    return sorted(named)
