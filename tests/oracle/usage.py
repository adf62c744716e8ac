"""Usage: the share of his team's plays that a player ends while he is on the floor, in percent."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from .sources import PlayerRow, TeamRow
from .statistics import nine
from .teams import TeamGame

FREE_THROW_WEIGHT = Fraction(44, 100)
TEAM_MINUTES = 240
TEAM_MINUTES_PER_OVERTIME = 25
PLAYERS_ON_THE_FLOOR = 5


def _plays(row: PlayerRow | TeamRow) -> Fraction | None:
    """Field-goal attempts, weighted free-throw attempts and turnovers; null if one is unknown."""
    if row.fg_attempts is None or row.ft_attempts is None or row.turnovers is None:
        return None
    return row.fg_attempts + FREE_THROW_WEIGHT * row.ft_attempts + row.turnovers


def usage(row: PlayerRow, game: TeamGame | None) -> Decimal | None:
    """The source's usage, else the computed one to 9 decimals, else null."""
    if row.usage_rate is not None:
        return row.usage_rate
    minutes = row.minutes_played
    if game is None or minutes is None or minutes == 0:
        return None
    own, team = _plays(row), _plays(game.row)
    if own is None or not team:
        return None
    team_minutes = TEAM_MINUTES + TEAM_MINUTES_PER_OVERTIME * game.overtimes
    return nine(100 * own * team_minutes / PLAYERS_ON_THE_FLOOR / (Fraction(minutes) * team))
