"""Quotes: what a book said about one side of a player's points, two feeds as one."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from .books import BETTINGPROS, ODDS_API, Book, book_of, is_known
from .calendar import HISTORY_START
from .odds import american_of, valid_american
from .sources import OddsRow, PropRow
from .statistics import nine

MARKET = "points"
OVER, UNDER = "over", "under"
HIGHEST_LINE = 100

Named = Callable[[str | None], str | None]


class Quote(NamedTuple):
    """One side of one book's line at an instant."""

    book: Book
    feed: str
    side: str
    points: Decimal
    instant: datetime
    odds: int | None
    is_active: bool
    processed_at: datetime | None


@dataclass
class Quotes:
    """The quotes for each player and date, those that are nobody's, and rows of unknown books."""

    of: dict[tuple[str, date], list[Quote]] = field(default_factory=lambda: defaultdict(list))
    unmatched: Counter[tuple[str, str]] = field(default_factory=Counter)
    unknown_books: Counter[tuple[str, str]] = field(default_factory=Counter)


def points_of(line: float | None) -> Decimal | None:
    """A line rounded to 2 decimals; null if it is not a possible line."""
    if line is None or math.isnan(line) or not 0 <= line <= HIGHEST_LINE:
        return None
    return nine(line).quantize(Decimal("0.01"), ROUND_HALF_UP)


def _of_bettingpros(row: PropRow, book: Book) -> list[Quote]:
    points = points_of(row.points_line)
    if points is None or row.bookmaker_last_update is None or row.bet_side not in (OVER, UNDER):
        return []
    return [
        Quote(
            book=book,
            feed=BETTINGPROS,
            side=row.bet_side,
            points=points,
            instant=row.bookmaker_last_update,
            odds=valid_american(row.odds_american),
            is_active=row.is_active is not False,
            processed_at=row.processed_at,
        )
    ]


def _of_odds_api(row: OddsRow, book: Book) -> list[Quote]:
    """Both sides of the row; a side without a price is not offered."""
    points = points_of(row.points_line)
    if points is None or row.snapshot_timestamp is None:
        return []
    return [
        Quote(
            book=book,
            feed=ODDS_API,
            side=side,
            points=points,
            instant=row.snapshot_timestamp,
            odds=american_of(price),
            is_active=True,
            processed_at=row.processed_at,
        )
        for side, price in ((OVER, row.over_price), (UNDER, row.under_price))
        if price is not None
    ]


def quotes(props: Iterable[PropRow], odds: Iterable[OddsRow], named: Named) -> Quotes:
    """Both feeds' quotes, by the player whom they name and by date."""
    found = Quotes()
    names: dict[str | None, str | None] = {}

    def book(feed: str, key: str | int | None) -> Book | None:
        if not is_known(feed, key):
            found.unknown_books[feed, str(key)] += 1
        return book_of(feed, key)

    def add(day: date, name: str | None, quoted: list[Quote]) -> None:
        if name not in names:
            names[name] = named(name)
        player = names[name]
        if player is None:
            found.unmatched.update((quote.feed, name or "") for quote in quoted)
        elif quoted:
            found.of[player, day] += quoted

    for row in props:
        if row.market_type == MARKET and row.game_date >= HISTORY_START:
            own_book = book(BETTINGPROS, row.book_id)
            if own_book is not None:
                add(row.game_date, row.player_name, _of_bettingpros(row, own_book))
    for offer in odds:
        if offer.game_date >= HISTORY_START:
            own_book = book(ODDS_API, offer.bookmaker)
            if own_book is not None:
                add(offer.game_date, offer.player_name, _of_odds_api(offer, own_book))
    return found
