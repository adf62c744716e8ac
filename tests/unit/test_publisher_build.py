"""Rows in, documents out: what all documents share, from small hand-written rows."""

import json
import math
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from publisher.build import GuardFacts, build_document, count_records, encode, guard_facts
from publisher.documents import DOCUMENTS, NOTES, Document
from publisher.documents.facts import facts_of
from publisher.index import index_entry
from publisher.values import Rows, nest
from tests.fixtures.daily_marts import D
from tests.fixtures.hand_marts import hand_rows

WHOS_HOT_DOCUMENT, BOUNCE_BACK_DOCUMENT, *_ = DOCUMENTS


@pytest.fixture
def whos_hot() -> Rows:
    return hand_rows(WHOS_HOT_DOCUMENT)


@pytest.fixture
def bounce_back() -> Rows:
    return hand_rows(BOUNCE_BACK_DOCUMENT)


def test_the_envelope_comes_first_and_in_order(whos_hot: Rows) -> None:
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert {name: document[name] for name in list(document)[:7]} == {
        "schema_version": "2.1.1",
        "document": "whos-hot",
        "as_of_date": "2025-01-10",
        "generated_at": "2025-01-10T06:02:07.250000-05:00",
        "data_through": "2025-01-09",
        "season": "2024-25",
        "status": "ok",
    }
    assert document["refresh"] == {
        "cadence": "daily 06:00, 09:00 and hourly 12:00-23:00 America/New_York",
        "next_refresh_at": "2025-01-10T09:00:00-05:00",
    }
    assert list(document)[7:10] == ["notes", "refresh", "data_gaps"]
    assert document["data_gaps"] == {"games_without_results": 0, "lined_share_tonight": 1.0}
    assert document["default_period"] == "30d"


def test_only_flags_that_are_on_become_notes(whos_hot: Rows) -> None:
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert document["notes"] == [{"code": "no_injury_report", "text": NOTES["no_injury_report"]}]


def test_notes_come_in_one_order_with_what_is_known_of_them(whos_hot: Rows) -> None:
    (header,) = whos_hot["fct_whos_hot"]
    header |= {
        **{name: True for name in header if name.startswith("note_") and name != "note_no_lines"},
        "data_gaps__games_without_results": 3,
        "data_gaps__lined_share_tonight": 0.25,
    }
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert [note["code"] for note in document["notes"]] == [
        "lines_incomplete",
        "no_injury_report",
        "results_incomplete",
        "no_recent_lines",
    ]
    texts = {note["code"]: note["text"] for note in document["notes"]}
    assert "only 25.0% of tonight's teams" in texts["lines_incomplete"]
    assert "3 games of the last three days" in texts["results_incomplete"]
    assert "graded after 2025-01-09" in texts["no_recent_lines"]
    assert document["data_gaps"] == {"games_without_results": 3, "lined_share_tonight": 0.25}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_what_the_guards_and_the_notes_go_by_is_in_no_document(document: Document) -> None:
    rows = hand_rows(document)
    text = encode(build_document(document, rows)).decode()
    assert "guard" not in text and "last_graded" not in text
    told = guard_facts(document, rows)
    marts = facts_of(document)
    assert set(told.statistics) == {name for mart in marts for name in mart.columns}
    assert replace(told, statistics={}) == GuardFacts(
        games_without_results=0,
        games_due=21,
        is_missing_results=False,
        lines_due_at=datetime(2025, 1, 10, 21, tzinfo=UTC),
    )


def test_a_mart_without_its_build_time_has_no_next_refresh(whos_hot: Rows) -> None:
    """It is the schema that refuses it."""
    whos_hot["fct_whos_hot"][0]["generated_at"] = None
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert document["refresh"]["next_refresh_at"] is None


def test_every_flag_of_the_marts_has_a_text() -> None:
    flags = {
        name.removeprefix("note_")
        for document in DOCUMENTS
        for name in document.header.columns
        if name.startswith("note_")
    }
    assert flags == set(NOTES)


def test_columns_nest_at_double_underscores() -> None:
    assert nest({"a": 1, "b__c": D, "b__d_e": None}) == {
        "a": 1,
        "b": {"c": "2025-01-10", "d_e": None},
    }


def test_an_instant_without_a_zone_stays_without_one() -> None:
    naive = datetime(2025, 1, 10, 12, 0)  # noqa: DTZ001 - what a mart must not hold
    assert nest({"a": naive}) == {"a": "2025-01-10T12:00:00"}


def test_the_same_rows_give_the_same_bytes_and_stay_as_they_were(whos_hot: Rows) -> None:
    before = json.dumps(whos_hot, default=str)
    first = encode(build_document(WHOS_HOT_DOCUMENT, whos_hot))
    assert first == encode(build_document(WHOS_HOT_DOCUMENT, whos_hot))
    assert json.dumps(whos_hot, default=str) == before
    assert "Vučević".encode() in first and first.endswith(b"}\n")


def test_encode_refuses_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode({"heat_score": math.nan})


def test_records_count_the_entries_of_all_lists_but_not_the_notes() -> None:
    document = {
        "notes": [{"code": "no_lines"}],
        "periods": {"7d": {"hot": [{"rank": 1}, {"rank": 2}], "cold": []}},
        "list": [{"inner": [{}, {}, {}]}],
    }
    assert count_records(document) == 2 + 1 + 3


def test_an_index_entry_is_made_from_the_bytes(bounce_back: Rows) -> None:
    body = encode(build_document(BOUNCE_BACK_DOCUMENT, bounce_back))
    entry = index_entry(BOUNCE_BACK_DOCUMENT, body)
    assert entry["path"] == "/v1/trends/bounce-back.json"
    assert entry["archive_path"] == "/v1/trends/archive/2025-01-10/bounce-back.json"
    assert (entry["bytes"], entry["records"], entry["status"]) == (len(body), 2, "ok")
    assert entry["schema"] == "urn:trends:schema:bounce-back"
