"""Shapes of the two feeds: where a sportsbook's quote stands, and how many times it is loaded."""

from __future__ import annotations

from scripts.sample.plan import LATEST_SLATE
from scripts.sample.quotes import BOOKS, SIDES, Quote
from scripts.sample.shapes import windows
from scripts.sample.shapes.plan import RELOADED
from scripts.sample.tables import Tables


def second_feed(tables: Tables) -> None:
    """Sportsbooks' quotes on some games stand in the Odds API, some of them in both feeds.

    It has one line a book and player at an instant, so what else a book shows stays where it was.
    """
    moved = {game.game_id for game in tables.games if windows.is_moved(game)}
    doubled = {game.game_id for game in tables.games if windows.is_doubled(game)}
    main = {
        (quote.game.game_id, quote.player, quote.book, quote.updated): number
        for number, quote in enumerate(tables.quotes)
        if (quote.game.game_id in moved or quote.game.game_id in doubled) and _fits(quote)
    }
    chosen = frozenset(main.values())
    quotes = []
    for number, quote in enumerate(tables.quotes):
        if number in chosen and quote.updated is not None:
            quotes.append(quote._replace(feed="odds_api", processed=quote.updated + 540))
        if number not in chosen or quote.game.game_id in doubled:
            quotes.append(quote)
    tables.quotes = quotes


def _fits(quote: Quote) -> bool:
    """Return whether the Odds API can hold a quote: points, a sportsbook's, whole."""
    return (
        quote.market == "points"
        and quote.feed == "bettingpros"
        and quote.book in BOOKS
        and BOOKS[quote.book].key is not None
        and quote.updated is not None
        and quote.sides == SIDES
        and None not in quote.odds
    )


def reloads(tables: Tables) -> None:
    """Rows are loaded again, up to six times, hours or days apart; what they say is the same."""
    quotes = list(tables.quotes)
    for quote in tables.quotes:
        more = max(
            (more for first, last, more in RELOADED[quote.feed] if first <= quote.game.day <= last),
            default=0,
        )
        apart = 3600 if quote.game.day == LATEST_SLATE else 86400
        quotes += [
            quote._replace(processed=quote.processed + turn * apart) for turn in range(1, more + 1)
        ]
    tables.quotes = quotes
