"""Sort keys: the tables' own rules of order, nulls last in both directions."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal


def newest_first(instant: datetime | None) -> tuple[bool, float]:
    """Later instants before earlier ones."""
    return (instant is None, 0.0 if instant is None else -instant.timestamp())


def largest_first(number: Decimal | int | None) -> tuple[bool, Decimal]:
    """Larger numbers before smaller ones."""
    return (number is None, Decimal(0) if number is None else -Decimal(number))


def latest_first(day: date | None) -> tuple[bool, int]:
    """Later dates before earlier ones."""
    return (day is None, 0 if day is None else -day.toordinal())
