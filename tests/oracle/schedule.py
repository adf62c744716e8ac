"""The league's games by date and team."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from .calendar import season_year, unknown_cut_off
from .order import largest_first, latest_first, newest_first
from .seeds import neutral_games, teams
from .sources import ScheduleRow
from .tip_offs import Pairing, tip_off

EXHIBITION_PREFIXES = ("001", "003")
PLAYOFFS_PREFIX = "004"
FINAL = 3

# (date, team, opponent) of a box score; the opponent is null where the row does not name it.
Boxes = Collection[tuple[date, str | None, str | None]]


@dataclass(frozen=True)
class Slot:
    """One team's game of one date: `tip_off` is null where only the date is known."""

    game_id: str
    game_date: date
    opponent: str
    home: bool | None
    tip_off: datetime | None

    @property
    def cut_off(self) -> datetime:
        """The instant before which a line or a report is known."""
        return self.tip_off or unknown_cut_off(self.game_date)

    @property
    def playoffs(self) -> bool:
        """Whether it is a game of the playoffs: the flags are true in the play-in too."""
        return self.game_id.startswith(PLAYOFFS_PREFIX)


def _is_exhibition(row: ScheduleRow) -> bool:
    return row.game_id.startswith(EXHIBITION_PREFIXES) or bool(row.is_all_star)


def _is_held(row: ScheduleRow, boxes: Boxes) -> bool:
    """Final, or with a box score of either team: on a past date only such a row is a game."""
    day, home, away = row.game_date, row.home_team_tricode, row.away_team_tricode
    return row.game_status == FINAL or any(
        (day, team, named) in boxes
        for team, opponent in ((home, away), (away, home))
        for named in (opponent, None)
    )


def _newest(rows: list[ScheduleRow]) -> list[ScheduleRow]:
    """The row of each game_id that fixes its date, the newest first."""
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
    return sorted(newest.values(), key=lambda row: (newest_first(row.processed_at), row.game_id))


class Schedule:
    """League games (no exhibitions, no placeholders), one row per game_id."""

    def __init__(
        self,
        rows: list[ScheduleRow],
        boxes: Boxes = (),
        starts: Mapping[Pairing, datetime] | None = None,
    ) -> None:
        starts = starts or {}
        self._slots: dict[tuple[date, str], Slot] = {}
        self._held: dict[tuple[date, str], Slot] = {}
        exhibitions: set[tuple[date, str]] = set()
        dates: set[date] = set()
        self._held_games: dict[date, list[tuple[str, str]]] = {}
        for row in _newest(rows):
            day = row.game_date
            pair = (row.home_team_tricode, row.away_team_tricode)
            if _is_exhibition(row):
                exhibitions.update((day, team) for team in pair)
                continue
            if not set(pair) <= teams():
                continue
            dates.add(day)
            is_held = _is_held(row, boxes)
            if is_held:
                self._held_games.setdefault(day, []).append(pair)
            pairing = (day, *pair)
            is_neutral = bool(row.neutral_site_flag) or pairing in neutral_games()
            instant = tip_off(row.game_date_est, pairing, starts)
            for team, opponent in (pair, pair[::-1]):
                home = None if is_neutral else team == row.home_team_tricode
                slot = Slot(row.game_id, day, opponent, home, instant)
                self._slots.setdefault((day, team), slot)
                if is_held:
                    self._held.setdefault((day, team), slot)
        self._exhibitions = exhibitions - self._held.keys()
        self._dates = sorted(dates)
        self._held_dates = sorted(self._held_games)
        self._teams: dict[date, list[str]] = {}
        for day, team in sorted(self._slots):
            self._teams.setdefault(day, []).append(team)
        self._team_days: dict[str, list[date]] = {}
        for day, team in sorted(self._held):
            self._team_days.setdefault(team, []).append(day)

    def tonight(self, day: date, team: str | None) -> Slot | None:
        """The team's league game on the as-of date, whatever its status."""
        return None if team is None else self._slots.get((day, team))

    def held(self, day: date, team: str | None) -> Slot | None:
        """The team's league game on a past date: one that took place."""
        return None if team is None else self._held.get((day, team))

    def is_exhibition(self, day: date, team: str | None) -> bool:
        """Whether the team's game on `day` counts for nothing."""
        return (day, team) in self._exhibitions

    def teams(self, day: date) -> list[str]:
        """The teams with a league game on `day`, in alphabetical order."""
        return self._teams.get(day, [])

    def games_held(self, first: date, before: date) -> list[tuple[date, str, str]]:
        """(date, home, away) of the games that took place in [first, before)."""
        days = self._held_dates[
            bisect_left(self._held_dates, first) : bisect_left(self._held_dates, before)
        ]
        return [(day, home, away) for day in days for home, away in self._held_games[day]]

    def slots(self) -> list[tuple[str, Slot]]:
        """Every league game of each team in the schedule, played or not, by date and team."""
        return [(team, self._slots[day, team]) for day, team in sorted(self._slots)]

    def team_rest(self, day: date, team: str) -> int | None:
        """Days off since the team's previous game of the season.

        Null for its first game, and for a date on which the schedule has no game for the team.
        """
        if (day, team) not in self._held:
            return None
        days = self._team_days[team]
        place = bisect_left(days, day)
        if place == 0 or season_year(days[place - 1]) != season_year(day):
            return None
        return (day - days[place - 1]).days - 1

    def any_game(self, first: date, last: date, as_of: date) -> bool:
        """Whether a game took place in [first, as_of - 1], or is scheduled in [as_of, last]."""
        return bool(self.games_held(first, as_of)) or (
            bisect_left(self._dates, max(first, as_of)) < bisect_right(self._dates, last)
        )
