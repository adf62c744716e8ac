"""Team games: one row per date and team, joined with the schedule and the opponent's row."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .calendar import HISTORY_START, season_year
from .order import largest_first, newest_first
from .schedule import Schedule
from .sources import TeamRow

MIN_FG_ATTEMPTS = 50
TIERS = ("gold", "silver", "bronze")
GAME_MINUTES = 48
OVERTIME_MINUTES = 5


@dataclass(frozen=True)
class TeamGame:
    """One team's league game; `other` is the opponent's row, null where there is none."""

    day: date
    season: int
    team: str
    row: TeamRow
    other: TeamRow | None
    home: bool | None
    rest: int | None

    @property
    def overtimes(self) -> int:
        """The larger of what the two rows say."""
        rows = (self.row, self.other)
        return max((row.overtime_periods or 0) for row in rows if row is not None)

    @property
    def minutes(self) -> int:
        """The minutes that were played."""
        return GAME_MINUTES + OVERTIME_MINUTES * self.overtimes

    @property
    def points(self) -> Fraction | None:
        """The team's points per 48 minutes."""
        scored = self.row.points_scored
        return None if scored is None else Fraction(scored * GAME_MINUTES, self.minutes)

    @property
    def pace(self) -> Fraction | None:
        """Mean possessions of the two teams per 48 minutes; null without both."""
        own = self.row.possessions
        other = None if self.other is None else self.other.possessions
        if own is None or other is None:
            return None
        return Fraction((own + other) * GAME_MINUTES, 2 * self.minutes)


TeamGames = dict[tuple[date, str], TeamGame]


def _is_partial(row: TeamRow) -> bool:
    return bool(row.is_partial_game_data) or (
        row.fg_attempts is not None and row.fg_attempts < MIN_FG_ATTEMPTS
    )


TeamRows = dict[tuple[date, str], TeamRow]


def one_a_date(rows: list[TeamRow]) -> TeamRows:
    """The row that counts for each date and team."""
    unique: TeamRows = {}
    for row in sorted(
        (row for row in rows if not _is_partial(row)),
        key=lambda row: (
            TIERS.index(row.quality_tier) if row.quality_tier in TIERS else len(TIERS),
            largest_first(row.possessions),
            newest_first(row.processed_at),
            row.game_id or "",
        ),
    ):
        unique.setdefault((row.game_date, row.team_abbr), row)
    return unique


def team_games(unique: TeamRows, schedule: Schedule) -> TeamGames:
    """League games by date and team, oldest first."""
    games: TeamGames = {}
    for (day, team), row in sorted(unique.items(), key=lambda item: item[0]):
        if day < HISTORY_START or schedule.is_exhibition(day, team):
            continue
        slot = schedule.held(day, team)
        games[day, team] = TeamGame(
            day=day,
            season=season_year(day),
            team=team,
            row=row,
            other=unique.get((day, row.opponent_team_abbr or "")),
            home=None if slot is None else slot.home,
            rest=schedule.team_rest(day, team),
        )
    return games
