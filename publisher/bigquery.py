"""Reads marts from BigQuery through Google's own client: one parametrised query per mart.

The client honours BIGQUERY_EMULATOR_HOST, and so does dbt-bigquery; an emulator has no accounts.
"""

import concurrent.futures
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from types import TracebackType
from typing import Any, Self

import requests
from google.api_core import exceptions
from google.auth import exceptions as auth
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery
from google.cloud.bigquery.retry import DEFAULT_RETRY

from publisher.errors import UsageError, WarehouseError
from publisher.mart import Mart

# Seconds for one request, for a request with its retries, and for a query from start to rows.
REQUEST_SECONDS, RETRY_SECONDS, QUERY_SECONDS = 30, 60, 120

LONGEST_DETAIL = 300

Row = dict[str, Any]


class BigQueryReader:
    """Reads a BigQuery dataset, within a ``with`` block."""

    target = "bigquery"

    def __init__(self, project: str, dataset: str, location: str) -> None:
        self.schema = dataset
        self.place = f"{project}.{dataset}"
        self._project = project
        self._location = location

    @classmethod
    def from_environment(cls) -> Self:
        """Return a reader of the dataset that profiles.yml's variables name; no project is default.

        Raises ``UsageError`` without a project.
        """
        project = os.environ.get("TRENDS_BIGQUERY_PROJECT")
        if not project:
            raise UsageError("TRENDS_BIGQUERY_PROJECT is not set: it names the marts' project")
        return cls(
            project,
            os.environ.get("TRENDS_BIGQUERY_DATASET") or "trends",
            os.environ.get("TRENDS_BIGQUERY_LOCATION") or "US",
        )

    def __enter__(self) -> Self:
        """Sign in; raise ``WarehouseError`` if there are no credentials."""
        emulated = bool(os.environ.get("BIGQUERY_EMULATOR_HOST"))
        with self._trouble():
            self._client = bigquery.Client(
                project=self._project,
                location=self._location,
                credentials=AnonymousCredentials() if emulated else None,  # type: ignore[no-untyped-call]
            )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._client.close()  # type: ignore[no-untyped-call]

    def columns(self, mart: Mart) -> frozenset[str]:
        """Return the names of the columns that the table has; none when there is no table."""
        with self._trouble():
            try:
                table = self._client.get_table(self._table(mart), **self._how())
            except exceptions.NotFound:
                # The caller reports a missing table; a missing dataset is an error.
                self._client.get_dataset(f"{self._project}.{self.schema}", **self._how())
                return frozenset()
        return frozenset(field.name for field in table.schema)

    def rows(self, mart: Mart, as_of: date, labels: Mapping[str, str]) -> list[Row]:
        """Return the rows of one date: the mart's columns, in the order of its key."""
        select = ", ".join(f"`{name}`" for name in mart.columns)
        order = f"order by {', '.join(f'`{name}`' for name in mart.key)}" if mart.key else ""
        query = f"select {select} from `{self._table(mart)}` where as_of_date = @as_of {order}"
        parameter = bigquery.ScalarQueryParameter("as_of", "DATE", as_of)
        return [
            dict(zip(mart.columns, record, strict=True))
            for record in self._fetch(query, _labels(mart, labels), [parameter])
        ]

    def dates(self, mart: Mart, labels: Mapping[str, str]) -> list[date]:
        """Return the dates that the mart holds, newest first."""
        query = f"select distinct as_of_date from `{self._table(mart)}` order by 1 desc"
        return [record[0] for record in self._fetch(query, _labels(mart, labels), [])]

    def _table(self, mart: Mart) -> str:
        return f"{self._project}.{self.schema}.{mart.name}"

    def _how(self) -> dict[str, Any]:
        return {
            "retry": DEFAULT_RETRY.with_timeout(RETRY_SECONDS),
            "timeout": REQUEST_SECONDS,
        }

    def _fetch(
        self,
        query: str,
        labels: dict[str, str],
        parameters: list[bigquery.ScalarQueryParameter],
    ) -> list[tuple[Any, ...]]:
        """Run a query and return its records; the job is labelled as dbt labels its own."""
        config = bigquery.QueryJobConfig(query_parameters=parameters, labels=labels)
        with self._trouble():
            found = self._client.query_and_wait(
                query,
                job_config=config,
                api_timeout=REQUEST_SECONDS,
                wait_timeout=QUERY_SECONDS,
                retry=DEFAULT_RETRY.with_timeout(RETRY_SECONDS),
                # Otherwise it would retry for 40 minutes what was already retried.
                job_retry=None,  # type: ignore[arg-type]
            )
            return [record.values() for record in found]

    @contextmanager
    def _trouble(self) -> Iterator[None]:
        place = f"{self._project}.{self.schema}"
        try:
            yield
        except (exceptions.Unauthorized, auth.GoogleAuthError) as error:
            if isinstance(error, auth.TransportError):
                raise _unreachable(error) from error
            raise WarehouseError(
                f"cannot sign in to BigQuery: {_one_line(error)}; sign in with `gcloud auth "
                f"application-default login`, or name a key or credentials file in "
                f"GOOGLE_APPLICATION_CREDENTIALS"
            ) from error
        except exceptions.Forbidden as error:
            raise WarehouseError(
                f"no permission to read {place} in BigQuery (this needs the roles "
                f"roles/bigquery.dataViewer on the dataset and roles/bigquery.jobUser in the "
                f"project): {_one_line(error)}"
            ) from error
        except exceptions.NotFound as error:
            raise WarehouseError(
                f"dataset {place} does not exist in BigQuery's location {self._location}: build "
                f"it, or correct TRENDS_BIGQUERY_PROJECT, _DATASET or _LOCATION: {_one_line(error)}"
            ) from error
        except concurrent.futures.TimeoutError as error:
            raise WarehouseError(
                f"BigQuery took more than {QUERY_SECONDS} s for a query on {place} and it was "
                f"cancelled: run this again"
            ) from error
        except (exceptions.RetryError, exceptions.ServerError, requests.RequestException) as error:
            raise _unreachable(error) from error
        except exceptions.GoogleAPIError as error:
            raise WarehouseError(f"BigQuery cannot read {place}: {_one_line(error)}") from error


def _labels(mart: Mart, labels: Mapping[str, str]) -> dict[str, str]:
    return {"app": "publish-trends", **labels, "model": mart.name}


def _unreachable(error: Exception) -> WarehouseError:
    cause = getattr(error, "cause", None) or error
    return WarehouseError(f"BigQuery is unreachable or does not answer: {_one_line(cause)}")


def _one_line(error: object) -> str:
    return " ".join(str(error).split())[:LONGEST_DETAIL]
