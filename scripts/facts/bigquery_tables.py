"""The source tables of a BigQuery warehouse: where they are, what they declare, what they hold."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, Self

from google.api_core import exceptions
from google.cloud import bigquery

from publisher.bigquery import BigQueryReader
from publisher.errors import SourceError, WarehouseError
from scripts.facts.statements import Statement
from scripts.project import BIGQUERY_PRICE_PER_TIB, PROFILE, variables
from scripts.sources.absent import named_absent
from scripts.sources.tables import MODELS_AND_FACTS, SourceTable, columns_read, source_tables

# The API answers with the older names of these.
TYPES = {"INTEGER": "INT64", "FLOAT": "FLOAT64", "BOOLEAN": "BOOL"}

LIMIT_VARIABLE = "TRENDS_BIGQUERY_MAXIMUM_BYTES_BILLED"
QUERY_SECONDS = 600


class BigQueryTables(BigQueryReader):
    """The source datasets of a project, within a ``with`` block; they are only read."""

    def __init__(self, project: str, dataset: str, location: str) -> None:
        super().__init__(project, dataset, location)
        self.source_project: str | None = (
            os.environ.get("TRENDS_BIGQUERY_SOURCE_PROJECT") or project
        )
        self.heading = f"Source tables in BigQuery, project {self.source_project}, {location}"
        self.absent: list[str] = []
        self._billed = 0

    def __enter__(self) -> Self:
        """Sign in and look at the tables.

        Raises ``WarehouseError`` when they are unreachable or in another location, and
        ``SourceError`` when one is missing or malformed.
        """
        super().__enter__()
        self._check_locations()
        self.absent = named_absent()
        if found := [fault for table in source_tables() for fault in self._faults(table)]:
            raise SourceError("\n".join(found))
        self.absent.sort()
        return self

    def count(self, statement: Statement) -> list[dict[str, Any]]:
        """Return the rows of a query; raise ``WarehouseError`` when it fails."""
        limit = _byte_limit()
        config = bigquery.QueryJobConfig(
            labels={"app": "check-sources", "model": statement.name},
            maximum_bytes_billed=limit or None,
        )
        with self._trouble():
            job = self._client.query(statement.sql, job_config=config, job_retry=None)
            found = [dict(record) for record in job.result(timeout=QUERY_SECONDS)]
        self._billed += job.total_bytes_billed or 0
        return found

    def told_cost(self) -> str:
        """Return what the queries cost."""
        price = self._billed / 1024**4 * BIGQUERY_PRICE_PER_TIB
        return (
            f"billed for this check: {self._billed / 1024**2:,.0f} MB, {price:.4f} USD "
            f"at {BIGQUERY_PRICE_PER_TIB} USD per TiB"
        )

    def _check_locations(self) -> None:
        """Compare where the datasets are with where the jobs run."""
        for dataset in dict.fromkeys(table.dataset for table in source_tables()):
            place = f"{self.source_project}.{variables()[f'{dataset}_dataset']}"
            try:
                with self._trouble():
                    location = self._client.get_dataset(place, **self._how()).location
            except WarehouseError as error:
                if isinstance(error.__cause__, exceptions.NotFound):
                    raise WarehouseError(
                        f"dataset {place} does not exist: correct TRENDS_BIGQUERY_SOURCE_PROJECT, "
                        f"or the var {dataset}_dataset in dbt_project.yml"
                    ) from error
                raise
            if location.upper() != self._location.upper():
                raise WarehouseError(
                    f"the dataset {place} is in {location}, and TRENDS_BIGQUERY_LOCATION says "
                    f"{self._location}: a query there does not find it. Set "
                    f"TRENDS_BIGQUERY_LOCATION={location}; the marts' dataset has to be there too"
                )

    def _faults(self, table: SourceTable) -> Iterator[str]:
        """Yield what is wrong with one table; note an optional one that is absent."""
        if table.name in self.absent:
            return
        place = f"{self.source_project}.{variables()[f'{table.dataset}_dataset']}.{table.name}"
        try:
            with self._trouble():
                found = self._client.get_table(place, **self._how())
        except WarehouseError as error:
            if not isinstance(error.__cause__, exceptions.NotFound):
                raise
            if table.is_optional:
                self.absent.append(table.name)
            else:
                yield f"{place}: no such table"
            return
        types = {
            field.name: TYPES.get(field.field_type, field.field_type) for field in found.schema
        }
        for name, wanted in table.columns.items():
            if name not in columns_read(table, MODELS_AND_FACTS):
                continue
            if name not in types:
                yield f"{place}: column {name} ({wanted}) is missing"
            elif types[name] != wanted:
                yield f"{place}: column {name} is {types[name]}, expected {wanted}"
        if found.num_rows == 0 and found.table_type == "TABLE" and not table.may_be_empty:
            yield f"{place}: the table is empty"


def _byte_limit() -> int:
    """Return how many bytes a job may be billed for, as dbt's profile has it; 0 is no limit."""
    default = re.findall(rf"'{LIMIT_VARIABLE}', '(\d+)'", PROFILE.read_text(encoding="utf-8"))
    return int(os.environ.get(LIMIT_VARIABLE) or default[0])
