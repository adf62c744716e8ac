"""Rollback: an archived release is live again, whole, and the next export goes forward."""

import json
from datetime import date, timedelta
from pathlib import Path

import pytest

from publisher.documents import DOCUMENTS, INDEX_PATH
from tests.faults import sites
from tests.fixtures.daily_marts import D
from tests.fixtures.release import Run, Warehouse, snapshot

FIRST, SECOND, THIRD = sites.days(3)
WHOS_HOT, BOUNCE_BACK = (document for document in DOCUMENTS if document.group == "daily")


def release(run: Run, warehouse: Warehouse, day: date, heat: float, scope: str = "daily") -> None:
    warehouse(sites.crowded(day, heat=heat))
    assert run(scope, today=day).code == 0


@pytest.fixture
def two_days(run: Run, warehouse: Warehouse) -> None:
    """Release everything on one day, and the daily documents on the next."""
    release(run, warehouse, FIRST, 8.0, "all")
    release(run, warehouse, SECOND, 7.0)


@pytest.mark.usefixtures("two_days")
def test_an_archived_release_is_live_again(run: Run, tmp_path: Path) -> None:
    before = sites.folder(tmp_path / "site")
    outcome = run("rollback", str(FIRST), today=SECOND, hour=9)
    assert outcome.code == 0
    assert outcome.receipt["command"] == "rollback"
    assert outcome.receipt["as_of_date"] == str(FIRST)
    assert outcome.receipt["written"] == [WHOS_HOT.path, BOUNCE_BACK.path, INDEX_PATH]
    after = sites.folder(tmp_path / "site")
    sites.check_released(after)
    for document in DOCUMENTS:
        assert after[document.path] == before[document.archive_path(FIRST)], "byte for byte"
    assert {path: body for path, body in after.items() if "archive" in path} == {
        path: body for path, body in before.items() if "archive" in path
    }, "the archive stays as it is"
    # Doing it again changes nothing.
    files = snapshot(tmp_path / "site")
    assert run("rollback", str(FIRST), today=SECOND).receipt["status"] == "unchanged"
    assert snapshot(tmp_path / "site") == files


@pytest.mark.usefixtures("two_days")
def test_the_next_export_goes_forward_again(run: Run, warehouse: Warehouse, tmp_path: Path) -> None:
    second = sites.folder(tmp_path / "site")
    run("rollback", str(FIRST), today=SECOND)
    # The same day's again, from the archive's bytes; and the next day's.
    assert run("daily", today=SECOND).receipt["written"] == [
        WHOS_HOT.path,
        BOUNCE_BACK.path,
        INDEX_PATH,
    ]
    assert sites.folder(tmp_path / "site")[WHOS_HOT.path] == second[WHOS_HOT.path]
    run("rollback", str(FIRST), today=SECOND)
    release(run, warehouse, THIRD, 6.0)
    after = sites.folder(tmp_path / "site")
    sites.check_released(after)
    assert sites.as_of(after[WHOS_HOT.path]) == str(THIRD)


@pytest.mark.usefixtures("two_days")
def test_documents_without_an_archive_of_the_date_are_left_alone(run: Run, tmp_path: Path) -> None:
    run("rollback", str(FIRST), today=SECOND)
    before = sites.folder(tmp_path / "site")
    outcome = run("rollback", str(SECOND), today=SECOND)
    assert [entry["document"] for entry in outcome.receipt["documents"]] == [
        "whos-hot",
        "bounce-back",
    ]
    after = sites.folder(tmp_path / "site")
    sites.check_released(after)
    assert {path for path in after if after[path] != before[path]} == {
        WHOS_HOT.path,
        BOUNCE_BACK.path,
        INDEX_PATH,
    }


@pytest.mark.usefixtures("two_days")
def test_one_document_alone_can_be_rolled_back(run: Run, tmp_path: Path) -> None:
    outcome = run("rollback", str(FIRST), "--only", "bounce-back", today=SECOND)
    assert outcome.receipt["written"] == [BOUNCE_BACK.path, INDEX_PATH]
    after = sites.folder(tmp_path / "site")
    sites.check_released(after)
    assert sites.as_of(after[WHOS_HOT.path]) == str(SECOND)
    assert sites.as_of(after[BOUNCE_BACK.path]) == str(FIRST)


@pytest.mark.usefixtures("two_days")
def test_a_dry_rollback_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "site")
    outcome = run("rollback", str(FIRST), "--dry-run", today=SECOND)
    assert (outcome.code, outcome.receipt["status"]) == (0, "dry_run")
    assert [entry["live"] for entry in outcome.receipt["documents"]][:2] == ["write", "write"]
    assert outcome.receipt["index"] == "write"
    assert snapshot(tmp_path / "site") == before


@pytest.mark.usefixtures("two_days")
@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        ([str(FIRST - timedelta(days=1))], "whos-hot, bounce-back, what-matters"),
        ([str(SECOND), "--only", "deep-dive"], "deep-dive"),
        ([str(FIRST), "--to", "elsewhere"], "whos-hot"),
    ],
)
def test_without_an_archive_of_the_date_nothing_changes(
    run: Run, tmp_path: Path, arguments: list[str], names: str
) -> None:
    before = snapshot(tmp_path / "site")
    outcome = run("rollback", *arguments, today=SECOND)
    assert outcome.code == 6
    assert f"the archive has no {names}" in outcome.error
    assert f"for {arguments[0]}: see what it has in v1/trends/archive" in outcome.error
    assert snapshot(tmp_path / "site") == before
    assert not (tmp_path / "elsewhere").exists()


@pytest.mark.usefixtures("two_days")
@pytest.mark.parametrize(
    "content", [b"", b"{", b"[]", b"{}", b"\xff", b"[" * 100_000, b'{"heat": NaN}']
)
def test_a_corrupt_archive_is_not_put_live(run: Run, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "site" / BOUNCE_BACK.archive_path(FIRST)).write_bytes(content)
    before = snapshot(tmp_path / "site")
    outcome = run("rollback", str(FIRST), today=SECOND)
    assert outcome.code == 3
    assert f"archived bounce-back of {FIRST} is not valid" in outcome.error
    # The document before it, which is good, also stays as it is.
    assert outcome.receipt["written"] == []
    assert snapshot(tmp_path / "site") == before


@pytest.mark.usefixtures("two_days")
def test_an_archive_of_another_document_or_date_is_not_put_live(run: Run, tmp_path: Path) -> None:
    place = tmp_path / "site" / BOUNCE_BACK.archive_path(FIRST)
    for other in (WHOS_HOT.archive_path(FIRST), BOUNCE_BACK.archive_path(SECOND)):
        place.write_bytes((tmp_path / "site" / other).read_bytes())
        before = snapshot(tmp_path / "site")
        outcome = run("rollback", str(FIRST), today=SECOND)
        assert outcome.code == 3
        assert f"archived bounce-back of {FIRST} is not valid" in outcome.error
        assert snapshot(tmp_path / "site") == before


@pytest.mark.parametrize(
    ("when", "message"),
    [
        (str(D + timedelta(days=1)), "is in the future"),
        ("yesterday", "is not a date: write YYYY-MM-DD"),
        ("2025-1-9", "is not a date"),
        ("../../2025-01-10", "is not a date"),
        ("2025-01-10/..", "is not a date"),
        ("2025-01-10'; drop table x; --", "is not a date"),
        ("", "is not a date"),
    ],
)
def test_a_date_that_is_invalid_or_in_the_future(
    run: Run, tmp_path: Path, when: str, message: str
) -> None:
    outcome = run("rollback", when)
    assert outcome.code == 2
    assert message in outcome.error
    assert not (tmp_path / "site").exists()


def test_a_rollback_needs_a_date(run: Run) -> None:
    outcome = run("rollback")
    assert outcome.code == 2
    assert "DATE" in outcome.error


@pytest.mark.usefixtures("two_days")
def test_todays_archive_can_be_rolled_back_to(run: Run, tmp_path: Path) -> None:
    run("rollback", str(FIRST), today=SECOND)
    assert run("rollback", str(SECOND), today=SECOND).code == 0
    assert sites.as_of(sites.folder(tmp_path / "site")[WHOS_HOT.path]) == str(SECOND)


@pytest.mark.usefixtures("two_days")
def test_a_rollback_needs_no_warehouse(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trends.duckdb").unlink()
    assert run("rollback", str(FIRST), today=SECOND).code == 0


@pytest.mark.usefixtures("two_days")
def test_the_mark_of_a_degraded_release_goes_when_it_is_rolled_back(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse(sites.crowded(THIRD, hot=0))
    assert run("daily", "--accept-degraded", "closed", today=THIRD).code == 0
    run("rollback", str(SECOND), today=THIRD)
    index = json.loads((tmp_path / "site" / INDEX_PATH).read_bytes())
    assert {json.dumps(entry["degraded"]) for entry in index["documents"]} == {"null"}
