"""The market line of a player on a date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from .order import newest_first
from .sources import PropRow
from .statistics import nine

MARKET = "points"
CONSENSUS = "BettingPros Consensus"
FIRST_SPORTSBOOKS = ("DraftKings", "FanDuel", "BetMGM", "Caesars")
DFS_APPS = ("PrizePicks", "Underdog", "Sleeper")
NANO = 10**9


@dataclass(frozen=True)
class MarketLine:
    """One book's line: `nano` is the points in billionths, so that sums of margins are exact."""

    points: float
    nano: int
    book: str
    updated: datetime
    over_odds: int | None
    under_odds: int | None

    @property
    def line_type(self) -> str:
        """`dfs` or `sportsbook`."""
        return "dfs" if self.book in DFS_APPS else "sportsbook"


def usable(row: PropRow) -> bool:
    """Whether a row can belong to a book's snapshot at all."""
    return (
        row.market_type == MARKET
        and row.player_lookup is not None
        and row.bookmaker is not None
        and row.bookmaker != CONSENSUS
        and row.bookmaker_last_update is not None
    )


def book_order(book: str) -> tuple[int, int, str]:
    """The named sportsbooks in their order, the other sportsbooks by name, then DFS apps."""
    if book in FIRST_SPORTSBOOKS:
        return 0, FIRST_SPORTSBOOKS.index(book), book
    if book in DFS_APPS:
        return 2, DFS_APPS.index(book), book
    return 1, 0, book


def implied_probability(american: int | None) -> Fraction | None:
    """What American odds imply: -150 is 0.6, +150 is 0.4; null for no odds."""
    if american is None or american == 0:
        return None
    if american < 0:
        return Fraction(-american, 100 - american)
    return Fraction(100, 100 + american)


def _imbalance(line: MarketLine) -> tuple[bool, Decimal]:
    over, under = implied_probability(line.over_odds), implied_probability(line.under_odds)
    if over is None or under is None:
        return True, Decimal(0)
    return False, nine(abs(over - under))


def _book_line(book: str, rows: list[PropRow], tip_off: datetime) -> MarketLine | None:
    """The line of one book's last snapshot before tip-off, if it has a two-sided one."""
    timed = [
        (row.bookmaker_last_update, row)
        for row in rows
        if row.bookmaker_last_update is not None and row.bookmaker_last_update < tip_off
    ]
    if not timed:
        return None
    updated = max(instant for instant, _ in timed)
    snapshot = [row for instant, row in timed if instant == updated]
    snapshot.sort(key=lambda row: newest_first(row.processed_at))
    sides: dict[float, dict[str, PropRow]] = defaultdict(dict)
    for row in snapshot:
        if row.points_line is not None and row.bet_side is not None:
            sides[row.points_line].setdefault(row.bet_side, row)
    found = [
        MarketLine(
            points=points,
            nano=int(nine(points) * NANO),
            book=book,
            updated=updated,
            over_odds=both["over"].odds_american,
            under_odds=both["under"].odds_american,
        )
        for points, both in sides.items()
        if "over" in both and "under" in both
    ]
    return min(found, key=lambda line: (*_imbalance(line), line.nano), default=None)


def market_line(rows: Iterable[PropRow], tip_off: datetime) -> MarketLine | None:
    """The market line out of the usable rows of one player and date; null if no book has one."""
    books: dict[str, list[PropRow]] = defaultdict(list)
    for row in rows:
        if row.bookmaker is not None:
            books[row.bookmaker].append(row)
    for book in sorted(books, key=book_order):
        line = _book_line(book, books[book], tip_off)
        if line is not None:
            return line
    return None
