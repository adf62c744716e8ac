"""The registry: when the next document is due, and where each one is published."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from publisher.clock import NEW_YORK
from publisher.documents import (
    DOCUMENTS,
    INDEX_PATH,
    NOTES,
    ByCount,
    ByNote,
    Cadence,
    Document,
    Group,
    in_group,
)

DAILY = Cadence(tuple(time(hour) for hour in (6, 9, *range(12, 24))))
MONDAY = Cadence((time(6),), weekday=0)
WEDNESDAY = Cadence((time(8),), weekday=2)
FIRST = Cadence((time(6),), first_of_month=True)
HOUR, HALF_DAY, DAY = (f"public, max-age={hours * 3600}" for hours in (1, 12, 24))


@pytest.mark.parametrize(
    ("cadence", "made_at", "due"),
    [
        (DAILY, "2025-01-10T06:02:07-05:00", "2025-01-10T09:00:00-05:00"),
        (DAILY, "2025-01-10T05:59:59-05:00", "2025-01-10T06:00:00-05:00"),
        # On the instant itself the next one is due.
        (DAILY, "2025-01-10T06:00:00-05:00", "2025-01-10T09:00:00-05:00"),
        (DAILY, "2025-01-10T09:00:00-05:00", "2025-01-10T12:00:00-05:00"),
        (DAILY, "2025-01-10T12:01:00-05:00", "2025-01-10T13:00:00-05:00"),
        (DAILY, "2025-01-10T22:59:59.999999-05:00", "2025-01-10T23:00:00-05:00"),
        (DAILY, "2025-01-10T23:00:00-05:00", "2025-01-11T06:00:00-05:00"),
        (DAILY, "2025-01-11T00:00:00-05:00", "2025-01-11T06:00:00-05:00"),
        # Whatever zone the instant is given in.
        (DAILY, "2025-01-11T04:30:00+00:00", "2025-01-11T06:00:00-05:00"),
        (DAILY, "2025-07-10T18:30:00+00:00", "2025-07-10T15:00:00-04:00"),
        # Clocks go forward on 2025-03-09 and back on 2025-11-02, both at 02:00.
        (DAILY, "2025-03-08T23:05:00-05:00", "2025-03-09T06:00:00-04:00"),
        (DAILY, "2025-11-01T23:05:00-04:00", "2025-11-02T06:00:00-05:00"),
        (DAILY, "2025-11-02T01:30:00-05:00", "2025-11-02T06:00:00-05:00"),
        (DAILY, "2025-01-31T23:30:00-05:00", "2025-02-01T06:00:00-05:00"),
        (DAILY, "2024-02-28T23:30:00-05:00", "2024-02-29T06:00:00-05:00"),
        (DAILY, "2024-12-31T23:30:00-05:00", "2025-01-01T06:00:00-05:00"),
        (MONDAY, "2025-01-12T12:00:00-05:00", "2025-01-13T06:00:00-05:00"),
        (MONDAY, "2025-01-13T05:30:00-05:00", "2025-01-13T06:00:00-05:00"),
        (MONDAY, "2025-01-13T06:02:00-05:00", "2025-01-20T06:00:00-05:00"),
        (MONDAY, "2024-12-31T06:00:00-05:00", "2025-01-06T06:00:00-05:00"),
        (WEDNESDAY, "2025-01-14T08:00:00-05:00", "2025-01-15T08:00:00-05:00"),
        (WEDNESDAY, "2025-01-15T06:00:00-05:00", "2025-01-15T08:00:00-05:00"),
        (WEDNESDAY, "2025-01-15T08:01:00-05:00", "2025-01-22T08:00:00-05:00"),
        (FIRST, "2025-01-01T06:01:00-05:00", "2025-02-01T06:00:00-05:00"),
        (FIRST, "2025-01-31T23:59:00-05:00", "2025-02-01T06:00:00-05:00"),
        (FIRST, "2025-02-28T06:00:00-05:00", "2025-03-01T06:00:00-05:00"),
        (FIRST, "2024-12-02T06:00:00-05:00", "2025-01-01T06:00:00-05:00"),
        (FIRST, "2025-03-15T06:00:00-04:00", "2025-04-01T06:00:00-04:00"),
    ],
)
def test_next_refresh_is_the_first_instant_after_the_document_was_made(
    cadence: Cadence, made_at: str, due: str
) -> None:
    assert cadence.next_refresh_at(datetime.fromisoformat(made_at)).isoformat() == due


@pytest.mark.parametrize(
    ("cadence", "made_at", "due"),
    [
        (DAILY, "2025-01-10T05:59:59-05:00", "2025-01-10T06:00:00-05:00"),
        (DAILY, "2025-01-10T06:02:07-05:00", "2025-01-11T06:00:00-05:00"),
        (DAILY, "2025-01-10T23:05:00-05:00", "2025-01-11T06:00:00-05:00"),
        (MONDAY, "2025-01-13T06:02:00-05:00", "2025-01-20T06:00:00-05:00"),
        (FIRST, "2025-03-15T06:00:00-04:00", "2025-04-01T06:00:00-04:00"),
    ],
)
def test_the_run_that_must_not_fail_is_the_first_of_its_day(
    cadence: Cadence, made_at: str, due: str
) -> None:
    assert cadence.next_first_run_at(datetime.fromisoformat(made_at)).isoformat() == due


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
@pytest.mark.parametrize("first", [date(2024, 1, 1), date(2025, 1, 1)])
def test_over_a_whole_year_the_next_refresh_is_the_first_that_fits(
    document: Document, first: date
) -> None:
    cadence = document.cadence
    last_due = None
    for day in (first + timedelta(days) for days in range(400)):
        # After the last run of any day.
        due = cadence.next_refresh_at(datetime.combine(day, time(23, 30), NEW_YORK))
        # Nothing but the rule of the schedule, looked up day by day.
        expected = next(
            later
            for later in (day + timedelta(days) for days in range(1, 40))
            if (cadence.weekday is None or later.weekday() == cadence.weekday)
            and (not cadence.first_of_month or later.day == 1)
        )
        hour = cadence.times[0].hour
        assert due.date() == expected
        assert (due.hour, due.minute, due.second) == (hour, 0, 0)
        # At the due instant itself, the wall clock in New York shows the hour.
        instant = datetime.fromtimestamp(due.timestamp(), UTC).astimezone(NEW_YORK)
        assert (instant.date(), instant.hour) == (expected, hour)
        assert due.isoformat()[-6:] == ("-04:00" if _is_summer_time(expected) else "-05:00")
        assert last_due is None or due >= last_due
        last_due = due


def _is_summer_time(day: date) -> bool:
    """Tell whether New York has daylight saving after 02:00 of a day: by the law of 2007."""
    second_sunday_of_march = 14 - date(day.year, 3, 1).weekday()
    first_sunday_of_november = 7 - date(day.year, 11, 1).weekday()
    start = date(day.year, 3, second_sunday_of_march)
    return start <= day < date(day.year, 11, first_sunday_of_november)


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (DAILY, "daily 06:00, 09:00 and hourly 12:00-23:00 America/New_York"),
        (MONDAY, "Monday 06:00 America/New_York"),
        (WEDNESDAY, "Wednesday 08:00 America/New_York"),
        (FIRST, "1st of the month 06:00 America/New_York"),
    ],
)
def test_cadence_reads_as_in_the_contract(cadence: Cadence, words: str) -> None:
    assert str(cadence) == words


@pytest.mark.parametrize(
    ("hours", "words", "cron"),
    [
        ((6,), "06:00", "6"),
        ((6, 7), "06:00 and 07:00", "6,7"),
        ((6, 7, 8), "hourly 06:00-08:00", "6-8"),
        ((6, 9, 10, 12), "06:00, 09:00, 10:00 and 12:00", "6,9,10,12"),
        (
            (0, 1, 2, 6, 21, 22, 23),
            "hourly 00:00-02:00, 06:00 and hourly 21:00-23:00",
            "0-2,6,21-23",
        ),
    ],
)
def test_consecutive_hours_are_written_as_one_span(
    hours: tuple[int, ...], words: str, cron: str
) -> None:
    cadence = Cadence(tuple(time(hour, 30) for hour in hours))
    assert str(cadence) == f"daily {words.replace(':00', ':30')} America/New_York"
    assert cadence.cron == f"30 {cron} * * *"


@pytest.mark.parametrize(
    "times", [(), (time(9), time(6)), (time(6), time(6)), (time(6), time(9, 30))]
)
def test_times_that_one_job_cannot_keep_are_not_a_cadence(times: tuple[time, ...]) -> None:
    with pytest.raises(ValueError, match="not a cadence of one job"):
        Cadence(times)


@pytest.mark.parametrize(
    ("group", "facts"),
    [
        (
            "daily",
            [
                ("whos-hot", "whos-hot-v2", DAILY, "trends-daily-export", HOUR, "2.1.1"),
                ("bounce-back", "bounce-back", DAILY, "trends-daily-export", HOUR, "1.1.1"),
            ],
        ),
        (
            "weekly",
            [
                ("what-matters", "what-matters", MONDAY, "trends-weekly-export", HALF_DAY, "1.1.1"),
                (
                    "team-tendencies",
                    "team-tendencies",
                    MONDAY,
                    "trends-weekly-export",
                    HALF_DAY,
                    "1.1.1",
                ),
                (
                    "quick-hits",
                    "quick-hits",
                    WEDNESDAY,
                    "trends-quickhits-export",
                    HALF_DAY,
                    "1.1.1",
                ),
            ],
        ),
        (
            "monthly",
            [("deep-dive", "deep-dive-current", FIRST, "trends-monthly-export", DAY, "1.1.1")],
        ),
    ],
)
def test_the_documents_are_where_the_contract_says(
    group: Group, facts: list[tuple[str, str, Cadence, str, str, str]]
) -> None:
    found = in_group(group)
    assert [
        (
            document.name,
            document.schema,
            document.cadence,
            document.topic,
            document.cache_control,
            document.schema_version,
        )
        for document in found
    ] == facts
    for document in found:
        assert document.path == f"v1/trends/{document.schema}.json"
        archive = f"v1/trends/archive/2025-01-10/{document.schema}.json"
        assert document.archive_path(date(2025, 1, 10)) == archive
    assert INDEX_PATH == "v1/trends/index.json"


def test_all_are_the_three_groups_in_order() -> None:
    assert in_group("all") == DOCUMENTS
    assert in_group("daily") + in_group("weekly") + in_group("monthly") == DOCUMENTS


def test_no_two_documents_share_a_name_or_a_file() -> None:
    for attribute in ("name", "file", "schema"):
        values = [getattr(document, attribute) for document in DOCUMENTS]
        assert len(values) == len(set(values)), attribute


def test_a_note_has_one_text_in_all_documents() -> None:
    for document in DOCUMENTS:
        for code, text in document.notes.items():
            assert NOTES[code] == text, f"{document.name}: {code}"


def test_what_may_become_empty_is_explained_by_a_note_or_a_count_of_the_document() -> None:
    for document in DOCUMENTS:
        columns = {name for mart in document.details for name in mart.columns}
        for name, why in document.may_empty.items():
            if isinstance(why, ByNote):
                assert why.note in document.notes, f"{document.name}: {name}"
            elif isinstance(why, ByCount):
                assert why.lacking in document.notes, f"{document.name}: {name}"
                assert why.count in columns, f"{document.name}: {name}"
        assert set(document.need_a_line) <= set(document.may_empty)
