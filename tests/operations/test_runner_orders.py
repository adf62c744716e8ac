"""What a message asks for, at a given time; and what becomes of it after each exit code."""

import base64
import json
import re
from datetime import date, datetime
from typing import Any

import pytest

from publisher.clock import NEW_YORK
from publisher.documents import SCHEDULES
from publisher.errors import ExitCode
from scripts.cloud.orders import Order, RejectedError, read_order
from scripts.cloud.outcomes import OUTCOMES

NOW = datetime(2026, 1, 15, 6, 0, 30, tzinfo=NEW_YORK)


def event(content: Any, published: str = "2026-01-15T11:00:00.123Z") -> dict[str, Any]:
    """Return the event data of a message."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {"message": {"data": base64.b64encode(text).decode(), "publishTime": published}}


def test_each_schedules_message_is_an_order_for_its_documents() -> None:
    for schedule in SCHEDULES:
        names = tuple(document.name for document in schedule.documents)
        order = read_order(event(schedule.message.encode()), NOW)
        assert order == Order(schedule.group, names, date(2026, 1, 15))


@pytest.mark.parametrize(
    ("published", "now", "day"),
    [
        ("2026-01-15T11:00:00Z", "2026-01-15T06:00-05:00", "2026-01-15"),
        # Delivered again the next day: still the day on which it was published.
        ("2026-01-15T11:00:00Z", "2026-01-16T05:59-05:00", "2026-01-15"),
        ("2026-01-16T04:59:59.999999999Z", "2026-01-16T00:10-05:00", "2026-01-15"),
        ("2026-01-16T05:00:00Z", "2026-01-16T00:10-05:00", "2026-01-16"),
        # Midnight of New York in summer time, and on both days on which the clocks change.
        ("2026-07-16T03:59:59Z", "2026-07-16T06:00-04:00", "2026-07-15"),
        ("2026-07-16T04:00:00Z", "2026-07-16T06:00-04:00", "2026-07-16"),
        ("2026-03-08T10:00:00Z", "2026-03-08T06:00-04:00", "2026-03-08"),
        ("2026-03-09T04:30:00Z", "2026-03-09T06:00-04:00", "2026-03-09"),
        ("2026-11-01T11:00:00Z", "2026-11-01T06:00-05:00", "2026-11-01"),
        ("2026-11-02T04:30:00Z", "2026-11-02T06:00-05:00", "2026-11-01"),
    ],
)
def test_the_date_is_new_yorks_when_the_message_was_published(
    published: str, now: str, day: str
) -> None:
    then = datetime.fromisoformat(now).astimezone(NEW_YORK)
    assert read_order(event({"group": "daily"}, published), then).as_of == date.fromisoformat(day)


def test_a_message_may_name_its_date_and_leave_out_its_documents() -> None:
    order = read_order(event({"group": "all", "as_of": "2025-12-25"}), NOW)
    assert order == Order("all", (), date(2025, 12, 25))
    assert read_order(event({"group": "daily", "as_of": "2026-01-15"}), NOW).as_of == NOW.date()


DAY_OLD = "2026-01-14T11:00:30Z"


def test_a_message_lives_for_a_day() -> None:
    assert read_order(event({"group": "daily"}, DAY_OLD), NOW).as_of == date(2026, 1, 14)
    with pytest.raises(RejectedError, match="too old: it was published at 2026-01-14T06:00"):
        read_order(event({"group": "daily"}, "2026-01-14T11:00:29Z"), NOW)


@pytest.mark.parametrize(
    ("data", "kind", "reason"),
    [
        (None, "unreadable", "holds no Pub/Sub message"),
        ({"message": "text"}, "unreadable", "holds no Pub/Sub message"),
        ({"message": {"publishTime": DAY_OLD}}, "unreadable", "cannot be read"),
        ({"message": {"data": "e30="}}, "unreadable", "cannot be read"),
        ({"message": {"data": "e30=", "publishTime": "yesterday"}}, "unreadable", "cannot be read"),
        (
            {"message": {"data": "no base64!", "publishTime": DAY_OLD}},
            "unreadable",
            "cannot be read",
        ),
        ({"message": {"data": 5, "publishTime": DAY_OLD}}, "unreadable", "cannot be read"),
        (event(b"daily"), "unreadable", "cannot be read"),
        (event(b"\xff\xfe"), "unreadable", "cannot be read"),
        (event(b"[" * 100_000), "unreadable", "cannot be read"),
        (event([]), "unreadable", "is not a JSON object"),
        (event({"group": "daily", "live": True}), "unknown_key", "unknown key 'live'"),
        (
            event({}),
            "unknown_group",
            "unknown group None: the groups are daily, weekly, monthly, all",
        ),
        (event({"group": "hourly"}), "unknown_group", "unknown group 'hourly'"),
        (event({"group": ["daily"]}), "unknown_group", "unknown group"),
        (event({"group": "daily; id"}), "unknown_group", "unknown group"),
        (
            event({"group": "daily", "documents": []}),
            "unknown_document",
            "is not a list of daily documents",
        ),
        (
            event({"group": "daily", "documents": "whos-hot"}),
            "unknown_document",
            "is not a list of daily documents",
        ),
        (
            event({"group": "daily", "documents": ["whos-hot", "deep-dive"]}),
            "unknown_document",
            "is not a list of daily",
        ),
        (
            event({"group": "weekly", "documents": ["--live"]}),
            "unknown_document",
            "is not a list of weekly documents",
        ),
        (
            event({"group": "weekly", "documents": [{}]}),
            "unknown_document",
            "is not a list of weekly documents",
        ),
        (
            event({"group": "daily", "as_of": "2026-02-30"}),
            "impossible_date",
            "is not a date like 2026-01-15",
        ),
        (
            event({"group": "daily", "as_of": "2026-1-5"}),
            "impossible_date",
            "is not a date like 2026-01-15",
        ),
        (
            event({"group": "daily", "as_of": 20260115}),
            "impossible_date",
            "is not a date like 2026-01-15",
        ),
        (
            event({"group": "daily", "as_of": "2026-01-15; id"}),
            "impossible_date",
            "is not a date like 2026-01-15",
        ),
        (event({"group": "daily", "as_of": "2026-01-16"}), "impossible_date", "is in the future"),
    ],
)
def test_a_message_that_no_retry_can_make_good_is_rejected(
    data: Any, kind: str, reason: str
) -> None:
    with pytest.raises(RejectedError, match=re.escape(reason)) as rejection:
        read_order(data, NOW)
    assert rejection.value.kind == kind
    assert len(str(rejection.value)) < 300


def test_every_exit_code_of_an_export_has_its_outcome() -> None:
    assert set(OUTCOMES) == set(ExitCode) - {ExitCode.OVERDUE}
