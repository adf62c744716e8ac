"""The league's games by date and team."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from datetime import date, datetime

from .calendar import NEW_YORK, midnight_after, season_year
from .order import largest_first, latest_first, newest_first
from .sources import ScheduleRow

EXHIBITION_PREFIXES = ("001", "003")


@dataclass(frozen=True)
class Slot:
    """One team's game of one date: `tip_off` is null where only the date is known."""

    game_id: str
    game_date: date
    opponent: str
    home: bool | None
    tip_off: datetime | None
    playoffs: bool

    @property
    def cut_off(self) -> datetime:
        """The instant before which a line or a report is known."""
        return self.tip_off or midnight_after(self.game_date)


def _is_exhibition(row: ScheduleRow) -> bool:
    return row.game_id.startswith(EXHIBITION_PREFIXES) or bool(row.is_all_star)


def _tip_off(row: ScheduleRow) -> datetime | None:
    if row.game_date_est is None:
        return None
    local = row.game_date_est.astimezone(NEW_YORK)
    return None if (local.hour, local.minute, local.second) == (0, 0, 0) else row.game_date_est


class Schedule:
    """League games (no exhibitions), one row a game_id."""

    def __init__(self, rows: list[ScheduleRow]) -> None:
        newest: dict[str, ScheduleRow] = {}
        for row in sorted(
            rows,
            key=lambda row: (
                newest_first(row.processed_at),
                largest_first(row.game_status),
                latest_first(row.game_date),
            ),
        ):
            newest.setdefault(row.game_id, row)
        self._slots: dict[tuple[date, str], Slot] = {}
        exhibitions: set[tuple[date, str]] = set()
        dates: set[date] = set()
        for row in sorted(newest.values(), key=lambda row: row.game_id):
            teams = (row.home_team_tricode, row.away_team_tricode)
            if _is_exhibition(row):
                exhibitions.update((row.game_date, team) for team in teams)
                continue
            dates.add(row.game_date)
            for team, opponent in (teams, teams[::-1]):
                home = None if row.neutral_site_flag else team == row.home_team_tricode
                playoffs = bool(row.is_playoffs)
                slot = Slot(row.game_id, row.game_date, opponent, home, _tip_off(row), playoffs)
                self._slots.setdefault((row.game_date, team), slot)
        self._exhibitions = exhibitions - self._slots.keys()
        self._dates = sorted(dates)
        self._teams: dict[date, list[str]] = {}
        self._team_days: dict[str, list[date]] = {}
        for day, team in sorted(self._slots):
            self._teams.setdefault(day, []).append(team)
            self._team_days.setdefault(team, []).append(day)

    def slot(self, day: date, team: str | None) -> Slot | None:
        """The team's league game on `day`."""
        return None if team is None else self._slots.get((day, team))

    def cut_off(self, day: date, team: str | None) -> datetime:
        """Tip-off of the team's game on `day`; the following midnight where it is unknown."""
        slot = self.slot(day, team)
        return midnight_after(day) if slot is None else slot.cut_off

    def is_exhibition(self, day: date, team: str | None) -> bool:
        """Whether the team's game on `day` counts for nothing."""
        return (day, team) in self._exhibitions

    def teams(self, day: date) -> list[str]:
        """The teams with a league game on `day`, in alphabetical order."""
        return self._teams.get(day, [])

    def team_rest(self, day: date, team: str) -> int | None:
        """Days off since the team's previous game of the season.

        Null for its first game, and for a date on which the schedule has no game of the team.
        """
        if (day, team) not in self._slots:
            return None
        days = self._team_days[team]
        place = bisect_left(days, day)
        if place == 0 or season_year(days[place - 1]) != season_year(day):
            return None
        return (day - days[place - 1]).days - 1

    def any_game(self, first: date, last: date) -> bool:
        """Whether the league has a game in [first, last]."""
        return bisect_left(self._dates, first) < bisect_right(self._dates, last)
