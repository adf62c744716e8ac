"""The content guards on the command line: what is refused changes nothing, and can be accepted."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher.documents import DOCUMENTS, INDEX_PATH
from tests.faults import sites
from tests.fixtures.daily_marts import D
from tests.fixtures.release import Run, Warehouse, snapshot

NEXT_DAY = D + timedelta(days=1)
EMPTIED = "periods.30d.hot is empty and had 6 entries"
WHOS_HOT = "v1/trends/whos-hot-v2.json"
REASON = "the books were closed"


def index_of(tmp_path: Path) -> dict[str, Any]:
    entries: list[Any] = json.loads((tmp_path / "site" / INDEX_PATH).read_bytes())["documents"]
    return {entry["document"]: entry for entry in entries}


@pytest.fixture
def emptied(run: Run, warehouse: Warehouse) -> None:
    """Release a full list, then make the next day's marts, in which it is empty."""
    warehouse(sites.crowded(D, hot=6))
    assert run("daily").code == 0
    warehouse(sites.crowded(NEXT_DAY, hot=0))


@pytest.mark.usefixtures("emptied")
def test_a_refusal_names_document_and_list_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "site")
    outcome = run("daily", today=NEXT_DAY)
    assert outcome.code == 7
    assert outcome.error.startswith("refused, nothing was changed: ")
    assert f"whos-hot: {EMPTIED}" in outcome.error
    assert "--accept-degraded REASON" in outcome.error
    assert outcome.receipt["refusals"] == [
        {"guard": "emptied_list", "document": "whos-hot", "text": EMPTIED}
    ]
    assert (outcome.receipt["written"], outcome.receipt["accepted"]) == ([], None)
    assert (outcome.receipt["index"], outcome.receipt["live"]) == (None, [])
    # Not even bounce-back, which is fine, nor an archive: the next good run starts from the same.
    assert snapshot(tmp_path / "site") == before


@pytest.mark.usefixtures("emptied")
def test_a_dry_run_is_refused_too(run: Run, tmp_path: Path) -> None:
    before = snapshot(tmp_path / "site")
    assert run("daily", "--dry-run", today=NEXT_DAY).code == 7
    outcome = run("daily", "--dry-run", "--accept-degraded", REASON, today=NEXT_DAY)
    assert (outcome.code, outcome.receipt["status"]) == (0, "dry_run")
    assert outcome.receipt["accepted"] == REASON
    assert snapshot(tmp_path / "site") == before


@pytest.mark.usefixtures("emptied")
def test_a_document_beside_the_refused_one_can_be_published(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--only", "bounce-back", today=NEXT_DAY)
    assert outcome.code == 0
    sites.check_released(sites.folder(tmp_path / "site"))


@pytest.mark.usefixtures("emptied")
def test_an_archive_alone_is_not_guarded(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--as-of", str(NEXT_DAY), today=NEXT_DAY + timedelta(days=1))
    assert (outcome.code, outcome.receipt["refusals"]) == (0, [])
    outcome = run("daily", "--as-of", str(NEXT_DAY), "--live", today=NEXT_DAY + timedelta(days=1))
    assert outcome.code == 7
    assert outcome.receipt["written"] == []


@pytest.mark.usefixtures("emptied")
def test_an_accepted_refusal_goes_live_and_the_index_says_why(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    outcome = run("daily", "--accept-degraded", REASON, today=NEXT_DAY)
    assert outcome.code == 0
    assert outcome.receipt["accepted"] == REASON
    assert [refusal["text"] for refusal in outcome.receipt["refusals"]] == [EMPTIED]
    sites.check_released(sites.folder(tmp_path / "site"))
    degraded = {"reason": REASON, "refusals": [{"guard": "emptied_list", "text": EMPTIED}]}
    assert index_of(tmp_path)["whos-hot"]["degraded"] == degraded
    assert index_of(tmp_path)["bounce-back"]["degraded"] is None, "nothing counts against it"

    # It is kept by runs that leave the document as it is.
    for arguments in (["daily"], ["monthly"], ["daily", "--only", "bounce-back"]):
        outcome = run(*arguments, today=NEXT_DAY)
        assert (outcome.code, outcome.receipt["refusals"]) == (0, [])
        assert index_of(tmp_path)["whos-hot"]["degraded"] == degraded

    # It goes with the next good release.
    warehouse(sites.crowded(NEXT_DAY, hot=6))
    assert run("daily", today=NEXT_DAY).code == 0
    assert index_of(tmp_path)["whos-hot"]["degraded"] is None
    sites.check_released(sites.folder(tmp_path / "site"))


def test_a_refusal_of_the_whole_release_counts_against_each_of_its_documents(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    warehouse(sites.crowded(D, hot=10, periods=4))
    run("all")
    warehouse(sites.crowded(NEXT_DAY, hot=3, periods=4))
    outcome = run("daily", today=NEXT_DAY)
    assert outcome.code == 7
    assert "release: 15 records in all, against 43 live" in outcome.error
    assert run("daily", "--accept-degraded", REASON, today=NEXT_DAY).code == 0
    against = {name for name, entry in index_of(tmp_path).items() if entry["degraded"]}
    assert against == {"whos-hot", "bounce-back"}


def test_implausible_numbers_are_refused_without_anything_live(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    tables = sites.crowded(D)
    for row in tables["fct_whos_hot_periods"]:
        row["league_average__hit_rate"] = 0.9
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 7
    assert "whos-hot: the league's over rate of 7d is 0.9 over 560 graded games" in outcome.error
    assert not (tmp_path / "site").exists()
    assert run("daily", "--accept-degraded", REASON).code == 0
    # What was accepted is live: finding the same again is no reason to refuse it.
    outcome = run("daily")
    assert (outcome.code, outcome.receipt["status"]) == (0, "unchanged")
    assert index_of(tmp_path)["whos-hot"]["degraded"]["reason"] == REASON


def test_a_mart_older_than_what_is_live_is_refused(run: Run, warehouse: Warehouse) -> None:
    tables = sites.crowded(D, heat=8.0)
    warehouse(tables)
    run("daily")
    older = sites.crowded(D, heat=7.0)
    for table in ("fct_whos_hot", "fct_bounce_back"):
        older[table][0]["generated_at"] -= timedelta(seconds=1)
    warehouse(older)
    outcome = run("daily")
    assert outcome.code == 7
    assert [refusal["guard"] for refusal in outcome.receipt["refusals"]] == ["stale_mart"] * 2


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b"[" * 100_000, b'{"notes": 1}', None])
def test_a_broken_live_document_stops_neither_a_good_release_nor_the_guards(
    run: Run, warehouse: Warehouse, tmp_path: Path, content: bytes | None
) -> None:
    warehouse(sites.crowded(D))
    run("daily")
    if content is None:
        (tmp_path / "site" / WHOS_HOT).unlink()
    else:
        (tmp_path / "site" / WHOS_HOT).write_bytes(content)
    # The archive has what was live.
    warehouse(sites.crowded(NEXT_DAY, hot=0))
    outcome = run("daily", today=NEXT_DAY)
    assert outcome.code == 7 and f"whos-hot: {EMPTIED}" in outcome.error
    warehouse(sites.crowded(NEXT_DAY, hot=6, heat=7.0))
    assert run("daily", today=NEXT_DAY).code == 0
    sites.check_released(sites.folder(tmp_path / "site"))


@pytest.mark.parametrize("content", [b"{", b"{}", b'{"notes": 1}'])
def test_with_a_broken_live_document_and_no_index_there_is_nothing_to_compare(
    run: Run, warehouse: Warehouse, tmp_path: Path, content: bytes
) -> None:
    warehouse(sites.crowded(D))
    run("daily")
    (tmp_path / "site" / WHOS_HOT).write_bytes(content)
    (tmp_path / "site" / INDEX_PATH).write_bytes(content)
    warehouse(sites.crowded(NEXT_DAY, hot=0))
    assert run("daily", today=NEXT_DAY).code == 0
    sites.check_released(sites.folder(tmp_path / "site"))


@pytest.mark.parametrize("reason", ["", "   ", "\t\n"])
def test_acceptance_needs_a_reason(run: Run, tmp_path: Path, reason: str) -> None:
    outcome = run("daily", "--accept-degraded", reason)
    assert outcome.code == 2
    assert "--accept-degraded is empty" in outcome.error
    assert not (tmp_path / "site").exists()


def test_acceptance_of_a_good_release_leaves_no_mark(run: Run, tmp_path: Path) -> None:
    outcome = run("all", "--accept-degraded", REASON)
    assert (outcome.code, outcome.receipt["accepted"]) == (0, None)
    assert {entry["degraded"] for entry in index_of(tmp_path).values()} == {None}
    assert len(index_of(tmp_path)) == len(DOCUMENTS)


@pytest.mark.usefixtures("emptied")
def test_a_degraded_release_that_died_before_its_index_is_not_taken_for_a_good_one(
    run: Run, tmp_path: Path
) -> None:
    index = (tmp_path / "site" / INDEX_PATH).read_bytes()
    run("daily", "--accept-degraded", REASON, today=NEXT_DAY)
    # As if the publisher had been killed just before the index.
    (tmp_path / "site" / INDEX_PATH).write_bytes(index)
    outcome = run("daily", today=NEXT_DAY)
    assert outcome.code == 7
    assert f"whos-hot: {EMPTIED}" in outcome.error
    outcome = run("daily", "--accept-degraded", REASON, today=NEXT_DAY)
    assert outcome.receipt["written"] == [INDEX_PATH]
    assert index_of(tmp_path)["whos-hot"]["degraded"]["reason"] == REASON
