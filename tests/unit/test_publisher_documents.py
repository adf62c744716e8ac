"""The registry: when the next document is due, and where each one stands."""

from datetime import date, time

import pytest

from publisher.documents import DOCUMENTS, INDEX_PATH, Cadence, in_group

DAILY = Cadence(time(6))
MONDAY = Cadence(time(6), weekday=0)
WEDNESDAY = Cadence(time(8), weekday=2)
FIRST = Cadence(time(6), first_of_month=True)


@pytest.mark.parametrize(
    ("cadence", "as_of", "due"),
    [
        (DAILY, "2025-01-10", "2025-01-11T06:00:00-05:00"),
        # Clocks go forward on 2025-03-09 and back on 2025-11-02, both at 02:00.
        (DAILY, "2025-03-07", "2025-03-08T06:00:00-05:00"),
        (DAILY, "2025-03-08", "2025-03-09T06:00:00-04:00"),
        (DAILY, "2025-11-01", "2025-11-02T06:00:00-05:00"),
        (DAILY, "2025-10-31", "2025-11-01T06:00:00-04:00"),
        (DAILY, "2025-01-31", "2025-02-01T06:00:00-05:00"),
        (DAILY, "2024-02-28", "2024-02-29T06:00:00-05:00"),
        (DAILY, "2024-12-31", "2025-01-01T06:00:00-05:00"),
        (MONDAY, "2025-01-12", "2025-01-13T06:00:00-05:00"),
        (MONDAY, "2025-01-13", "2025-01-20T06:00:00-05:00"),
        (MONDAY, "2024-12-31", "2025-01-06T06:00:00-05:00"),
        (WEDNESDAY, "2025-01-14", "2025-01-15T08:00:00-05:00"),
        (WEDNESDAY, "2025-01-15", "2025-01-22T08:00:00-05:00"),
        (FIRST, "2025-01-01", "2025-02-01T06:00:00-05:00"),
        (FIRST, "2025-01-31", "2025-02-01T06:00:00-05:00"),
        (FIRST, "2025-02-28", "2025-03-01T06:00:00-05:00"),
        (FIRST, "2024-12-02", "2025-01-01T06:00:00-05:00"),
        (FIRST, "2025-03-15", "2025-04-01T06:00:00-04:00"),
    ],
)
def test_next_refresh_is_the_first_instant_after_the_date(
    cadence: Cadence, as_of: str, due: str
) -> None:
    assert cadence.next_refresh_at(date.fromisoformat(as_of)).isoformat() == due


@pytest.mark.parametrize(
    ("cadence", "words"),
    [
        (DAILY, "daily 06:00 America/New_York"),
        (MONDAY, "Monday 06:00 America/New_York"),
        (WEDNESDAY, "Wednesday 08:00 America/New_York"),
        (FIRST, "1st of the month 06:00 America/New_York"),
    ],
)
def test_cadence_reads_as_in_the_contract(cadence: Cadence, words: str) -> None:
    assert str(cadence) == words


def test_the_daily_documents_stand_where_the_contract_says() -> None:
    facts = [
        (
            document.name,
            document.path,
            document.archive_path(date(2025, 1, 10)),
            document.topic,
            document.cache_control,
            document.schema_version,
        )
        for document in in_group("daily")
    ]
    assert facts == [
        (
            "whos-hot",
            "v1/trends/whos-hot-v2.json",
            "v1/trends/archive/2025-01-10/whos-hot-v2.json",
            "trends-daily-export",
            "public, max-age=3600",
            "2.0.0",
        ),
        (
            "bounce-back",
            "v1/trends/bounce-back.json",
            "v1/trends/archive/2025-01-10/bounce-back.json",
            "trends-daily-export",
            "public, max-age=3600",
            "1.0.0",
        ),
    ]
    assert INDEX_PATH == "v1/trends/index.json"


def test_no_two_documents_share_a_name_or_a_file() -> None:
    for attribute in ("name", "file", "schema"):
        values = [getattr(document, attribute) for document in DOCUMENTS]
        assert len(values) == len(set(values)), attribute
