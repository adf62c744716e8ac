"""An emulated BigQuery with the source tables of production, and dbt on it."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import duckdb
from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from tests.emulator.production import TABLES
from tests.fixtures.harness import ROOT

PROJECT = "sample-project"
START_SECONDS = 60

# DuckDB types of the columns that the live tables have besides those in production.py.
TYPES = {
    "VARCHAR": "STRING",
    "BIGINT": "INT64",
    "DOUBLE": "FLOAT64",
    "BOOLEAN": "BOOL",
    "DATE": "DATE",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
}


@dataclass(frozen=True)
class Emulator:
    """A running emulator: where it answers, and a client of it."""

    url: str
    client: bigquery.Client

    @property
    def variables(self) -> dict[str, str]:
        """What dbt and the publisher read from the environment in order to use it."""
        return {
            "TRENDS_TARGET": "bigquery",
            "TRENDS_BIGQUERY_PROJECT": PROJECT,
            # dbt signs in with a token; any will do.
            "TRENDS_BIGQUERY_METHOD": "oauth-secrets",
            "DBT_ENV_SECRET_BIGQUERY_TOKEN": "none",
            "BIGQUERY_EMULATOR_HOST": self.url,
        }


@contextmanager
def running_emulator(scratch: Path, data_dir: Path) -> Iterator[Emulator]:
    """Start an emulator, its files under ``scratch``, and load the sources of a data directory."""
    scratch.mkdir(parents=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with (scratch / "emulator.log").open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.emulator.server", str(port)],
            cwd=ROOT,
            # DuckDB keeps its extensions below HOME.
            env={**os.environ, "HOME": str(scratch)},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
    try:
        _wait_for(process, port, scratch / "emulator.log")
        url = f"http://127.0.0.1:{port}"
        client = bigquery.Client(
            project=PROJECT,
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": url},
        )
        load_sources(client, data_dir)
        yield Emulator(url, client)
    finally:
        process.terminate()
        process.wait()


def _wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError(f"the emulator does not answer: {log.read_text('utf-8')}")


def load_sources(client: bigquery.Client, data_dir: Path) -> None:
    """Make the source tables with production's types and partitions, and append the files."""
    for dataset in {table.dataset for table in TABLES}:
        client.create_dataset(dataset)
    for table in TABLES:
        path = data_dir / table.dataset / f"{table.name}.parquet"
        more = {name: kind for name, kind in _types(path).items() if name not in table.columns}
        client.create_table(table.in_bigquery(PROJECT, more))
        config = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.PARQUET,
            write_disposition=bigquery.WriteDisposition.WRITE_APPEND,
        )
        with path.open("rb") as file:
            target = f"{PROJECT}.{table.full_name}"
            client.load_table_from_file(file, target, job_config=config).result()


def drop_optional(client: bigquery.Client) -> list[str]:
    """Delete the optional source tables; return their names."""
    optional = [table for table in TABLES if table.is_optional]
    for table in optional:
        client.delete_table(f"{PROJECT}.{table.full_name}")
    return [table.name for table in optional]


def _types(path: Path) -> dict[str, str]:
    """Return the columns of a parquet file with BigQuery's types."""
    with duckdb.connect() as connection:
        relation = connection.read_parquet(str(path))
        kinds = [re.sub(r"^DECIMAL", "NUMERIC", str(kind)) for kind in relation.types]
    return {name: TYPES.get(kind, kind) for name, kind in zip(relation.columns, kinds, strict=True)}
