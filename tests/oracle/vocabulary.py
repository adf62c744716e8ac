"""The feeds' words as one: teams by their codes, what markets, sides and injury words mean.

A number that nobody has ever had is unknown: a bad row loses itself.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from .seeds import injury_status, team_code
from .sources import (
    InjuryRow,
    OddsRow,
    PlayerRow,
    PropRow,
    ScheduleRow,
    Sources,
    TeamRow,
)

MOST_POINTS = 100
MOST_MINUTES = 90
MOST_TEAM_POINTS = 250
MOST_POSSESSIONS = 200
MOST_OVERTIMES = 6


def _within(value: int | None, low: int, high: int) -> int | None:
    return value if value is not None and low <= value <= high else None


def _word(text: str | None) -> str | None:
    return None if text is None else text.strip().lower()


def player(row: PlayerRow) -> PlayerRow:
    """A box score; an implausible one says nothing, as one that failed to load."""
    row = row._replace(
        team_abbr=team_code(row.team_abbr), opponent_team_abbr=team_code(row.opponent_team_abbr)
    )
    minutes = row.minutes_played or Decimal(0)
    if 0 <= (row.points or 0) <= MOST_POINTS and 0 <= minutes <= MOST_MINUTES:
        return row
    return row._replace(points=None, minutes_played=None, is_dnp=None)


def team(row: TeamRow) -> TeamRow:
    """A team's row without its implausible numbers."""
    return row._replace(
        team_abbr=team_code(row.team_abbr) or row.team_abbr,
        opponent_team_abbr=team_code(row.opponent_team_abbr),
        points_scored=_within(row.points_scored, 0, MOST_TEAM_POINTS),
        possessions=_within(row.possessions, 1, MOST_POSSESSIONS),
        overtime_periods=_within(row.overtime_periods, 0, MOST_OVERTIMES),
        quality_tier=_word(row.quality_tier),
    )


def _prop(row: PropRow) -> PropRow:
    market, side = _word(row.market_type), _word(row.bet_side)
    if (market, side) == (row.market_type, row.bet_side):
        return row
    return row._replace(market_type=market, bet_side=side)


def _odds(row: OddsRow) -> OddsRow:
    return row._replace(
        home_team_abbr=team_code(row.home_team_abbr),
        away_team_abbr=team_code(row.away_team_abbr),
        bookmaker=_word(row.bookmaker),
    )


def _game(row: ScheduleRow) -> ScheduleRow:
    return row._replace(
        home_team_tricode=team_code(row.home_team_tricode) or row.home_team_tricode,
        away_team_tricode=team_code(row.away_team_tricode) or row.away_team_tricode,
    )


def injury(row: InjuryRow) -> InjuryRow:
    """A report's row with a status that everybody knows."""
    return row._replace(team=team_code(row.team), injury_status=injury_status(row.injury_status))


def plain(sources: Sources) -> Sources:
    """Every source in one vocabulary."""
    return replace(
        sources,
        players=[player(row) for row in sources.players],
        teams=[team(row) for row in sources.teams],
        props=[_prop(row) for row in sources.props],
        odds=[_odds(row) for row in sources.odds],
        schedule=[_game(row) for row in sources.schedule],
        injuries=[injury(row) for row in sources.injuries],
    )
