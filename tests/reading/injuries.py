"""The injury report of a team on a date, and the names in it."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from .calendar import NEW_YORK
from .order import newest_first
from .sources import InjuryRow

TEAM_NAMES = {
    "Atlanta Hawks": "ATL",
    "Boston Celtics": "BOS",
    "Brooklyn Nets": "BKN",
    "Charlotte Hornets": "CHA",
    "Chicago Bulls": "CHI",
    "Cleveland Cavaliers": "CLE",
    "Dallas Mavericks": "DAL",
    "Denver Nuggets": "DEN",
    "Detroit Pistons": "DET",
    "Golden State Warriors": "GSW",
    "Houston Rockets": "HOU",
    "Indiana Pacers": "IND",
    "LA Clippers": "LAC",
    "Los Angeles Clippers": "LAC",
    "Los Angeles Lakers": "LAL",
    "Memphis Grizzlies": "MEM",
    "Miami Heat": "MIA",
    "Milwaukee Bucks": "MIL",
    "Minnesota Timberwolves": "MIN",
    "New Orleans Pelicans": "NOP",
    "New York Knicks": "NYK",
    "Oklahoma City Thunder": "OKC",
    "Orlando Magic": "ORL",
    "Philadelphia 76ers": "PHI",
    "Phoenix Suns": "PHX",
    "Portland Trail Blazers": "POR",
    "Sacramento Kings": "SAC",
    "San Antonio Spurs": "SAS",
    "Toronto Raptors": "TOR",
    "Utah Jazz": "UTA",
    "Washington Wizards": "WAS",
}
UNDECOMPOSED = str.maketrans({"đ": "d", "ø": "o", "ł": "l", "ß": "ss", "æ": "ae"})
NOT_LISTED = "not_listed"


def lookup_of(full_name: str) -> str:
    """The player_lookup of a name: no accents, lower case, a-z and 0-9 only, suffix kept."""
    plain = unicodedata.normalize("NFKD", full_name.lower().translate(UNDECOMPOSED))
    return re.sub(r"[^a-z0-9]", "", plain)


@dataclass(frozen=True)
class Snapshot:
    """One hourly report of one team's game: `statuses` by player_lookup."""

    instant: datetime
    statuses: dict[str, str | None]

    def status_of(self, player: str) -> str | None:
        """The player's status; a player whom the report leaves out is not listed."""
        return self.statuses.get(player, NOT_LISTED)


class InjuryReports:
    """Every snapshot, by game date and team."""

    def __init__(self, rows: list[InjuryRow]) -> None:
        grouped: dict[tuple[date, str], dict[datetime, list[InjuryRow]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for row in rows:
            if row.game_date is None or row.team is None or row.report_hour is None:
                continue
            # Added to the wall clock, not to the instant: 17:00 means 17:00 on any day.
            instant = datetime.combine(row.report_date, time()) + timedelta(hours=row.report_hour)
            team = TEAM_NAMES.get(row.team, row.team)
            grouped[row.game_date, team][instant.replace(tzinfo=NEW_YORK)].append(row)
        self._reports = {
            key: [_snapshot(instant, found) for instant, found in sorted(reports.items())]
            for key, reports in grouped.items()
        }

    def latest(self, day: date, team: str, tip_off: datetime) -> Snapshot | None:
        """The last snapshot of the team's game on `day` before tip-off."""
        reports = self._reports.get((day, team), [])
        return next((one for one in reversed(reports) if one.instant < tip_off), None)


def _snapshot(instant: datetime, rows: list[InjuryRow]) -> Snapshot:
    statuses: dict[str, str | None] = {}
    for row in sorted(rows, key=lambda row: newest_first(row.processed_at)):
        if row.player_full_name is not None:
            statuses.setdefault(lookup_of(row.player_full_name), row.injury_status)
    return Snapshot(instant, statuses)
