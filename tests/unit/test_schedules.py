"""The schedules: the four jobs of the contract, and when their cron expressions really fire."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest

from publisher.documents import DOCUMENTS, SCHEDULES, Document

# A year and a month, so that every date of 2025 has its next refresh in it.
FIRST = datetime(2025, 1, 1, 5, tzinfo=UTC)
LAST = datetime(2026, 2, 2, 5, tzinfo=UTC)


def test_the_four_schedules_are_those_of_the_contract() -> None:
    assert [
        (
            schedule.topic,
            str(schedule.cadence),
            schedule.cadence.cron,
            json.loads(schedule.message),
        )
        for schedule in SCHEDULES
    ] == [
        (
            "trends-daily-export",
            "daily 06:00 America/New_York",
            "0 6 * * *",
            {"mode": "daily", "documents": ["whos-hot", "bounce-back"]},
        ),
        (
            "trends-weekly-export",
            "Monday 06:00 America/New_York",
            "0 6 * * 1",
            {"mode": "weekly", "documents": ["what-matters", "team-tendencies"]},
        ),
        (
            "trends-quickhits-export",
            "Wednesday 08:00 America/New_York",
            "0 8 * * 3",
            {"mode": "weekly", "documents": ["quick-hits"]},
        ),
        (
            "trends-monthly-export",
            "1st of the month 06:00 America/New_York",
            "0 6 1 * *",
            {"mode": "monthly", "documents": ["deep-dive"]},
        ),
    ]


def test_every_document_has_one_schedule_and_every_topic_is_of_one() -> None:
    scheduled = [document for schedule in SCHEDULES for document in schedule.documents]
    assert sorted(document.name for document in scheduled) == sorted(
        document.name for document in DOCUMENTS
    )
    assert len({schedule.topic for schedule in SCHEDULES}) == len(SCHEDULES)


def new_york(instant: datetime) -> datetime:
    """Return New York's wall clock by the law of 2007, without any time zone database."""
    year = instant.year
    # 02:00 on the second Sunday of March, standard time; of the first of November, summer time.
    start = datetime(year, 3, 14 - date(year, 3, 1).weekday(), 7, tzinfo=UTC)
    end = datetime(year, 11, 7 - date(year, 11, 1).weekday(), 6, tzinfo=UTC)
    return instant.replace(tzinfo=None) - timedelta(hours=4 if start <= instant < end else 5)


def fires(cron: str, wall: datetime) -> bool:
    """Tell whether an expression of numbers and stars fires in a minute of the wall clock."""
    now = (wall.minute, wall.hour, wall.day, wall.month, wall.isoweekday() % 7)
    return all(
        field == "*" or int(field) == value for field, value in zip(cron.split(), now, strict=True)
    )


@pytest.fixture(scope="module")
def firings() -> dict[str, list[tuple[datetime, datetime]]]:
    """By topic, every minute (UTC, and New York's wall clock) in which the job's cron fires."""
    found: dict[str, list[tuple[datetime, datetime]]] = {
        schedule.topic: [] for schedule in SCHEDULES
    }
    for minute in range(int((LAST - FIRST) / timedelta(minutes=1))):
        instant = FIRST + timedelta(minutes=minute)
        wall = new_york(instant)
        for schedule in SCHEDULES:
            if fires(schedule.cadence.cron, wall):
                found[schedule.topic].append((instant, wall))
    return found


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_each_date_s_next_refresh_is_the_next_minute_in_which_cron_fires(
    document: Document, firings: dict[str, list[tuple[datetime, datetime]]]
) -> None:
    for day in (date(2025, 1, 1) + timedelta(days) for days in range(365)):
        due = document.cadence.next_refresh_at(day)
        instant, wall = next(firing for firing in firings[document.topic] if firing[1].date() > day)
        assert due.astimezone(UTC) == instant
        assert due.replace(tzinfo=None) == wall
        assert due.utcoffset() == wall.replace(tzinfo=UTC) - instant


@pytest.mark.parametrize(
    ("topic", "count"),
    [
        ("trends-daily-export", 365),
        ("trends-weekly-export", 52),
        ("trends-quickhits-export", 53),
        ("trends-monthly-export", 12),
    ],
)
def test_cron_fires_once_on_each_day_of_a_schedule(
    topic: str, count: int, firings: dict[str, list[tuple[datetime, datetime]]]
) -> None:
    days = [wall.date() for _, wall in firings[topic] if wall.year == 2025]
    assert len(days) == len(set(days)) == count


@pytest.mark.parametrize(
    ("day", "hour_before", "hour_of"),
    [
        ("2025-03-09", "11:00", "10:00"),
        ("2025-11-02", "10:00", "11:00"),
    ],
)
def test_the_daily_job_keeps_its_wall_clock_when_the_clocks_change(
    day: str,
    hour_before: str,
    hour_of: str,
    firings: dict[str, list[tuple[datetime, datetime]]],
) -> None:
    change = date.fromisoformat(day)
    around = [
        f"{instant:%H:%M}"
        for instant, wall in firings["trends-daily-export"]
        if wall.date() in (change - timedelta(1), change)
    ]
    assert around == [hour_before, hour_of]


def test_the_message_of_a_schedule_is_of_its_own_documents() -> None:
    for schedule in SCHEDULES:
        assert {document.group for document in schedule.documents} == {schedule.mode}
