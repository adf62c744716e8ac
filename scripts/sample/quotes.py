"""Quotes: a book's line on a player at one instant, and the rows that the two feeds make of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from scripts.sample.draws import share
from scripts.sample.schedule import Game

Row = tuple[object, ...]


class Book(NamedTuple):
    """A book: BettingPros' number, the Odds API's key, and the name that BettingPros guesses."""

    number: int | None
    key: str | None = None
    guess: str = ""
    is_app: bool = False  # a DFS app: nominal odds, or none


# By true name, by rank those whose lines count. Numbers and keys are the real ones.
BOOKS = {
    "DraftKings": Book(12, "draftkings"),
    "FanDuel": Book(10, "fanduel"),
    "BetMGM": Book(19, "betmgm"),
    "Caesars": Book(13, "williamhill_us"),
    "BetRivers": Book(18, "betrivers"),
    "PrizePicks": Book(37, guess="Hard Rock", is_app=True),
    "Underdog": Book(36, guess="ESPN Bet", is_app=True),
    "Sleeper": Book(63, guess="Underdog", is_app=True),
}
CONSENSUS = "BettingPros Consensus"
EXCHANGE = "Novig"
UNKNOWN_BOOK = "Unknown Book 85"
CONTEST = "Fliff"
MODEL = "model backfill"
WITHOUT_LINES = {  # what they show is no line that anybody could bet at
    CONSENSUS: Book(0),
    EXCHANGE: Book(60, guess="PrizePicks"),
    UNKNOWN_BOOK: Book(85),
    CONTEST: Book(39, "fliff"),
    MODEL: Book(None, "historical_backfill"),
}
ALL_BOOKS = BOOKS | WITHOUT_LINES
MARKETS = {"points": 156, "assists": 157, "rebounds": 151}

Odds = tuple[int | None, int | None]  # over, under
SIDES = ("over", "under")


class Quote(NamedTuple):
    """One line of one book at one instant, as one load of a feed has it."""

    game: Game
    player: str  # his key
    name: str  # as the feed writes it
    lookup: str  # the feed's own key of him
    team: str  # which the feed takes for his
    book: str
    label: str  # the feed's name of the book
    line: float
    odds: Odds
    updated: int | None
    processed: int
    opening: float | None = None
    market: str = "points"
    sides: tuple[str, ...] = SIDES
    lags: tuple[int, int] = (0, 0)  # seconds by which a side last moved earlier than ``updated``
    is_active: bool = True
    feed: str = "bettingpros"

    @property
    def is_before_tip_off(self) -> bool:
        """Whether the quote is of known age and from before the game."""
        return self.updated is not None and self.updated < self.game.cutoff


def bettingpros_rows(quotes: list[Quote]) -> Iterator[Row]:
    """Yield the rows of bettingpros_player_points_props: one a side."""
    for quote in quotes:
        if quote.feed != "bettingpros":
            continue
        for side, price, lag in zip(SIDES, quote.odds, quote.lags, strict=True):
            if side in quote.sides:
                yield (
                    quote.game.day, quote.market, side, quote.name, quote.lookup,
                    ALL_BOOKS[quote.book].number, quote.label, quote.line, price,
                    None if quote.updated is None else quote.updated - lag, quote.opening,
                    None if quote.opening is None else -110, quote.is_active, quote.processed,
                    MARKETS[quote.market], quote.team,
                )  # fmt: skip


def odds_api_rows(quotes: list[Quote]) -> Iterator[Row]:
    """Yield the rows of odds_api_player_points_props: both sides in one."""
    for quote in quotes:
        if quote.feed != "odds_api" or quote.updated is None:
            continue
        game, key = quote.game, ALL_BOOKS[quote.book].key
        named = (game.day, game.home, game.away, quote.player, key, quote.updated)
        prices = [decimal_price(odds) for odds in quote.odds if odds is not None]
        early = 60 * int(2 + 8 * share("book's own instant", *named))
        own = None if share("no instant of its own", *named) < 0.5 else quote.updated - early
        by_name = share("game id", *named) < 0.05
        event = f"{game.game_id}{game.away}{game.home}".lower()
        yield (
            f"{game.day:%Y%m%d}_{game.away}_{game.home}" if by_name else game.game_id, game.day,
            game.cutoff, game.home, game.away, quote.updated,
            (game.cutoff - quote.updated) // 60, key, quote.name, quote.lookup, quote.line,
            *prices, *(cut_off_odds(price) for price in prices), own, quote.processed, event,
            "current" if quote.book != MODEL else "historical",
        )  # fmt: skip


def decimal_price(odds: int) -> float:
    """Return the decimal price of American odds."""
    return 1 + (odds / 100 if odds > 0 else 100 / -odds)


def cut_off_odds(price: float) -> int:
    """Return American odds as the feed's writer makes them: cut off, not rounded."""
    return int(100 * (price - 1)) if price >= 2 else int(-100 / (price - 1))
