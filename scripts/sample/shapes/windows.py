"""Which dates and games a shape has, so that no two shapes ask for the same quote."""

from __future__ import annotations

from datetime import date

from scripts.sample.draws import share
from scripts.sample.plan import LATEST_SLATE, SPORTSBOOKS_ONLY
from scripts.sample.schedule import EVENING, Game
from scripts.sample.shapes.plan import (
    DATE_ONLY_WEEK,
    LAST_DATE_ONLY,
    SECOND_FEED,
    SECOND_FEED_SLATE,
    TWO_FEEDS,
    TWO_FEEDS_SLATE,
    Window,
)


def within(day: date, *windows: Window) -> bool:
    """Return whether a date is in one of the windows, their ends included."""
    return any(first <= day <= last for first, last in windows)


def is_date_only(day: date) -> bool:
    """Return whether the schedule's tip-offs of a date are the date alone."""
    return day <= LAST_DATE_ONLY or within(day, DATE_ONLY_WEEK)


def has_odds_api(game: Game) -> bool:
    """Return whether the Odds API may have rows of a game, and so its tip-off.

    Most games without them begin at the very hour that stands in for an unknown tip-off, so that
    the same lines count. A few begin later: their last lines are lost.
    """
    if game.hides_tip or within(game.day, SPORTSBOOKS_ONLY):
        return not game.hides_tip
    chance = share("games without the Odds API", game.game_id)
    return chance >= (0.05 if game.tip == EVENING else 0.004 if game.tip > EVENING else 0)


def is_moved(game: Game) -> bool:
    """Return whether sportsbooks' quotes on a game stand in the second feed alone."""
    if game.day == LATEST_SLATE:
        return game.fixture in SECOND_FEED_SLATE
    if not has_odds_api(game):
        return False
    return within(game.day, SPORTSBOOKS_ONLY) or (
        within(game.day, *SECOND_FEED) and share("second feed", game.game_id) < 0.6
    )


def is_doubled(game: Game) -> bool:
    """Return whether they stand in both feeds."""
    if game.day == LATEST_SLATE:
        return game.fixture in TWO_FEEDS_SLATE
    if is_moved(game) or not has_odds_api(game):
        return False
    return within(game.day, *SECOND_FEED, TWO_FEEDS) and share("two feeds", game.game_id) < 0.6


def second_feed_games(games: list[Game]) -> frozenset[str]:
    """Return the ids of the games that have rows in the second feed: other shapes leave them."""
    return frozenset(game.game_id for game in games if is_moved(game) or is_doubled(game))
