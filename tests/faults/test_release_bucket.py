"""Releases to a bucket: a real storage server, and a proxy that causes trouble on the way."""

import gzip
import hashlib
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import google.cloud.storage as gcs  # type: ignore[import-untyped]
import pytest
from google.auth.credentials import AnonymousCredentials

from publisher import cli
from publisher import store as store_module
from publisher.errors import RaceLostError
from publisher.store import open_store
from tests.faults.storage_proxy import StorageProxy
from tests.fixtures.daily_marts import D, daily_tables
from tests.fixtures.hand_marts import write_warehouse
from tests.fixtures.release import Outcome, Run, Warehouse, outcome_of

PREFIX = "site/"
ARCHIVE = f"{PREFIX}v1/trends/archive/2025-01-10"
LIVE = f"{PREFIX}v1/trends"
ALL = [
    f"{ARCHIVE}/whos-hot-v2.json",
    f"{ARCHIVE}/bounce-back.json",
    f"{LIVE}/whos-hot-v2.json",
    f"{LIVE}/bounce-back.json",
    f"{LIVE}/index.json",
]
WHOS_HOT, BOUNCE_BACK, INDEX = ALL[2:]


@pytest.fixture
def bucket(storage: StorageProxy) -> Iterator[Any]:
    """Return an empty bucket, as seen by a client that bypasses the proxy."""
    client = gcs.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": storage.server_url},
    )
    yield client.create_bucket("trends-bucket")
    client.close()


@pytest.fixture(autouse=True)
def little_patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Retry for seconds, not for a minute."""
    monkeypatch.setattr(store_module, "RETRY_SECONDS", 3)


def place(bucket: Any) -> str:
    return f"gs://{bucket.name}/{PREFIX}"


def generations(bucket: Any) -> dict[str, int]:
    return {blob.name: blob.generation for blob in bucket.list_blobs()}


def content(bucket: Any, name: str) -> Any:
    return json.loads(bucket.blob(name).download_as_bytes())


def changed(heat: float) -> dict[str, list[dict[str, Any]]]:
    """Return the daily tables with other numbers in both documents."""
    tables = daily_tables()
    for row in tables["fct_whos_hot_players"]:
        row["heat_score"] = heat
    for row in tables["fct_bounce_back_players"]:
        row["last_game__minutes"] = heat
    return tables


def check_index(bucket: Any) -> Any:
    """Return the index, after checking that it names what is really there."""
    index = content(bucket, INDEX)
    for entry in index["documents"]:
        body = bucket.blob(PREFIX + entry["path"].lstrip("/")).download_as_bytes()
        archived = bucket.blob(PREFIX + entry["archive_path"].lstrip("/")).download_as_bytes()
        assert entry["sha256"] == hashlib.sha256(body).hexdigest()
        assert archived == body
    return index


def heats(bucket: Any) -> tuple[float, float]:
    """Return the changed numbers of the two live documents."""
    return (
        content(bucket, WHOS_HOT)["periods"]["30d"]["hot"][0]["heat_score"],
        content(bucket, BOUNCE_BACK)["candidates"][0]["last_game"]["minutes"],
    )


def test_objects_carry_their_headers_in_the_upload_itself(
    run: Run, storage: StorageProxy, bucket: Any
) -> None:
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 0
    assert outcome.receipt["written"] == [name.removeprefix(PREFIX) for name in ALL]
    # In this order, one request per object, each with a precondition and its headers.
    assert [upload.name for upload in storage.uploads] == ALL
    year, hour = "public, max-age=31536000, immutable", "public, max-age=3600"
    assert [upload.metadata["cacheControl"] for upload in storage.uploads] == [
        year,
        year,
        hour,
        hour,
        "no-cache",
    ]
    for upload in storage.uploads:
        assert upload.query["ifGenerationMatch"] == ["0"]
        stored = bucket.get_blob(upload.name)
        assert stored.content_type == "application/json; charset=utf-8"
        assert stored.cache_control == upload.metadata["cacheControl"]
    order = generations(bucket)
    assert sorted(order, key=lambda name: order[name]) == ALL
    check_index(bucket)


def test_a_second_run_uploads_nothing(run: Run, storage: StorageProxy, bucket: Any) -> None:
    run("daily", "--to", place(bucket))
    before = generations(bucket)
    storage.uploads.clear()
    outcome = run("daily", "--to", place(bucket))
    assert outcome.receipt["status"] == "unchanged"
    assert storage.uploads == []
    assert generations(bucket) == before


def test_a_dry_run_uploads_nothing(run: Run, storage: StorageProxy, bucket: Any) -> None:
    assert run("daily", "--to", place(bucket), "--dry-run").receipt["status"] == "dry_run"
    assert generations(bucket) == {}
    assert storage.uploads == []


def test_a_replacement_names_the_generation_that_it_replaces(
    run: Run, warehouse: Warehouse, storage: StorageProxy, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    before = generations(bucket)
    storage.uploads.clear()
    warehouse(changed(7.0))
    assert run("daily", "--to", place(bucket)).code == 0
    assert {upload.name: upload.query["ifGenerationMatch"] for upload in storage.uploads} == {
        name: [str(generation)] for name, generation in before.items()
    }
    check_index(bucket)


def test_a_bucket_without_prefix(run: Run, bucket: Any) -> None:
    assert run("daily", "--to", f"gs://{bucket.name}").code == 0
    assert sorted(generations(bucket)) == sorted(name.removeprefix(PREFIX) for name in ALL)


@pytest.mark.parametrize("more", [[], ["--dry-run"]])
def test_no_such_bucket(run: Run, storage: StorageProxy, more: list[str]) -> None:
    outcome = run("daily", "--to", "gs://no-such-bucket/site", *more)
    assert outcome.code == 6
    assert "there is no bucket no-such-bucket" in outcome.error


def test_no_permission(run: Run, storage: StorageProxy, bucket: Any) -> None:
    storage.meddle = lambda method, name: 403
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 6
    assert "no permission" in outcome.error and "roles/storage.objectUser" in outcome.error


def test_an_endpoint_out_of_reach(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "http://127.0.0.1:9")
    outcome = run("daily", "--to", "gs://some-bucket")
    assert outcome.code == 6
    assert "cannot reach gs://some-bucket" in outcome.error
    assert outcome.error.count("\n") == 0


def test_an_endpoint_that_never_answers(
    run: Run, storage: StorageProxy, bucket: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store_module, "RETRY_SECONDS", 1)
    storage.meddle = lambda method, name: None if method == "POST" else "pass"
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 6
    assert f"cannot write gs://{bucket.name}/{ALL[0]}" in outcome.error
    assert generations(bucket) == {}


def test_passing_trouble_is_retried(run: Run, storage: StorageProxy, bucket: Any) -> None:
    answers: list[int | str] = [503, 503]

    def meddle(method: str, name: str) -> int | str:
        return answers.pop() if method == "POST" and answers else "pass"

    storage.meddle = meddle
    assert run("daily", "--to", place(bucket)).code == 0
    assert answers == []
    check_index(bucket)


def test_an_upload_whose_answer_is_lost_is_not_taken_for_a_race(
    run: Run, storage: StorageProxy, bucket: Any
) -> None:
    lost: list[str] = []

    def meddle(method: str, name: str) -> str:
        if method == "POST" and name not in lost:
            lost.append(name)
            return "lose"
        return "pass"

    storage.meddle = meddle
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 0
    # Each was uploaded twice: the first time successfully, the second time in vain.
    assert [upload.status for upload in storage.uploads] == [200, 412] * 5
    assert lost == ALL
    check_index(bucket)


def publish_aside(bucket: Any, heat: float) -> Outcome:
    """Make a whole release with other numbers in another process, straight to the server."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rival.duckdb"
        write_warehouse(path, changed(heat))
        process = subprocess.run(
            [
                sys.executable,
                "-m",
                "publisher.cli",
                "daily",
                "--as-of",
                "2025-01-10",
                "--live",
                "--replace",
                "--to",
                place(bucket),
            ],
            env={
                **os.environ,
                "PYTHONPATH": str(Path(cli.__file__).parents[1]),
                "TRENDS_DUCKDB_PATH": str(path),
                "STORAGE_EMULATOR_HOST": bucket.client.api_endpoint,
            },
            capture_output=True,
            text=True,
            check=False,
        )
    return outcome_of(process.returncode, process.stdout, process.stderr)


def meddle_once(storage: StorageProxy, at: str, act: Callable[[], object]) -> None:
    """Do something just before the first upload of an object reaches the server."""
    done: list[str] = []

    def meddle(method: str, name: str) -> str:
        if method == "POST" and name == at and not done:
            done.append(name)
            act()
        return "pass"

    storage.meddle = meddle


def test_a_race_lost_at_the_first_live_object_changes_nothing_else(
    run: Run, warehouse: Warehouse, storage: StorageProxy, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    before = generations(bucket)
    warehouse(changed(7.0))
    other = b'{"by": "another publisher"}\n'
    meddle_once(storage, WHOS_HOT, lambda: bucket.blob(WHOS_HOT).upload_from_string(other))
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 6
    assert "another publisher changed" in outcome.error and WHOS_HOT in outcome.error
    assert outcome.receipt["written"] == [name.removeprefix(PREFIX) for name in ALL[:2]]
    assert bucket.blob(WHOS_HOT).download_as_bytes() == other
    after = generations(bucket)
    assert (after[BOUNCE_BACK], after[INDEX]) == (before[BOUNCE_BACK], before[INDEX])


def test_two_whole_releases_race_and_the_later_index_loses(
    run: Run, warehouse: Warehouse, storage: StorageProxy, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    winners: list[Outcome] = []
    warehouse(changed(7.0))
    meddle_once(storage, INDEX, lambda: winners.append(publish_aside(bucket, 6.0)))
    outcome = run("daily", "--to", place(bucket))
    (winner,) = winners
    assert winner.code == 0
    assert outcome.code == 6
    assert INDEX in outcome.error
    assert heats(bucket) == (6.0, 6.0)
    check_index(bucket)


def test_a_whole_release_between_the_live_writes_and_the_index_is_not_undone(
    run: Run, warehouse: Warehouse, storage: StorageProxy, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    storage.uploads.clear()
    winners: list[Outcome] = []

    def meddle(method: str, name: str) -> str:
        # The last look before the index: after this, what was read of whos-hot is out of date.
        if method == "GET" and name == BOUNCE_BACK and len(storage.uploads) == 4 and not winners:
            winners.append(publish_aside(bucket, 6.0))
        return "pass"

    warehouse(changed(7.0))
    storage.meddle = meddle
    outcome = run("daily", "--to", place(bucket))
    assert [winner.code for winner in winners] == [0]
    assert outcome.code == 6 and INDEX in outcome.error
    assert heats(bucket) == (6.0, 6.0)
    check_index(bucket)


def test_a_publisher_that_dies_between_two_live_writes_is_repaired_by_the_next(
    run: Run, warehouse: Warehouse, storage: StorageProxy, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    before = generations(bucket)
    warehouse(changed(7.0))
    storage.meddle = lambda method, name: (
        403 if method == "POST" and name == BOUNCE_BACK else "pass"
    )
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 6
    assert outcome.receipt["written"] == [name.removeprefix(PREFIX) for name in ALL[:3]]
    assert heats(bucket) == (7.0, 36.5), "two releases, each object whole"
    assert generations(bucket)[INDEX] == before[INDEX]
    named = {entry["document"]: entry["sha256"] for entry in content(bucket, INDEX)["documents"]}
    body = bucket.blob(WHOS_HOT).download_as_bytes()
    assert named["whos-hot"] != hashlib.sha256(body).hexdigest(), "the index shows it"

    storage.meddle = lambda method, name: "pass"
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 0
    assert outcome.receipt["written"] == [name.removeprefix(PREFIX) for name in ALL[3:]]
    assert heats(bucket) == (7.0, 7.0)
    check_index(bucket)


def test_an_object_that_changes_while_it_is_read_is_a_lost_race(
    run: Run, storage: StorageProxy, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    done: list[str] = []

    def meddle(method: str, name: str) -> str:
        if method == "GET" and name == WHOS_HOT and not done:
            done.append(name)
        elif method == "GET" and name == WHOS_HOT and len(done) == 1:
            done.append(name)
            bucket.blob(WHOS_HOT).upload_from_string(b"{}")
        return "pass"

    storage.meddle = meddle
    outcome = run("daily", "--to", place(bucket))
    assert outcome.code == 6
    assert "another publisher changed" in outcome.error
    assert done == [WHOS_HOT, WHOS_HOT]


def test_the_store_refuses_a_stale_version(storage: StorageProxy, bucket: Any) -> None:
    store = open_store(place(bucket))
    store.write("a.json", b"1", cache_control="no-cache", replaces=None)
    first = store.read("a.json")
    assert first is not None and first.content == b"1"
    store.write("a.json", b"2", cache_control="no-cache", replaces=first)
    for stale in (first, None):
        with pytest.raises(RaceLostError):
            store.write("a.json", b"3", cache_control="no-cache", replaces=stale)
    second = store.read("a.json")
    assert second is not None and second.content == b"2"
    assert store.read("b.json") is None


@pytest.mark.parametrize("broken", [False, True])
def test_an_object_that_the_bucket_keeps_compressed_is_read_like_any_other(
    run: Run, bucket: Any, broken: bool
) -> None:
    """As `gcloud storage cp --gzip-local-all` leaves it; a broken one is healed."""
    assert run("daily", "--to", place(bucket)).code == 0
    for name in (WHOS_HOT, INDEX):
        packed = gzip.compress(bucket.blob(name).download_as_bytes())
        blob = bucket.blob(name)
        blob.content_encoding = "gzip"
        blob.upload_from_string(packed[:-20] if broken else packed)
    before = generations(bucket)
    outcome = run("daily", "--to", place(bucket))
    assert (outcome.code, outcome.receipt["status"]) == (
        (0, "published") if broken else (0, "unchanged")
    ), outcome.error
    after = generations(bucket)
    assert {name for name in after if after[name] != before[name]} == (
        {WHOS_HOT, INDEX} if broken else set()
    )


def test_the_archive_of_a_past_date_is_kept_unless_replaced(
    run: Run, warehouse: Warehouse, bucket: Any
) -> None:
    run("daily", "--to", place(bucket))
    before = generations(bucket)
    warehouse(changed(7.0))
    past = ["daily", "--as-of", str(D), "--to", place(bucket)]
    outcome = run(*past, today=D + timedelta(days=1))
    assert outcome.code == 6 and "--replace" in outcome.error
    assert generations(bucket) == before
    outcome = run(*past, "--replace", today=D + timedelta(days=1))
    assert outcome.receipt["written"] == [name.removeprefix(PREFIX) for name in ALL[:2]]
    assert {name: generations(bucket)[name] for name in ALL[2:]} == {
        name: before[name] for name in ALL[2:]
    }
