"""Shapes of quotes: instants of single sides, implausible odds, lines that no longer count."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from scripts.sample.draws import pick, share
from scripts.sample.plan import LATEST_SLATE, SPORTSBOOKS_ONLY
from scripts.sample.quotes import (
    BOOKS,
    CONTEST,
    EXCHANGE,
    MODEL,
    SIDES,
    UNKNOWN_BOOK,
    Odds,
    Quote,
)
from scripts.sample.schedule import Game
from scripts.sample.shapes.plan import MODEL_BESIDE_LINES, MODEL_LINES, WITHDRAWN_NIGHT
from scripts.sample.shapes.windows import second_feed_games, within
from scripts.sample.tables import PLACES, Tables
from scripts.sample.times import eastern

LAGS = (7, 95, 660, 2820, 10800, 21600)  # seconds
RANKS = {book: rank for rank, book in enumerate(BOOKS)}

Book = tuple[str, str, str]  # game id, player, book


def _own(tables: Tables) -> list[int]:
    """Return the places of the quotes on points that these shapes may change: no other feed's."""
    others = second_feed_games(tables.games)
    return [
        number
        for number, quote in enumerate(tables.quotes)
        if quote.feed == "bettingpros"
        and quote.market == "points"
        and quote.book in BOOKS
        and quote.game.game_id not in others
    ]


def _last_lines(quotes: list[Quote], places: Iterable[int]) -> dict[Book, list[int]]:
    """Return the places of each book's last quotes on a player before tip-off."""
    last: dict[Book, list[int]] = defaultdict(list)
    for number in places:
        quote = quotes[number]
        if quote.is_before_tip_off:
            group = last[quote.game.game_id, quote.player, quote.book]
            if group and (quotes[group[0]].updated or 0) < (quote.updated or 0):
                group.clear()
            if not group or quotes[group[0]].updated == quote.updated:
                group.append(number)
    return last


def side_updates(tables: Tables) -> None:
    """One side of a line moved last earlier than the other; sometimes one alone, to another line.

    Never so early that it would come before the side's previous word on that line, or pass the
    hour that stands in for an unknown tip-off, or the tip-off: what counts stays the same.
    """
    quotes, places = list(tables.quotes), _own(tables)
    seen: dict[tuple[Book, float], list[int]] = defaultdict(list)
    lines: dict[Book, set[float]] = defaultdict(set)
    for number in places:
        quote = quotes[number]
        book = (quote.game.game_id, quote.player, quote.book)
        lines[book].add(quote.line)
        if quote.updated is not None:
            seen[book, quote.line].append(quote.updated)
    alone = []
    for number in places:
        quote = quotes[number]
        if quote.updated is None or quote.sides != SIDES:
            continue
        book = (quote.game.game_id, quote.player, quote.book)
        key = (*book, quote.line, quote.updated)
        moment = quote.updated
        if share("side", *key) < 0.3:
            floor = max(
                (
                    *(other + 1 for other in seen[book, quote.line] if other < moment),
                    *(bar for bar in _bars(quote) if bar <= moment),
                ),
                default=0,
            )
            lag = min(pick(LAGS, "side's lag", *key), moment - floor)
            lags = (lag, 0) if share("which side", *key) < 0.5 else (0, lag)
            quotes[number] = quote._replace(lags=lags)
        elif share("side alone", *key) < 0.05 and quote.is_before_tip_off:
            line = quote.line + pick((-1.0, 1.0), "side's line", *key)
            later = moment + 180
            if line > 0 and line not in lines[book] and not _passes(quote, later):
                alone.append(
                    quote._replace(
                        line=line, updated=later, processed=later + 120,
                        sides=(pick(SIDES, "side that moves", *key),),
                    )
                )  # fmt: skip
    tables.quotes = quotes + alone


def _bars(quote: Quote) -> tuple[int, int]:
    """Return the instants that no change of a quote's own may carry it across."""
    return (eastern(quote.game.day, 19 * 60), quote.game.cutoff)


def _passes(quote: Quote, later: int) -> bool:
    return any((quote.updated or 0) < bar <= later for bar in _bars(quote))


def impossible_odds(tables: Tables) -> None:
    """Odds of 0 and +50: of a book's only line, and of far ones beside the one that counts."""
    quotes, places = list(tables.quotes), _own(tables)
    last = _last_lines(quotes, places)
    for number in places:
        quote = quotes[number]
        if BOOKS[quote.book].is_app or quote.sides != SIDES:
            continue
        key = (quote.game.game_id, quote.player, quote.book, quote.line, quote.updated)
        group = last.get((quote.game.game_id, quote.player, quote.book), [])
        is_only = group == [number]
        is_far = number in group and max(map(abs, (price or 0 for price in quote.odds))) > 200
        tonight = quote.game.day == LATEST_SLATE
        odds: Odds | None = None
        if is_far and share("odds of a far line", *key) < 0.5:
            odds = (50, 50)
        elif is_only and share("odds", *key) < (0.06 if tonight else 0.015):
            wrong = pick((0, 50), "impossible", *key)
            over, under = quote.odds
            odds = (wrong, under) if share("wrong side", *key) < 0.5 else (over, wrong)
        if odds:
            quotes[number] = quote._replace(odds=odds)
    tables.quotes = quotes


def withdrawn_lines(tables: Tables) -> None:
    """Books withdraw their lines.

    Everywhere those of books behind another, which has one; on WITHDRAWN_NIGHT and LATEST_SLATE
    all of some players' lines; on LATEST_SLATE also a line of the first book, points off.
    """
    quotes = list(tables.quotes)
    last = _last_lines(quotes, _own(tables))
    books: dict[tuple[str, str], list[str]] = defaultdict(list)
    for (game_id, player, book), group in last.items():
        if any(quotes[number].sides == SIDES for number in group):
            books[game_id, player].append(book)
    gone = gone_players(tables)
    first = next(iter(BOOKS))
    added = []
    for (game_id, player, book), group in last.items():
        quote = quotes[group[0]]
        ranked = sorted(books[game_id, player], key=RANKS.__getitem__)
        behind = ranked[:1] != [book]
        chance = 0.15 if quote.game.day == LATEST_SLATE else 0.015
        all_gone = (game_id, player) in gone
        if all_gone or (ranked and behind and share("withdrawn", game_id, player, book) < chance):
            for number in group:
                quotes[number] = quotes[number]._replace(is_active=False)
        if (
            quote.game.day == LATEST_SLATE
            and not all_gone
            and (game_id, player, first) not in last
            and ranked[:1] == [book]
            and share("withdrawn at noon", game_id, player) < 0.4
        ):
            for hour, active in ((11, True), (12, False)):
                moment = eastern(quote.game.day, 60 * hour)
                added.append(
                    quote._replace(
                        book=first, label=first, line=quote.line + 4, odds=(-110, -110),
                        updated=moment, processed=moment + 120, is_active=active, sides=SIDES,
                    )
                )  # fmt: skip
    tables.quotes = quotes + added


def gone_players(tables: Tables) -> frozenset[tuple[str, str]]:
    """Return game and player of those all of whose lines are withdrawn."""
    quotes = tables.quotes
    return frozenset(
        (quotes[number].game.game_id, quotes[number].player)
        for number in _own(tables)
        if quotes[number].game.day in (WITHDRAWN_NIGHT, LATEST_SLATE)
        and share("all withdrawn", quotes[number].game.game_id, quotes[number].player) < 0.03
    )


def no_line_books(tables: Tables) -> None:
    """An exchange and a book that nobody knows show lines, some points off; sometimes only they."""
    quotes, books = tables.quotes, (EXCHANGE, UNKNOWN_BOOK)
    added = []
    for (game_id, player, _), group in _last_lines(quotes, _own(tables)).items():
        quote = quotes[group[-1]]
        for book in books:
            if quote.updated is not None and share("no line", game_id, player, book) < 0.03:
                moment = quote.updated - 60
                off = pick((-5, -4, 4, 5), "no line's line", game_id, player, book)
                added.append(
                    quote._replace(
                        book=book, label=book, line=max(0.5, quote.line + off), odds=(-110, -110),
                        updated=moment, processed=moment + 120, sides=SIDES, opening=None,
                    )
                )  # fmt: skip
    games = {(game.day, team): game for game in tables.games for team in (game.home, game.away)}
    added += [
        _shown(games[day, team], player, name, pick(books, "which alone", player, day))
        for day, team, player, name in _without_quotes(tables, "alone", 0.004)
        if (day, team) in games and games[day, team].counts and not within(day, SPORTSBOOKS_ONLY)
    ]
    tables.quotes = [*quotes, *{(q.game.game_id, q.player, q.book): q for q in added}.values()]


def model_lines(tables: Tables) -> None:
    """The Odds API has a model's own lines and a contest's, no book's, some points off."""
    added = {}
    for quote in tables.quotes:
        day, key = quote.game.day, (quote.game.game_id, quote.player)
        if within(day, MODEL_BESIDE_LINES) and quote.market == "points" and quote.book in BOOKS:
            book = MODEL if share("model", *key) < 0.5 else CONTEST
            if share("model beside", *key) < 0.1:
                added[key] = _shown(quote.game, quote.player, quote.name, book, quote.line + 6)
    games = {(game.day, team): game for game in tables.games for team in (game.home, game.away)}
    for day, team, player, name in _without_quotes(tables, "model alone", 0.1):
        game = games.get((day, team))
        if game and game.counts and within(day, MODEL_LINES, MODEL_BESIDE_LINES):
            added[game.game_id, player] = _shown(game, player, name, MODEL)
    tables.quotes = [*tables.quotes, *added.values()]


def _shown(game: Game, player: str, name: str, book: str, line: float = 0) -> Quote:
    """Return a quote of no book, an hour and a half before the game."""
    moment = game.cutoff - 5400
    own = pick((3.5, 7.5, 11.5, 15.5), "shown", game.game_id, player)
    feed = "odds_api" if book in (MODEL, CONTEST) else "bettingpros"
    return Quote(
        game, player, name, player, "", book, book, line or own, (-110, -110), moment,
        moment + 540, feed=feed,
    )  # fmt: skip


def _without_quotes(tables: Tables, stream: str, part: float) -> list[tuple[Any, ...]]:
    """Return some of the box scores of players whom no book quotes: date, team, key, name."""
    quoted = {(q.player, q.game.day) for q in tables.quotes if q.book in BOOKS}
    places = [
        PLACES["player_game_summary"][column]
        for column in ("game_date", "team_abbr", "player_lookup", "player_full_name")
    ]
    return [
        found
        for row in tables.rows["player_game_summary"]
        if (row[places[2]], row[places[0]]) not in quoted
        and share(stream, row[places[2]], row[places[0]]) < part
        for found in [tuple(row[place] for place in places)]
    ]
