"""Tip-offs: known only if they are possible, repaired from the Odds API."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any

from .calendar import NEW_YORK
from .order import newest_first
from .sources import OddsRow

FIRST_TIP_OFF_HOUR = 9

Pairing = tuple[date, str | None, str | None]


def possible(instant: datetime | None, day: date) -> datetime | None:
    """The instant, if it can be the tip-off of a game of `day`."""
    if instant is None:
        return None
    local = instant.astimezone(NEW_YORK)
    return instant if local.date() == day and local.hour >= FIRST_TIP_OFF_HOUR else None


def quoted_starts(rows: Iterable[OddsRow]) -> dict[Pairing, datetime]:
    """When games start according to the latest snapshot of the Odds API, by (date, home, away)."""
    latest: dict[Pairing, tuple[tuple[Any, ...], datetime]] = {}
    for row in rows:
        start = row.game_start_time
        if start is None:
            continue
        place = (
            newest_first(row.snapshot_timestamp),
            newest_first(row.processed_at),
            newest_first(start),
        )
        pairing = (row.game_date, row.home_team_abbr, row.away_team_abbr)
        latest[pairing] = min(latest.get(pairing, (place, start)), (place, start))
    return {pairing: start for pairing, (_, start) in latest.items()}


def tip_off(
    stored: datetime | None, pairing: Pairing, starts: Mapping[Pairing, datetime]
) -> datetime | None:
    """The schedule's instant, else the Odds API's, each only if it is a possible tip-off."""
    day = pairing[0]
    return possible(stored, day) or possible(starts.get(pairing), day)
