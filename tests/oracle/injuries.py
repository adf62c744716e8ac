"""The injury report of a team on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .calendar import NEW_YORK
from .order import newest_first
from .sources import InjuryRow

NOT_LISTED = "not_listed"

Named = Callable[[str | None], str | None]


@dataclass(frozen=True)
class Snapshot:
    """One hourly report on one team's game: `statuses` by the player's key."""

    instant: datetime
    statuses: dict[str, str | None]

    def status_of(self, player: str) -> str | None:
        """The player's status; a player whom the report leaves out is not listed."""
        return self.statuses.get(player, NOT_LISTED)


class InjuryReports:
    """Every snapshot, by game date and team."""

    def __init__(self, rows: list[InjuryRow], named: Named) -> None:
        grouped: dict[tuple[date, str], dict[datetime, list[InjuryRow]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in rows:
            if row.game_date is None or row.team is None or row.report_hour is None:
                continue
            # Added to the wall clock, not to the instant: 17:00 means 17:00 on any day.
            instant = datetime.combine(row.report_date, time()) + timedelta(hours=row.report_hour)
            grouped[row.game_date, row.team][instant.replace(tzinfo=NEW_YORK)].append(row)
        self._reports = {
            key: [_snapshot(instant, found, named) for instant, found in sorted(reports.items())]
            for key, reports in grouped.items()
        }

    def latest(self, day: date, team: str, tip_off: datetime) -> Snapshot | None:
        """The last snapshot of the team's game on `day` before tip-off."""
        reports = self._reports.get((day, team), [])
        return next((one for one in reversed(reports) if one.instant < tip_off), None)


def _snapshot(instant: datetime, rows: list[InjuryRow], named: Named) -> Snapshot:
    statuses: dict[str, str | None] = {}
    for row in sorted(rows, key=lambda row: newest_first(row.processed_at)):
        player = named(row.player_full_name)
        if player is not None:
            statuses.setdefault(player, row.injury_status)
    return Snapshot(instant, statuses)
