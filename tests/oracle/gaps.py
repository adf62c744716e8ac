"""What is not in yet: results of the last few days, lines for tonight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from .league import League
from .schedule import Slot

RESULT_DAYS = 3
MIN_LINED_PLAYERS = 5
LINES_DUE_HOURS = 3


@dataclass(frozen=True)
class ResultGaps:
    """Games of the last few days that should have results, and those that lack some."""

    due: int
    missing: int
    due_yesterday: int
    missing_yesterday: int

    @property
    def refuses(self) -> bool:
        """More than a third is missing, or all of yesterday's."""
        return 3 * self.missing > self.due or 0 < self.due_yesterday == self.missing_yesterday


def result_gaps(league: League, as_of: date) -> ResultGaps:
    """The games of [D-3, D-1], and those without a played row for both teams."""
    yesterday = as_of - timedelta(days=1)
    due = league.schedule.games_held(as_of - timedelta(days=RESULT_DAYS), as_of)
    played = {
        (game.day, game.team) for day in {day for day, _, _ in due} for game in league.games_of(day)
    }
    missing = [
        (day, home, away) for day, home, away in due if not {(day, home), (day, away)} <= played
    ]
    return ResultGaps(
        len(due),
        len(missing),
        sum(day == yesterday for day, _, _ in due),
        sum(day == yesterday for day, _, _ in missing),
    )


def lined_share(teams: list[str], lined: Counter[str | None]) -> Fraction | None:
    """The share of tonight's teams with enough players with a line; null without games."""
    if not teams:
        return None
    return Fraction(sum(lined[team] >= MIN_LINED_PLAYERS for team in teams), len(teams))


def lines_due_at(slots: list[Slot]) -> datetime | None:
    """The hour from which missing lines count against a document; null without games.

    An unknown tip-off is taken to be the hour that cuts off its lines.
    """
    first = min((slot.cut_off for slot in slots), default=None)
    return None if first is None else first - timedelta(hours=LINES_DUE_HOURS)
