"""Dates, seasons and New York instants."""

from __future__ import annotations

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
HISTORY_START = date(2021, 10, 1)
SEASON_FIRST_MONTH = 10
UNKNOWN_TIP_OFF_HOUR = 19


def season_year(day: date) -> int:
    """The year in which the season of `day` began."""
    return day.year if day.month >= SEASON_FIRST_MONTH else day.year - 1


def season_name(year: int) -> str:
    """2024 as `2024-25`."""
    return f"{year}-{(year + 1) % 100:02d}"


def unknown_cut_off(day: date) -> datetime:
    """What counts as tip-off on `day` where it is unknown: later may be during the game."""
    return datetime.combine(day, time(UNKNOWN_TIP_OFF_HOUR), NEW_YORK)


def iso(instant: datetime | None) -> str | None:
    """An instant as the documents write it, or null."""
    return None if instant is None else instant.astimezone(NEW_YORK).isoformat()


def clock(instant: datetime | None) -> str | None:
    """An instant as `7:30 PM ET`, or null."""
    if instant is None:
        return None
    local = instant.astimezone(NEW_YORK)
    half = "AM" if local.hour < 12 else "PM"
    return f"{local.hour % 12 or 12}:{local.minute:02d} {half} ET"
