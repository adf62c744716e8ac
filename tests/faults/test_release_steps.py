"""A fault of each kind at each step of a release to a bucket: what it leaves, what repairs it.

The steps are the requests of a release of the second day on top of that of the first. The storage
server is real; the proxy in front of it causes the trouble.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import google.cloud.storage as gcs  # type: ignore[import-untyped]
import google.cloud.storage.retry as gcs_retry  # type: ignore[import-untyped]
import pytest
from google.auth.credentials import AnonymousCredentials

from publisher import cli
from publisher import store as store_module
from publisher.documents import ARCHIVE_FOLDER, DOCUMENTS, INDEX_PATH
from tests.faults import sites
from tests.faults.storage_proxy import SLOW_SECONDS, StorageProxy
from tests.fixtures.hand_marts import write_warehouse
from tests.fixtures.release import Outcome, Run

FIRST, SECOND = sites.days(2)
DAILY = [document for document in DOCUMENTS if document.group == "daily"]
PREFIX = "site/"
TO = ("--to", f"gs://trends-bucket/{PREFIX}")

# What passes when the request is repeated once or twice.
PASSING: dict[str, list[int | str | None]] = {
    "429": [429],
    "500": [500],
    "burst of 503": [503, 503],
    "hang-up": [None],
    "reset": ["reset"],
    "answer lost": ["lose"],
    "slow": ["slow"],
}
LASTING: dict[str, int | str] = {"403": 403, "404": 404, "503": 503, "refused": "refuse"}


@dataclass
class Trouble:
    """A meddler that numbers the requests, and causes trouble from the one numbered ``at``."""

    at: int | None = None
    wishes: list[int | str | None] = field(default_factory=list)
    lasts: bool = False
    seen: list[tuple[str, str]] = field(default_factory=list)

    def __call__(self, method: str, name: str) -> int | str | None:
        self.seen.append((method, name))
        if self.at is None or len(self.seen) <= self.at or not self.wishes:
            return "pass"
        return self.wishes[0] if self.lasts else self.wishes.pop(0)


@dataclass
class Bucket:
    """The bucket, bypassing the proxy; it can be put back to how it was after the first day."""

    handle: Any
    after_first: dict[str, bytes] = field(default_factory=dict)

    def site(self) -> dict[str, bytes]:
        return sites.bucket(self.handle, PREFIX)

    def put(self, path: str, body: bytes) -> None:
        self.handle.blob(PREFIX + path).upload_from_string(body)

    def reset(self) -> None:
        now = self.site()
        for path in set(now) - set(self.after_first):
            self.handle.blob(PREFIX + path).delete()
        for path, body in self.after_first.items():
            if now.get(path) != body:
                self.put(path, body)


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry at once, and give up soon."""
    monkeypatch.setattr(store_module, "RETRY_SECONDS", 2)
    monkeypatch.setattr(store_module, "READ_SECONDS", SLOW_SECONDS / 2)
    quick = gcs_retry.DEFAULT_RETRY.with_delay(initial=0.01, maximum=0.02)
    monkeypatch.setattr(gcs_retry, "DEFAULT_RETRY", quick)


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Return warehouse files: one for each of the two days, and another build of the second."""
    folder = tmp_path_factory.mktemp("marts")
    tables = {
        "first": sites.crowded(FIRST, heat=8.0),
        "second": sites.crowded(SECOND, heat=7.0),
        "rival": sites.crowded(SECOND, heat=6.0),
    }
    for name, rows in tables.items():
        write_warehouse(folder / f"{name}.duckdb", rows)
    return {name: folder / f"{name}.duckdb" for name in tables}


@pytest.fixture
def bucket(
    storage: StorageProxy, run: Run, marts: dict[str, Path], tmp_path: Path
) -> Iterator[Bucket]:
    """Return the bucket after the release of the first day; the second day's marts are ready."""
    client = gcs.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": storage.server_url},
    )
    made = Bucket(client.create_bucket("trends-bucket"))
    shutil.copy(marts["first"], tmp_path / "trends.duckdb")
    assert run("daily", *TO, today=FIRST).code == 0
    shutil.copy(marts["second"], tmp_path / "trends.duckdb")
    made.after_first = made.site()
    yield made
    client.close()


def release(run: Run, storage: StorageProxy, meddler: Trouble) -> Outcome:
    """Release the second day through the trouble; the connection is good again afterwards."""
    storage.meddle = meddler
    try:
        return run("daily", *TO, today=SECOND)
    finally:
        storage.meddle = Trouble()
        storage.listen()


def mixed(site: dict[str, bytes]) -> set[str]:
    """Return the documents for which ``status`` says that a release died half-way."""
    return {
        trouble.split(":")[0]
        for trouble in sites.troubles(site, SECOND)
        if "not in the index: a release died half-way" in trouble
    }


def check_fault_and_repair(bucket: Bucket, run: Run, storage: StorageProxy) -> set[str]:
    """Check the bucket after a failed release, and repair it; return what was mixed."""
    site, before = bucket.site(), bucket.after_first
    sites.check_after_fault(before, site, SECOND)
    if site == before:
        return set()
    found = mixed(site)
    if site[INDEX_PATH] == before[INDEX_PATH]:
        assert found == {one.name for one in DAILY if site[one.path] != before[one.path]}
    assert release(run, storage, Trouble()).code == 0
    repaired = bucket.site()
    sites.check_released(repaired)
    assert {sites.as_of(repaired[one.path]) for one in DAILY} == {str(SECOND)}
    assert mixed(repaired) == set()
    return found


def steps(bucket: Bucket, run: Run, storage: StorageProxy) -> list[tuple[str, str]]:
    """Return the requests of the release when nothing is in its way."""
    clean = Trouble()
    assert release(run, storage, clean).code == 0
    bucket.reset()
    assert len(clean.seen) >= 20
    assert [method for method, _ in clean.seen].count("POST") == 5
    return clean.seen


@pytest.mark.parametrize("kind", PASSING)
def test_passing_trouble_at_any_step_is_overcome(
    bucket: Bucket, run: Run, storage: StorageProxy, kind: str
) -> None:
    for step in range(len(steps(bucket, run, storage))):
        meddler = Trouble(step, list(PASSING[kind]))
        outcome = release(run, storage, meddler)
        assert outcome.code == 0, (kind, step, meddler.seen[step], outcome.error)
        assert meddler.wishes == [], "the trouble was met"
        sites.check_released(bucket.site())
        bucket.reset()


@pytest.mark.parametrize("kind", LASTING)
def test_lasting_trouble_from_any_step_on_loses_nothing_and_is_repaired(
    bucket: Bucket, run: Run, storage: StorageProxy, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    times_mixed = 0
    for step, (method, name) in enumerate(steps(bucket, run, storage)):
        monkeypatch.setattr(store_module, "RETRY_SECONDS", 0.05)
        outcome = release(run, storage, Trouble(step, [LASTING[kind]], lasts=True))
        monkeypatch.setattr(store_module, "RETRY_SECONDS", 2)
        assert outcome.code == 6, (kind, step, method, name)
        assert "gs://trends-bucket" in outcome.error
        times_mixed += bool(check_fault_and_repair(bucket, run, storage))
        bucket.reset()
    assert times_mixed >= 4, "steps between the first live write and the index"


def test_an_object_that_is_not_found_once_breaks_nothing(
    bucket: Bucket, run: Run, storage: StorageProxy
) -> None:
    """The store itself is always consistent; but this is what a false answer would do."""
    for step in range(len(steps(bucket, run, storage))):
        outcome = release(run, storage, Trouble(step, [404]))
        assert outcome.code in (0, 6)
        check_fault_and_repair(bucket, run, storage)
        bucket.reset()


@pytest.mark.parametrize("number", range(5))
def test_a_rivals_write_just_before_any_upload_is_a_lost_race(
    bucket: Bucket,
    run: Run,
    storage: StorageProxy,
    marts: dict[str, Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: int,
) -> None:
    # The rival's objects of the same day, as its own release makes them.
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(marts["rival"]))
    assert run("daily", *TO, today=SECOND).code == 0
    rival = bucket.site()
    bucket.reset()
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(tmp_path / "trends.duckdb"))
    met: list[str] = []

    def meddle(method: str, name: str) -> str:
        if method == "POST":
            met.append(name)
            if len(met) == number + 1:
                path = name.removeprefix(PREFIX)
                bucket.put(path, rival[path])
        return "pass"

    storage.meddle = meddle
    outcome = run("daily", *TO, today=SECOND)
    storage.meddle = Trouble()
    assert outcome.code == 6
    assert f"another publisher changed gs://trends-bucket/{met[number]}" in outcome.error
    assert len(met) == number + 1 == len(outcome.receipt["written"]) + 1, "it stops there"
    site = bucket.site()
    assert site[met[number].removeprefix(PREFIX)] == rival[met[number].removeprefix(PREFIX)]
    sites.check_whole(site)
    assert run("daily", *TO, today=SECOND).code == 0
    sites.check_released(bucket.site())


@pytest.mark.parametrize("has_reached", [False, True], ids=["before the server", "after it"])
@pytest.mark.parametrize("number", range(5))
def test_a_publisher_killed_at_any_write_loses_nothing_and_is_repaired(
    bucket: Bucket,
    run: Run,
    storage: StorageProxy,
    tmp_path: Path,
    number: int,
    has_reached: bool,
) -> None:
    met: list[str] = []
    is_there, is_dead = threading.Event(), threading.Event()

    def meddle(method: str, name: str) -> str | None:
        if method == "POST":
            met.append(name)
        if len(met) <= number:
            return "pass"
        if has_reached:
            # The server gets the upload; the publisher dies while waiting for the answer.
            kill_soon()
            return "lose"
        kill_soon()
        return None

    def kill_soon() -> None:
        is_there.set()
        assert is_dead.wait(30)

    storage.meddle = meddle
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher.cli", "daily", *TO, "--as-of", str(SECOND), "--live"],
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    try:
        assert is_there.wait(30), process.communicate()
    finally:
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        storage.meddle = Trouble()
        is_dead.set()
    assert (process.returncode, out) == (-signal.SIGKILL, b""), "it had no time for a receipt"
    path = met[number].removeprefix(PREFIX)
    wait_for(lambda: not has_reached or bucket.site().get(path) != bucket.after_first.get(path))
    changed = {path for path, body in bucket.site().items() if bucket.after_first.get(path) != body}
    assert changed == {name.removeprefix(PREFIX) for name in met[: number + has_reached]}
    check_fault_and_repair(bucket, run, storage)


def wait_for(is_true: Callable[[], bool]) -> None:
    """Wait for what the server does in its own time."""
    pause = threading.Event()
    for _ in range(300):
        if is_true():
            return
        pause.wait(0.1)
    raise AssertionError("waited 30 s in vain")


def test_the_archive_of_the_first_day_is_what_a_rollback_takes_after_a_fault(
    bucket: Bucket, run: Run, storage: StorageProxy
) -> None:
    # Both documents are live, the index is not.
    write = max(n for n, (m, _) in enumerate(steps(bucket, run, storage)) if m == "POST")
    assert release(run, storage, Trouble(write, [403], lasts=True)).code == 6
    assert run("rollback", str(FIRST), *TO, today=SECOND).code == 0
    site = bucket.site()
    sites.check_released(site)
    for document in DAILY:
        assert site[document.path] == bucket.after_first[document.path]
    archived = [path for path in site if path.startswith(f"{ARCHIVE_FOLDER}/{SECOND}/")]
    assert len(archived) == 2
    names = [entry["document"] for entry in json.loads(site[INDEX_PATH])["documents"]]
    assert names == [document.name for document in DAILY]
