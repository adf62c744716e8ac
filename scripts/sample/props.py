"""Lines: what the books offered before a game, and everything odd that the props table holds."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from scripts.sample.people import Player
from scripts.sample.plan import (
    LATEST_SLATE,
    LINES_GAP,
    LINES_START,
    NO_LINES_DATES,
    SEASONS,
    SEED,
    SPORTSBOOKS_ONLY,
    STALE_TEAM_DAYS,
)
from scripts.sample.quotes import BOOKS, CONSENSUS, SIDES, Odds, Quote
from scripts.sample.schedule import Game
from scripts.sample.tables import Tables
from scripts.sample.times import eastern

SPORTSBOOKS = [book for book in BOOKS if not BOOKS[book].is_app]
EVEN: Odds = (-110, -110)
BOOK_ODDS: tuple[Odds, ...] = (
    EVEN, (-115, -105), (-105, -115), (-120, 100), (100, -120), (-125, -105), (-106, -118),
)  # fmt: skip
APP_ODDS: dict[str, Odds] = {
    "PrizePicks": (-137, -137), "Underdog": (None, None), "Sleeper": (-120, -120),
}  # fmt: skip

Offer = tuple[str, float]  # book as the player table spells it, line


def has_lines(game: Game) -> bool:
    """Return whether the props table has lines for the game."""
    if game.prefix == "001":
        return game.season == SEASONS[-1]
    gap = LINES_GAP[0] <= game.day <= LINES_GAP[1] or game.day in NO_LINES_DATES
    return game.day >= LINES_START and not gap


class Props:
    """Makes the quotes."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.draw = Random(f"{SEED} lines")

    def offer(self, game: Game, player: Player, expected: float) -> list[Offer]:
        """Make every quote of a player for a game; return those that the player table may show."""
        draw = self.draw
        plain = SPORTSBOOKS_ONLY[0] <= game.day <= SPORTSBOOKS_ONLY[1]
        guess = max(2.0, expected * draw.gauss(0.997, 0.05))
        line = float(round(guess)) if draw.random() < 0.1 else int(guess) + 0.5
        closing = self._closing(game)
        hours = [moment for h in (10, 13, 17) if (moment := eastern(game.day, 60 * h)) < closing]
        offers = []
        books = draw.sample(SPORTSBOOKS if plain else list(BOOKS), draw.choice((2, 2, 3)))
        for book in books:
            own = max(1.5, line + draw.choice((-1, -0.5, 0, 0, 0, 0, 0, 0, 0, 1)))
            opening = own + draw.choice((-1, 0, 0, 0.5))
            for moment in sorted(draw.sample(hours, min(len(hours), draw.choice((0, 1, 1, 2))))):
                early = own + draw.choice((-1, 0, 0, 0, 0.5, 1))
                self._quote(game, player, book, early, self._odds(book), moment, opening=opening)
            if plain:
                self._quote(game, player, book, own, self._odds(book), closing, opening=opening)
            else:
                self._close(game, player, book, own, closing, opening)
            offers.append((book.lower(), own))
            if game.day < LATEST_SLATE and draw.random() < 0.05:
                live = max(0.5, own + draw.choice((-7, -5, 5, 7)))
                moment = game.cutoff + 60 * draw.randint(25, 110)
                self._quote(game, player, book, live, self._odds(book), moment, opening=opening)
                offers += [(book.lower(), live)] * 5
        if plain:
            return offers
        if draw.random() < 0.3:
            self._quote(game, player, CONSENSUS, line + 0.3, EVEN, closing + 300)
        if draw.random() < 0.08:
            market, other = draw.choice(("assists", "rebounds")), draw.randint(2, 8) + 0.5
            self._quote(game, player, books[0], other, self._odds(books[0]), closing, market=market)
        return offers

    def _closing(self, game: Game) -> int:
        """Return the instant of the last snapshot: ten minutes before tip-off."""
        if game.day == LATEST_SLATE:
            return eastern(game.day, 13 * 60)
        return game.cutoff - 600

    def _odds(self, book: str) -> Odds:
        return APP_ODDS[book] if book in APP_ODDS else self.draw.choice(BOOK_ODDS)

    def _close(self, game: Game, player: Player, book: str, line: float, moment: int,
               opening: float) -> None:  # fmt: skip
        """Make a book's last snapshot, sometimes with something odd in it or beside it."""
        odds = self._odds(book)

        def quote(value: float, prices: Odds, updated: int | None = moment,
                  sides: tuple[str, ...] = SIDES, late: int = 120) -> None:  # fmt: skip
            self._quote(game, player, book, value, prices, updated, sides, opening,
                        processed=moment + late)  # fmt: skip

        chance = 1.0 if BOOKS[book].is_app else self.draw.random()
        if chance < 0.03:  # a ladder around the main line
            quote(line + 4, (260, -340))
            quote(max(0.5, line - 4), (-330, 250))
        elif chance < 0.05:  # as balanced as the main line, but higher
            quote(line + 1, odds)
        elif chance < 0.065:  # one side of a far line
            quote(line + 6, (340, None), sides=("over",))
        elif chance < 0.08:  # the last word is one-sided: no line of this instant
            quote(line, odds, sides=("over",))
            return
        elif chance < 0.10:  # scraped twice, the first time wrongly
            quote(line, (-150, 120), late=60)
        elif chance < 0.11:  # of unknown age
            quote(line + 9, EVEN, updated=None)
        quote(line, odds)

    def _quote(self, game: Game, player: Player, book: str, line: float, odds: Odds,
               updated: int | None, sides: tuple[str, ...] = SIDES,
               opening: float | None = None, market: str = "points",
               processed: int | None = None) -> None:  # fmt: skip
        """Make the quote of one line of one book at one instant."""
        self.tables.quotes.append(
            Quote(game, player.lookup, player.name, player.lookup, self._team(player, game.day),
                  book, book, line, odds, updated, processed or (updated or 0) + 120, opening,
                  market, sides)
        )  # fmt: skip

    def _team(self, player: Player, day: date) -> str:
        """Return the team that the props table shows: stale after a trade, sometimes FA."""
        if player.traded_on <= day < player.traded_on + timedelta(days=STALE_TEAM_DAYS):
            return player.old_team
        return "FA" if self.draw.random() < 0.005 else player.team
