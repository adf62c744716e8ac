"""A cell of graded props against its complement."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from .statistics import published, rate, two_proportions, wilson


@dataclass(frozen=True)
class Comparison:
    """`overs` of `games` against `other_overs` of `other_games`."""

    overs: int
    games: int
    other_overs: int
    other_games: int

    @property
    def rate(self) -> Fraction | None:
        """The cell's over rate."""
        return rate(self.overs, self.games)

    @property
    def other_rate(self) -> Fraction | None:
        """The complement's over rate."""
        return rate(self.other_overs, self.other_games)

    @property
    def difference(self) -> Fraction | None:
        """Cell minus complement; null where either is empty."""
        if self.rate is None or self.other_rate is None:
            return None
        return self.rate - self.other_rate

    @property
    def test(self) -> tuple[float, float] | None:
        """(z, p); null where it is not tested."""
        return two_proportions(self.overs, self.games, self.other_overs, self.other_games)

    @property
    def p_value(self) -> float | None:
        """Two-sided p."""
        return None if self.test is None else self.test[1]


def rates(overs: int, games: int, name: str = "over_rate") -> dict[str, Any]:
    """An over rate with its interval, as documents show them."""
    low, high = wilson(overs, games)
    return {
        name: published(rate(overs, games), 3),
        "rate_low": published(low, 3),
        "rate_high": published(high, 3),
    }
