"""What is written again and what is not: both rules, in one place."""

import copy
from collections.abc import Callable
from typing import Any

import pytest

from publisher.equality import same_document
from publisher.index import same_index
from publisher.values import Json, parsed
from tests.fixtures.hand_marts import hand_document

Change = Callable[[dict[str, Any]], object]


def changed(change: Change) -> tuple[Json, Json]:
    """Return a document, and what it is after a change."""
    before = hand_document("whos-hot")
    after = copy.deepcopy(before)
    change(after)
    return before, after


def later(content: dict[str, Any]) -> None:
    content["generated_at"] = "2025-01-10T09:02:00-05:00"


def next_due(content: dict[str, Any]) -> None:
    content["refresh"]["next_refresh_at"] = "2025-01-10T12:00:00-05:00"


def later_and_next_due(content: dict[str, Any]) -> None:
    later(content)
    next_due(content)


def nothing(content: dict[str, Any]) -> None:
    pass


@pytest.mark.parametrize(
    ("change", "today", "past"),
    [
        (nothing, True, True),
        (later, True, True),
        # A run today that moved it must say so, or the document counts as late.
        (next_due, False, True),
        (later_and_next_due, False, True),
        (lambda content: content["refresh"].update(cadence="daily 07:00"), False, False),
        (lambda content: content["refresh"].pop("next_refresh_at"), False, False),
        (lambda content: content["data_gaps"].update(games_without_results=1), False, False),
        (lambda content: content["data_gaps"].update(lined_share_tonight=1), False, False),
        (lambda content: content["notes"].clear(), False, False),
        (lambda content: content.update(data_through="2025-01-08"), False, False),
        (lambda content: content["periods"]["7d"].update(min_games=5), False, False),
        (lambda content: content.update(surprise=None), False, False),
        (lambda content: content.update(notes=content.pop("notes")), False, False),
    ],
)
def test_a_document_is_the_same_apart_from_when_it_was_made(
    change: Change, today: bool, past: bool
) -> None:
    before, after = changed(change)
    assert same_document(before, after, is_past=False) == today
    assert same_document(before, after, is_past=True) == past
    assert same_document(after, before, is_past=True) == past


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b"\xff", b"[" * 100_000])
def test_what_is_not_a_document_is_never_the_same(body: bytes) -> None:
    good, none = hand_document("whos-hot"), parsed(body)
    for is_past in (False, True):
        assert not same_document(none, good, is_past=is_past)
        assert not same_document(none, none, is_past=is_past)
    assert not same_index(none, none)


@pytest.mark.parametrize("refresh", [b"null", b"[]", b"7", b'"x"'])
def test_a_document_of_another_form_is_compared_as_it_is(refresh: bytes) -> None:
    before = parsed(b'{"generated_at":"a","refresh":' + refresh + b"}")
    assert before is not None
    assert same_document(before, {**before, "generated_at": "b"}, is_past=True)
    assert not same_document(before, {"generated_at": "a", "refresh": {}}, is_past=True)


def test_an_index_is_the_same_apart_from_when_it_was_published() -> None:
    index = {"published_at": "a", "documents": [{"generated_at": "x"}]}
    assert same_index(index, {**index, "published_at": "b"})
    assert not same_index(index, {**index, "documents": [{"generated_at": "y"}]})
