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

from google.auth.credentials import AnonymousCredentials
from google.cloud import bigquery

from scripts.sample.tables import COLUMNS
from tests.end_to_end.harness import ROOT

PROJECT = "sample-project"
START_SECONDS = 60

TYPES = {
    "VARCHAR": "STRING",
    "BIGINT": "INT64",
    "DOUBLE": "FLOAT64",
    "BOOLEAN": "BOOL",
    "DATE": "DATE",
    "TIMESTAMPTZ": "TIMESTAMP",
}
# As production has them: the column of the partition, and where every query has to name it.
BY_DAY = {
    "player_game_summary": "game_date",
    "team_offense_game_summary": "game_date",
    "bettingpros_player_points_props": "game_date",
    "nbac_schedule": "game_date",
    "nbac_injury_report": "report_date",
}
BY_RANGE = {"nbac_player_list_current": "season_year"}
FILTER_REQUIRED = ("team_offense_game_summary", "bettingpros_player_points_props", "nbac_schedule")


@dataclass(frozen=True)
class Emulator:
    """A running emulator: where it answers, and a client of it."""

    url: str
    client: bigquery.Client

    @property
    def variables(self) -> dict[str, str]:
        """What dbt and the publisher read from the environment to use it."""
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
    for dataset in {name.split(".")[0] for name in COLUMNS}:
        client.create_dataset(dataset)
    for name, columns in COLUMNS.items():
        dataset, table = name.split(".")
        client.create_table(_source_table(name, table, ", ".join(columns)))
        config = bigquery.LoadJobConfig(
            source_format=bigquery.SourceFormat.PARQUET,
            write_disposition=bigquery.WriteDisposition.WRITE_APPEND,
        )
        with (data_dir / dataset / f"{table}.parquet").open("rb") as file:
            client.load_table_from_file(file, f"{PROJECT}.{name}", job_config=config).result()


def _source_table(name: str, table: str, columns: str) -> bigquery.Table:
    kinds = re.findall(r"(\w+)\s+(\w+(?:\([\d,]+\))?)", columns)
    made = bigquery.Table(f"{PROJECT}.{name}", [_field(*kind) for kind in kinds])
    if column := BY_DAY.get(table):
        made.time_partitioning = bigquery.TimePartitioning(field=column)
    if column := BY_RANGE.get(table):
        years = bigquery.PartitionRange(start=2000, end=2100, interval=1)
        made.range_partitioning = bigquery.RangePartitioning(field=column, range_=years)
    made.require_partition_filter = table in FILTER_REQUIRED
    return made


def _field(name: str, kind: str) -> bigquery.SchemaField:
    """Return a column of BigQuery for one of DuckDB, ``DECIMAL(5,1)`` as ``NUMERIC(5, 1)``."""
    if numeric := re.fullmatch(r"DECIMAL\((\d+),(\d+)\)", kind):
        precision, scale = int(numeric[1]), int(numeric[2])
        return bigquery.SchemaField(name, "NUMERIC", precision=precision, scale=scale)
    return bigquery.SchemaField(name, TYPES[kind])
