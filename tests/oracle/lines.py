"""The market line of a player on a date, from the quotes of both feeds."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from .books import ODDS_API, Book
from .odds import implied_probability
from .order import newest_first
from .quotes import OVER, UNDER, Quote
from .statistics import nine

SNAPSHOT_MINUTES = 10
NANO = 10**9


@dataclass(frozen=True)
class MarketLine:
    """One book's line: `nano` is the points in billionths, so that sums of margins are exact."""

    book: Book
    over: Quote
    under: Quote

    @property
    def points(self) -> float:
        """The line in points."""
        return float(self.over.points)

    @property
    def nano(self) -> int:
        """The line in billionths of a point."""
        return int(self.over.points * NANO)

    @property
    def line_type(self) -> str:
        """`dfs` or `sportsbook`."""
        return self.book.kind

    @property
    def updated(self) -> datetime:
        """The later of the two sides' instants."""
        return max(self.over.instant, self.under.instant)

    @property
    def feed(self) -> str:
        """The feed of the later side; the Odds API if both have the same instant."""
        return min((self.over, self.under), key=lambda side: _latest(side)[:2]).feed

    @property
    def is_withdrawn(self) -> bool:
        """Whether a side is no longer offered."""
        return not (self.over.is_active and self.under.is_active)

    @property
    def imbalance(self) -> tuple[bool, Decimal]:
        """How far apart the sides' implied probabilities are; lines without both come last."""
        over, under = (implied_probability(side.odds) for side in (self.over, self.under))
        if over is None or under is None:
            return True, Decimal(0)
        return False, nine(abs(over - under))


def _latest(quote: Quote) -> tuple[Any, ...]:
    """The order of one side's quotes at one line: between two that are alike in everything, any."""
    return (
        newest_first(quote.instant),
        quote.feed != ODDS_API,
        newest_first(quote.processed_at),
        quote.odds is None,
        quote.odds or 0,
        not quote.is_active,
    )


def _book_line(book: Book, quotes: list[Quote]) -> MarketLine | None:
    """The line of one book: the middle one of the most balanced of its latest two-sided ones."""
    sides: dict[Decimal, dict[str, Quote]] = defaultdict(dict)
    for quote in sorted(quotes, key=_latest):
        sides[quote.points].setdefault(quote.side, quote)
    lines = [MarketLine(book, both[OVER], both[UNDER]) for both in sides.values() if len(both) == 2]
    if not lines:
        return None
    since = max(line.updated for line in lines) - timedelta(minutes=SNAPSHOT_MINUTES)
    lines = [line for line in lines if line.updated >= since]
    best = min(line.imbalance for line in lines)
    equal = sorted((line for line in lines if line.imbalance == best), key=lambda line: line.nano)
    return equal[(len(equal) - 1) // 2]


def market_line(
    quotes: Iterable[Quote], tip_off: datetime, *, tonight: bool = False
) -> MarketLine | None:
    """The market line from the quotes of one player and date; null if no book has one.

    For tonight, a book whose line is withdrawn has none.
    """
    books: dict[Book, list[Quote]] = defaultdict(list)
    for quote in quotes:
        if quote.instant < tip_off:
            books[quote.book].append(quote)
    for book in sorted(books):
        line = _book_line(book, books[book])
        if line is not None and not (tonight and line.is_withdrawn):
            return line
    return None
