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
            "daily 06:00, 09:00 and hourly 12:00-23:00 America/New_York",
            "0 6,9,12-23 * * *",
            {"group": "daily", "documents": ["whos-hot", "bounce-back"]},
        ),
        (
            "trends-weekly-export",
            "Monday 06:00 America/New_York",
            "0 6 * * 1",
            {"group": "weekly", "documents": ["what-matters", "team-tendencies"]},
        ),
        (
            "trends-quickhits-export",
            "Wednesday 08:00 America/New_York",
            "0 8 * * 3",
            {"group": "weekly", "documents": ["quick-hits"]},
        ),
        (
            "trends-monthly-export",
            "1st of the month 06:00 America/New_York",
            "0 6 1 * *",
            {"group": "monthly", "documents": ["deep-dive"]},
        ),
    ]


def test_every_document_has_one_schedule_and_every_topic_belongs_to_one() -> None:
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
    """Tell whether an expression of numbers, spans, lists and stars fires in a minute."""
    now = (wall.minute, wall.hour, wall.day, wall.month, wall.isoweekday() % 7)
    return all(
        field == "*" or any(holds(part, value) for part in field.split(","))
        for field, value in zip(cron.split(), now, strict=True)
    )


def holds(part: str, value: int) -> bool:
    first, _, last = part.partition("-")
    return int(first) <= value <= int(last or first)


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
def test_the_next_refresh_is_the_next_minute_in_which_cron_fires(
    document: Document, firings: dict[str, list[tuple[datetime, datetime]]]
) -> None:
    """Asked at every full hour, and a second before and after it."""
    upcoming = iter(firings[document.topic])
    instant, wall = next(upcoming)
    for hour in range(365 * 24):
        for seconds in (-1, 0, 1):
            made_at = FIRST + timedelta(hours=hour, seconds=seconds)
            while instant <= made_at:
                instant, wall = next(upcoming)
            due = document.cadence.next_refresh_at(made_at)
            assert due.astimezone(UTC) == instant
            assert due.replace(tzinfo=None) == wall
            assert due.utcoffset() == wall.replace(tzinfo=UTC) - instant


@pytest.mark.parametrize(
    ("topic", "days", "times"),
    [
        ("trends-daily-export", 365, [6, 9, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23]),
        ("trends-weekly-export", 52, [6]),
        ("trends-quickhits-export", 53, [8]),
        ("trends-monthly-export", 12, [6]),
    ],
)
def test_cron_fires_at_its_hours_on_each_day_of_a_schedule(
    topic: str, days: int, times: list[int], firings: dict[str, list[tuple[datetime, datetime]]]
) -> None:
    by_day: dict[date, list[int]] = {}
    for _, wall in firings[topic]:
        if wall.year == 2025:
            assert wall.minute == 0
            by_day.setdefault(wall.date(), []).append(wall.hour)
    assert len(by_day) == days
    # Also on the days on which the clocks change.
    assert all(hours == times for hours in by_day.values())


@pytest.mark.parametrize(
    ("day", "hour_before", "hour_of"),
    [
        ("2025-03-09", "11:00", "10:00"),
        ("2025-11-02", "10:00", "11:00"),
    ],
)
def test_the_first_run_of_a_day_keeps_its_wall_clock_when_the_clocks_change(
    day: str,
    hour_before: str,
    hour_of: str,
    firings: dict[str, list[tuple[datetime, datetime]]],
) -> None:
    change = date.fromisoformat(day)
    around = [
        f"{instant:%H:%M}"
        for instant, wall in firings["trends-daily-export"]
        if wall.date() in (change - timedelta(1), change) and wall.hour == 6
    ]
    assert around == [hour_before, hour_of]


def test_the_message_of_a_schedule_is_of_its_own_documents() -> None:
    for schedule in SCHEDULES:
        assert {document.group for document in schedule.documents} == {schedule.group}
