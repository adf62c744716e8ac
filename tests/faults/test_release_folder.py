"""Releases to a folder: what is written, what is left alone, and what is repaired."""

import itertools
import os
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from publisher import cli
from publisher.check import violations
from publisher.documents import DOCUMENTS
from publisher.schemas import load_schema
from tests.faults.folder import ALL, ARCHIVE, NEXT_DAY, built_later, changed, check_index, load
from tests.fixtures.daily_marts import D
from tests.fixtures.release import Run, Warehouse, clock_at, snapshot


def test_a_release_writes_archive_then_live_then_the_index(run: Run, tmp_path: Path) -> None:
    outcome = run("daily")
    assert outcome.code == 0
    assert outcome.receipt["status"] == "published"
    assert outcome.receipt["written"] == ALL
    assert sorted(snapshot(tmp_path / "site")) == sorted(ALL)
    index = check_index(tmp_path / "site")
    assert [entry["document"] for entry in index["documents"]] == ["whos-hot", "bounce-back"]
    assert [entry["records"] for entry in index["documents"]] == [4, 2]
    assert index["published_at"] == "2025-01-10T06:30:00-05:00"
    for schema, file in (("whos-hot-v2", ALL[2]), ("bounce-back", ALL[3])):
        assert violations(load_schema(schema), load(tmp_path / "site" / file)) == []
    mode = (tmp_path / "site" / ALL[2]).stat().st_mode
    assert mode & 0o044 == 0o044 & ~_umask(), "a web server must be able to read it"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_a_second_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    outcome = run("daily", hour=9)
    assert (outcome.receipt["status"], outcome.receipt["written"]) == ("unchanged", [])
    assert snapshot(tmp_path / "site") == before


def test_a_later_build_with_equal_content_writes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    # At 08:02: the same run is due next.
    warehouse(built_later(timedelta(hours=2)))
    assert run("daily", hour=8).receipt["status"] == "unchanged"
    assert snapshot(tmp_path / "site") == before


def test_a_later_run_of_the_day_moves_the_next_refresh_in_live_and_archive(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    """At 09:02: nothing else is new, but a reader who sees 09:00 as due would take it for late."""
    run("daily")
    warehouse(built_later(timedelta(hours=3)))
    outcome = run("daily", hour=9)
    assert (outcome.code, outcome.receipt["written"]) == (0, ALL)
    index = check_index(tmp_path / "site")
    assert {entry["next_refresh_at"] for entry in index["documents"]} == {
        "2025-01-10T12:00:00-05:00"
    }


@pytest.mark.parametrize("more", [(), ("--live",)], ids=["archive", "live"])
def test_a_replay_of_an_archive_on_unchanged_data_writes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """A day or a year later another run is due next, but that is not new content."""
    run("daily")
    before = snapshot(tmp_path / "site")
    for later in (timedelta(hours=3), timedelta(days=1), timedelta(days=365)):
        warehouse(built_later(later))
        outcome = run("daily", "--as-of", "2025-01-10", *more, today=D + timedelta(days=365))
        assert (outcome.code, outcome.receipt["status"]) == (0, "unchanged")
        assert snapshot(tmp_path / "site") == before


def test_the_index_is_published_when_it_is_written(warehouse: Warehouse, tmp_path: Path) -> None:
    """Not when the release began: a reader may look in between."""
    ticks = itertools.count()
    start = clock_at(D)()
    arguments = ["daily", "--to", str(tmp_path / "site")]
    assert cli.main(arguments, lambda: start + timedelta(minutes=next(ticks))) == 0
    index = check_index(tmp_path / "site")
    assert datetime.fromisoformat(index["published_at"]) > start


def test_todays_release_may_be_replaced(run: Run, warehouse: Warehouse, tmp_path: Path) -> None:
    run("daily")
    warehouse(changed())
    outcome = run("daily")
    assert outcome.receipt["written"] == [ALL[0], ALL[2], ALL[4]]
    check_index(tmp_path / "site")


def test_a_dry_run_writes_nothing_and_says_what_it_would(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--dry-run")
    assert (outcome.code, outcome.receipt["status"]) == (0, "dry_run")
    assert outcome.receipt["written"] == []
    assert outcome.receipt["index"] == "write"
    assert [(entry["archive"], entry["live"]) for entry in outcome.receipt["documents"]] == [
        ("write", "write")
    ] * 2
    assert not (tmp_path / "site").exists()


def test_a_dry_run_after_a_release_would_write_nothing(run: Run, tmp_path: Path) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    outcome = run("daily", "--dry-run")
    assert outcome.receipt["index"] == "keep"
    assert [(entry["archive"], entry["live"]) for entry in outcome.receipt["documents"]] == [
        ("keep", "keep")
    ] * 2
    assert snapshot(tmp_path / "site") == before


def test_a_dry_run_of_a_change_would_write_the_index(run: Run, warehouse: Warehouse) -> None:
    run("daily")
    warehouse(changed())
    assert run("daily", "--dry-run").receipt["index"] == "write"


def test_a_past_date_goes_to_the_archive_only(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--as-of", "2025-01-10", today=NEXT_DAY)
    assert outcome.receipt["written"] == ALL[:2]
    assert outcome.receipt["index"] == "skip"
    assert {entry["live"] for entry in outcome.receipt["documents"]} == {"skip"}
    assert sorted(snapshot(tmp_path / "site")) == sorted(ALL[:2])


def test_a_past_date_goes_live_when_asked(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--as-of", "2025-01-10", "--live", today=NEXT_DAY)
    assert outcome.receipt["written"] == ALL
    check_index(tmp_path / "site")


def test_going_live_later_takes_the_archived_bytes(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily", "--as-of", "2025-01-10", today=NEXT_DAY)
    warehouse(built_later(timedelta(hours=3)))
    outcome = run("daily", "--as-of", "2025-01-10", "--live", today=NEXT_DAY)
    assert outcome.receipt["written"] == ALL[2:]
    check_index(tmp_path / "site")


def test_the_archive_of_a_past_date_is_kept_unless_replaced(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    warehouse(changed())
    for more in ([], ["--live"]):
        outcome = run("daily", "--as-of", "2025-01-10", *more, today=NEXT_DAY)
        assert outcome.code == 6
        assert "--replace" in outcome.error and ALL[0] in outcome.error
        assert outcome.receipt["written"] == []
        assert snapshot(tmp_path / "site") == before
    outcome = run("daily", "--as-of", "2025-01-10", "--replace", today=NEXT_DAY)
    assert outcome.receipt["written"] == [ALL[0]]
    assert snapshot(tmp_path / "site")[ALL[2]] == before[ALL[2]], "live stays"


def test_publishing_one_document_keeps_the_others_entry(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    before = load(tmp_path / "site" / ALL[4])
    warehouse(changed())
    outcome = run("daily", "--only", "whos-hot")
    assert outcome.receipt["written"] == [ALL[0], ALL[2], ALL[4]]
    after = check_index(tmp_path / "site")
    assert after["documents"][1] == before["documents"][1]
    assert after["documents"][0] != before["documents"][0]


def test_publishing_one_document_names_only_what_exists(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--only", "bounce-back", "--only", "bounce-back")
    assert outcome.receipt["written"] == [ALL[1], ALL[3], ALL[4]]
    assert [entry["document"] for entry in check_index(tmp_path / "site")["documents"]] == [
        "bounce-back"
    ]


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe", b"", b"[]", b"null", b'{"documents": 5}', b'{"schema_version": "1.0.0"}'],
)
def test_a_corrupt_index_is_made_again(run: Run, tmp_path: Path, content: bytes) -> None:
    run("daily")
    (tmp_path / "site" / ALL[4]).write_bytes(content)
    outcome = run("daily")
    assert outcome.receipt["written"] == [ALL[4]]
    assert "index.json" in outcome.receipt["warnings"][0]
    check_index(tmp_path / "site")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"", b"[]", b"{}", b'{"refresh": 3}'])
def test_a_corrupt_live_object_is_repaired(run: Run, tmp_path: Path, content: bytes) -> None:
    run("daily")
    (tmp_path / "site" / ALL[2]).write_bytes(content)
    outcome = run("daily")
    assert outcome.code == 0
    assert outcome.receipt["written"] == [ALL[2]]
    assert outcome.receipt["index"] == "keep"
    check_index(tmp_path / "site")


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"as_of_date": "../../x"}'])
def test_a_corrupt_live_object_of_another_document_leaves_the_index(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    run("daily")
    (tmp_path / "site" / ALL[3]).write_bytes(content)
    outcome = run("daily", "--only", "whos-hot")
    assert outcome.receipt["written"] == [ALL[4]]
    assert ALL[3] in outcome.receipt["warnings"][0]
    assert [entry["document"] for entry in check_index(tmp_path / "site")["documents"]] == [
        "whos-hot"
    ]


def test_a_live_object_that_the_index_does_not_name_is_repaired(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    warehouse(changed())
    index = (tmp_path / "site" / ALL[4]).read_bytes()
    run("daily")
    # As if the publisher had died just before the index.
    (tmp_path / "site" / ALL[4]).write_bytes(index)
    outcome = run("daily")
    assert outcome.receipt["written"] == [ALL[4]]
    assert outcome.receipt["warnings"] == [f"the index did not name what is live at /{ALL[2]}"]
    check_index(tmp_path / "site")


WEEKLY = ["what-matters.json", "team-tendencies.json", "quick-hits.json"]


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["weekly"], WEEKLY),
        # The Monday job and the Wednesday job.
        (["weekly", "--only", "team-tendencies", "--only", "what-matters"], WEEKLY[:2]),
        (["weekly", "--only", "quick-hits"], WEEKLY[2:]),
        (["monthly"], ["deep-dive-current.json"]),
        (["all"], ["whos-hot-v2.json", "bounce-back.json", *WEEKLY, "deep-dive-current.json"]),
        (
            ["all", "--only", "deep-dive", "--only", "whos-hot"],
            ["whos-hot-v2.json", "deep-dive-current.json"],
        ),
    ],
)
def test_a_command_publishes_its_documents_in_the_registrys_order(
    run: Run, tmp_path: Path, arguments: list[str], files: list[str]
) -> None:
    outcome = run(*arguments)
    assert outcome.code == 0
    assert outcome.receipt["command"] == arguments[0]
    assert outcome.receipt["written"] == [
        *(f"{ARCHIVE}/{file}" for file in files),
        *(f"v1/trends/{file}" for file in files),
        "v1/trends/index.json",
    ]
    for file in files:
        schema = file.removesuffix(".json")
        assert violations(load_schema(schema), load(tmp_path / "site/v1/trends" / file)) == []
    index = check_index(tmp_path / "site")
    assert [entry["path"] for entry in index["documents"]] == [f"/v1/trends/{f}" for f in files]


def test_the_index_gathers_the_documents_of_every_command(run: Run, tmp_path: Path) -> None:
    run("monthly")
    run("daily")
    run("weekly", "--only", "quick-hits")
    index = check_index(tmp_path / "site")
    assert [(entry["document"], entry["next_refresh_at"]) for entry in index["documents"]] == [
        ("whos-hot", "2025-01-10T09:00:00-05:00"),
        ("bounce-back", "2025-01-10T09:00:00-05:00"),
        ("quick-hits", "2025-01-15T08:00:00-05:00"),
        ("deep-dive", "2025-02-01T06:00:00-05:00"),
    ]
    before = snapshot(tmp_path / "site")
    outcome = run("weekly")
    assert [path for path in outcome.receipt["written"] if "archive" not in path] == [
        "v1/trends/what-matters.json",
        "v1/trends/team-tendencies.json",
        "v1/trends/index.json",
    ]
    assert [entry["document"] for entry in check_index(tmp_path / "site")["documents"]] == [
        document.name for document in DOCUMENTS
    ]
    after = snapshot(tmp_path / "site")
    assert all(after[path] == before[path] for path in before if path != ALL[4])
    assert run("all").receipt["status"] == "unchanged"
