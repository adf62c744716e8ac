"""The guards where something is not in yet: last night's results, tonight's lines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from publisher.build import count_records
from publisher.documents.whos_hot import NEED_A_LINE
from publisher.guards import EMPTIED, MIN_TOTAL, RESULTS, SHRUNK, Refusal
from publisher.guards import overdue_lines as warnings
from tests.fixtures.guard_cases import (
    BY_NAME,
    DUE_AT,
    FACTS,
    Json,
    at,
    candidate,
    entries,
    guards_of,
    judged,
)
from tests.fixtures.hand_marts import hand_document as made

SECOND = timedelta(seconds=1)
PERIODS = ("7d", "14d", "30d", "season")
# Every list that needs a line, and each other one.
TONIGHT = [f"periods.{period}.{name}" for period in PERIODS for name in NEED_A_LINE]
RECENT = [f"periods.{period}.{name}" for period in PERIODS for name in ("hot", "cold")]


def with_lines(content: Json, share: float | None) -> Json:
    """Return a document with enough lines for a share of tonight's teams, and its note."""
    code = None if share in (None, 1) else "lines_incomplete" if share else "no_lines"
    return {
        **content,
        "data_gaps": {"games_without_results": 0, "lined_share_tonight": share},
        "notes": [{"code": code, "text": "…"}] if code else [],
    }


# --- results


MISSING = replace(FACTS, games_without_results=12, games_due=21, is_missing_results=True)
TEXT = (
    "12 of 21 games of the last three days have no box scores: more than a third, or all "
    "of yesterday's"
)


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("status", ["ok", "no_games", "insufficient_data", "off_season"])
def test_missing_results_are_refused_for_every_document_and_status(name: str, status: str) -> None:
    content = {**made(name), "status": status}
    for live in (None, made(name)):
        refused = judged([candidate(name, content, live, MISSING)])
        assert Refusal(RESULTS, None, TEXT) in refused
        assert RESULTS not in guards_of(judged([candidate(name, content, live)]))


def test_missing_results_of_one_night_are_reported_once() -> None:
    documents = [candidate(name, made(name), None, MISSING) for name in BY_NAME]
    assert judged(documents) == [Refusal(RESULTS, None, TEXT)]
    assert judged([candidate("whos-hot", made("whos-hot")), documents[1]]) == [
        Refusal(RESULTS, None, TEXT)
    ]


def test_a_few_missing_results_are_a_note_not_a_refusal() -> None:
    """It is for the marts to say how many are too many."""
    facts = replace(FACTS, games_without_results=7)
    assert judged([candidate("whos-hot", made("whos-hot"), None, facts)]) == []


# --- lines


@pytest.mark.parametrize("share", [0, 0.5, 0.967])
@pytest.mark.parametrize("path", TONIGHT)
def test_lines_that_are_not_due_yet_do_not_get_an_emptied_list_refused(
    path: str, share: float
) -> None:
    live = entries(made("whos-hot"), path, 10)
    content = with_lines(entries(made("whos-hot"), path, 0), share)
    before = judged([candidate("whos-hot", content, live)], now=DUE_AT - SECOND)
    assert before == []
    for late in (timedelta(), SECOND, timedelta(days=300)):
        after = judged([candidate("whos-hot", content, live)], now=DUE_AT + late)
        assert after == [Refusal(EMPTIED, "whos-hot", f"{path} is empty and had 10 entries")]


@pytest.mark.parametrize("path", TONIGHT)
def test_a_tonight_list_that_is_empty_with_all_lines_in_is_refused_at_any_hour(path: str) -> None:
    live = entries(made("whos-hot"), path, 10)
    content = with_lines(entries(made("whos-hot"), path, 0), 1)
    for late in (-timedelta(hours=10), timedelta(hours=1)):
        assert guards_of(judged([candidate("whos-hot", content, live)], now=DUE_AT + late)) == [
            EMPTIED
        ]


@pytest.mark.parametrize("path", RECENT)
def test_lists_that_need_no_line_must_keep_the_rule_at_any_hour(path: str) -> None:
    live = entries(made("whos-hot"), path, 10)
    content = with_lines(entries(made("whos-hot"), path, 0), 0)
    refused = judged([candidate("whos-hot", content, live)], now=DUE_AT - SECOND)
    assert guards_of(refused) == [EMPTIED]


def test_bounce_backs_lists_need_no_line() -> None:
    live = entries(made("bounce-back"), "candidates", 6)
    content = with_lines(entries(made("bounce-back"), "candidates", 0), 0)
    refused = judged([candidate("bounce-back", content, live)], now=DUE_AT - SECOND)
    assert guards_of(refused) == [EMPTIED]


def test_without_an_hour_at_which_lines_are_due_nothing_is_waited_for() -> None:
    live = entries(made("whos-hot"), TONIGHT[0], 10)
    content = with_lines(entries(made("whos-hot"), TONIGHT[0], 0), 0)
    facts = replace(FACTS, lines_due_at=None)
    refused = judged([candidate("whos-hot", content, live, facts)], now=DUE_AT - SECOND)
    assert guards_of(refused) == [EMPTIED]


def filled(recent: int, tonight: int, share: float) -> Json:
    """Return who's hot with so many entries in the lists that need no line, and in the others."""
    content = made("whos-hot")
    for paths, total in ((RECENT, recent), (TONIGHT, tonight)):
        for number, path in enumerate(paths):
            content = entries(content, path, total // 8 + (number < total % 8))
    assert count_records(content) == recent + tonight
    return with_lines(content, share)


@pytest.mark.parametrize("share", [0, 0.5])
def test_lines_that_are_not_due_yet_do_not_get_fewer_records_refused(share: float) -> None:
    live, content = filled(80, 80, 1), filled(72, 0, share)
    assert judged([candidate("whos-hot", content, live)], now=DUE_AT - SECOND) == []
    refused = judged([candidate("whos-hot", content, live)], now=DUE_AT)
    assert Refusal(SHRUNK, None, "72 records in all, against 160 live") in refused


@pytest.mark.parametrize(
    ("recent", "is_refused"), [(MIN_TOTAL // 2 - 1, True), (MIN_TOTAL // 2, False)]
)
def test_what_needs_no_line_is_compared_while_lines_are_waited_for(
    recent: int, is_refused: bool
) -> None:
    """On neither side: neither the live ones nor the few that are already in."""
    live, content = filled(MIN_TOTAL, 80, 1), filled(recent, 24, 0.5)
    refused = judged([candidate("whos-hot", content, live)], now=DUE_AT - SECOND)
    text = f"{recent} records in all, against {MIN_TOTAL} live"
    assert refused == ([Refusal(SHRUNK, None, text)] if is_refused else [])


def test_a_live_document_of_an_older_form_is_compared() -> None:
    live = filled(80, 80, 1)
    del live["data_gaps"]
    assert judged([candidate("whos-hot", filled(80, 0, 0), live)], now=DUE_AT - SECOND) == []
    refused = judged([candidate("whos-hot", filled(30, 0, 0), live)], now=DUE_AT - SECOND)
    assert guards_of(refused) == [SHRUNK]


# --- the warning once they are due


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0.0%"), (0.5, "50.0%"), (0.967, "96.7%"), (1, None), (None, None)]
)
def test_lines_that_are_due_and_not_in_are_a_warning(
    share: float | None, words: str | None
) -> None:
    documents = [
        candidate(name, with_lines(made(name), share)) for name in ("whos-hot", "bounce-back")
    ]
    text = f"tonight's lines were due at 16:00, but only {words} of the teams have enough of them"
    assert warnings(documents, DUE_AT - SECOND) == []
    assert warnings(documents, DUE_AT) == ([text] if words else [])
    nothing_tonight = [replace(one, facts=replace(FACTS, lines_due_at=None)) for one in documents]
    assert warnings(nothing_tonight, DUE_AT) == []


def test_the_paths_of_this_page_are_those_of_the_document() -> None:
    assert all(isinstance(at(made("whos-hot"), path), list) for path in (*TONIGHT, *RECENT))
