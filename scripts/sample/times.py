"""Instants: New York and UTC clock times as epoch seconds, which is how rows carry them."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")


@cache
def eastern(day: date, minute: int) -> int:
    """Return the epoch second of ``minute`` minutes past midnight in New York on ``day``."""
    extra, minute = divmod(minute, 24 * 60)
    clock = time(minute // 60, minute % 60)
    return int(datetime.combine(day + timedelta(days=extra), clock, NEW_YORK).timestamp())


def utc(day: date, hour: int) -> int:
    """Return the epoch second of ``hour`` o'clock UTC on ``day``."""
    return int(datetime.combine(day, time(hour), UTC).timestamp())


def days_between(first: date, last: date) -> list[date]:
    """Return every date from ``first`` to ``last``, both included."""
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
