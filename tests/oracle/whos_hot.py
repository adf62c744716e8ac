"""The whos-hot document."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any

from .calendar import SEASON_FIRST_MONTH, season_year
from .league import League
from .records import Record, pool
from .statistics import adjusted_rate, heat, nine, published, rate, wilson
from .tonight import RECENT_DAYS, Night

DEFAULT_PERIOD = "30d"
PERIOD_DAYS = {"7d": 7, "14d": 14, "30d": 30}
MIN_GAMES = {"7d": 4, "14d": 5, "30d": 8, "season": 15}
LIST_SIZE = 10
NEUTRAL = Decimal(5)


@dataclass(frozen=True)
class Standing:
    """A qualifying player of a period."""

    player: str
    record: Record
    streak: int
    heat: Fraction

    @property
    def rank_value(self) -> Decimal:
        """Heat as it is compared."""
        return nine(self.heat)


def _hot(standings: list[Standing]) -> list[Standing]:
    warm = [one for one in standings if one.rank_value > NEUTRAL]
    warm.sort(key=lambda one: (-one.rank_value, -one.record.graded, one.player))
    return warm[:LIST_SIZE]


def _cold(standings: list[Standing]) -> list[Standing]:
    cool = [one for one in standings if one.rank_value < NEUTRAL]
    cool.sort(key=lambda one: (one.rank_value, -one.record.graded, one.player))
    return cool[:LIST_SIZE]


def _entry(
    night: Night, rank: int, one: Standing, shrink: Callable[[int, int], float | None]
) -> dict[str, Any]:
    record = one.record
    low, high = wilson(record.overs, record.graded)
    tonight = night.tonight(one.player)
    return {
        "rank": rank,
        **night.who(one.player),
        "heat_score": published(one.heat, 2),
        "hit_rate": published(rate(record.overs, record.graded), 3),
        "hit_rate_low": published(low, 3),
        "hit_rate_high": published(high, 3),
        "hit_rate_adjusted": published(shrink(record.overs, record.graded), 3),
        "hit_rate_games": record.graded,
        "pushes": record.pushes,
        "current_streak": one.streak,
        "streak_direction": None if one.streak == 0 else "over" if one.streak > 0 else "under",
        "avg_margin": published(record.margin, 2),
        "playing_tonight": tonight is not None,
        "tonight": tonight,
    }


def first_day(as_of: date, period: str) -> date:
    """The first date of a period; for the season, the first that can have games."""
    if period in PERIOD_DAYS:
        return as_of - timedelta(days=PERIOD_DAYS[period])
    return date(season_year(as_of), SEASON_FIRST_MONTH, 1)


def qualifying(night: Night, period: str) -> list[Standing]:
    """The players with enough graded games in the period, and one in the last 14 days."""
    league, as_of = night.league, night.as_of
    recent = league.records_between(as_of - timedelta(days=RECENT_DAYS), as_of)
    standings = []
    for player, record in league.records_between(first_day(as_of, period), as_of).items():
        margin, hit_rate = record.margin, rate(record.overs, record.graded)
        if record.graded < MIN_GAMES[period] or not recent.get(player, Record()).graded:
            continue
        if margin is None or hit_rate is None:
            continue
        streak = league.streak(player, as_of)
        standings.append(Standing(player, record, streak, heat(hit_rate, streak, margin)))
    return standings


def whos_hot(league: League, as_of: date) -> dict[str, Any]:
    """The document's content for `as_of`, without clock, schema version, refresh and texts.

    `notes` is the list of codes.
    """
    night = Night(league, as_of)
    prior, weight = league.prior(as_of)

    def shrink(overs: int, graded: int) -> float | None:
        return None if prior is None else adjusted_rate(overs, graded, prior, weight)

    periods: dict[str, Any] = {}
    for period, min_games in MIN_GAMES.items():
        first = first_day(as_of, period)
        start = first if period in PERIOD_DAYS else league.season_start(as_of)
        standings = qualifying(night, period)
        available = [
            one for one in standings if night.has_line(one.player) and not night.is_out(one.player)
        ]
        pooled = pool(league.records_between(first, as_of).values())
        lists = {
            "hot": _hot(standings),
            "cold": _cold(standings),
            "hot_tonight": _hot(available),
            "cold_tonight": _cold(available),
        }
        periods[period] = {
            "start_date": None if start is None else start.isoformat(),
            "end_date": (as_of - timedelta(days=1)).isoformat(),
            "min_games": min_games,
            "qualifying_players": len(standings),
            "qualifying_tonight": len(available),
            "league_average": {
                "hit_rate": published(rate(pooled.overs, pooled.graded), 3),
                "avg_margin": published(pooled.margin, 2),
                "games": pooled.graded,
            },
            **{
                name: [_entry(night, rank, one, shrink) for rank, one in enumerate(rows, 1)]
                for name, rows in lists.items()
            },
        }

    notes = night.missing_tonight() + night.missing_lately(min(PERIOD_DAYS.values()))
    return {
        **night.envelope("whos-hot", night.status()),
        "notes": notes,
        "default_period": DEFAULT_PERIOD,
        "periods": periods,
    }
