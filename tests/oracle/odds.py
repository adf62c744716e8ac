"""Odds: American odds as far as they are possible, decimal prices as such, and what they imply."""

from __future__ import annotations

import math
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from .statistics import nine

LOWEST_AMERICAN = 100


def valid_american(odds: int | None) -> int | None:
    """American odds; null between -100 and 100, where none exist."""
    return None if odds is None or abs(odds) < LOWEST_AMERICAN else odds


def american_of(price: float | None) -> int | None:
    """A decimal price as American odds, rounded half away from zero; null for 1 or less."""
    if price is None or not math.isfinite(price) or price <= 1:
        return None
    profit = Fraction(price) - 1
    american = 100 * profit if profit >= 1 else -100 / profit
    return int(nine(american).quantize(Decimal(1), ROUND_HALF_UP))


def implied_probability(american: int | None) -> Fraction | None:
    """What American odds imply: -150 is 0.6, +150 is 0.4; null for no odds."""
    if american is None:
        return None
    if american < 0:
        return Fraction(-american, 100 - american)
    return Fraction(100, 100 + american)
