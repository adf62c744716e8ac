"""The tiny league's lines: both feeds, their books by id and by key, names as books write them."""

from __future__ import annotations

from datetime import date, timedelta

from tests.dialect.league import Row, games, instant

# BettingPros' number of a book and the name that its writer guesses.
BOOKS = {
    "DraftKings": (12, "DraftKings"),
    "FanDuel": (10, "FanDuel"),
    "BetMGM": (19, "BetMGM"),
    "Caesars": (13, "Caesars"),
    "bet365": (24, "bet365"),
    "theScore Bet": (33, "Fliff"),
    "Underdog": (36, "ESPN Bet"),
    "PrizePicks": (37, "Hard Rock"),
    "Novig": (60, "PrizePicks"),
    "Consensus": (0, "BettingPros Consensus"),
    "nobody's": (85, "Unknown Book 85"),
    "none": (None, None),
}
# Without accents, by a nickname, without a suffix or with another, the last name first.
WRITTEN = {
    "ivonovak": "Ivo Novak",
    "alijones": "Ally Jones",
    "tomreed": "Tom Reed",
    "maxweiss": "Weiß, Max",
    "bjornlundjr": "Bjørn Lund",
    "dansmith": "Dan Smith III",
    "edwu": "Ed Wu",
}
EVEN = (-110, -110)


def _quote(
    day: date,
    player: str,
    book: str,
    line: float | None,
    odds: tuple[int | None, int | None],
    at: str = "17:30",
    over_at: str | None = None,
) -> list[Row]:
    """Return both sides of a line; the over's may have moved at another time."""
    book_id, guess = BOOKS[book]
    return [
        {
            "game_date": day,
            "market_type": "points",
            "bet_side": side,
            "player_name": WRITTEN.get(player, player),
            # As its writer makes it; nobody reads it.
            "player_lookup": "edwu",
            "book_id": book_id,
            "bookmaker": guess,
            "points_line": line,
            "odds_american": price,
            "bookmaker_last_update": instant(day, moved),
            "processed_at": instant(day, at) + timedelta(minutes=5),
        }
        for side, price, moved in zip(("over", "Under"), odds, (over_at or at, at), strict=True)
    ]


def bettingpros_player_points_props() -> list[Row]:
    """Return a DraftKings line of most player-games, and quotes that must not count beside it."""
    rows: list[Row] = []
    for game, players in games():
        for player, cell in players.items():
            line = cell.split("/")[-1]
            if cell.count("/") == 2 and line != "-" and player != "tomreed":
                rows += _quote(game["date"], player, "DraftKings", float(line), EVEN)
            elif player == "tomreed" and line != "-":
                # Only a DFS app quotes him, most days.
                rows += _quote(game["date"], player, "PrizePicks", float(line), (-119, None))
    late, odd, named = date(2025, 10, 8), date(2025, 10, 12), date(2025, 10, 9)
    tonight, repaired, undated = date(2025, 10, 15), date(2025, 10, 5), date(2025, 9, 22)
    moving = date(2025, 10, 6)
    repeated = _quote(late, "ivonovak", "DraftKings", 25.5, EVEN)
    return [
        *rows,
        # Snapshots at tip-off and in the game; an earlier one; one scraped again; a NULL instant.
        *_quote(late, "ivonovak", "DraftKings", 11.5, EVEN, "19:00"),
        *_quote(late, "ivonovak", "DraftKings", 5.5, EVEN, "20:10"),
        *_quote(late, "ivonovak", "DraftKings", 24.5, EVEN, "09:00"),
        *({**row, "odds_american": -120, "processed_at": None} for row in repeated),
        *({**row, "points_line": 1.5, "bookmaker_last_update": None} for row in repeated),
        # Loaded again: the same rows.
        *({**row, "processed_at": row["processed_at"] + timedelta(hours=1)} for row in rows[:40]),
        # Two lines in one snapshot: the more balanced one; if equally balanced, the lower.
        *_quote(late, "maxweiss", "DraftKings", 23.5, (150, -180)),
        *_quote(late, "bjornlundjr", "DraftKings", 22.5, EVEN),
        # Impossible odds, and one side only: no line from that book, or one without odds.
        *_quote(late, "alijones", "DraftKings", 12.5, (0, None)),
        *_quote(late, "alijones", "DraftKings", 13.5, (100, 100))[:1],
        *_quote(named, "dansmith", "BetMGM", 15.5, (50, -99)),
        # The sides move alone; a line 10 minutes older still competes, one 11 minutes older not.
        *_quote(moving, "maxweiss", "DraftKings", 23.5, (-105, -105), "17:45", over_at="16:00"),
        *_quote(moving, "bjornlundjr", "DraftKings", 23.5, (120, -150), "17:40"),
        *_quote(moving, "dansmith", "DraftKings", 16.5, (120, -150), "17:41"),
        # The middle one of three nominal lines, the lower of the middle two of four.
        *(row for line in (10.5, 8.5) for row in _quote(odd, "tomreed", "PrizePicks", line, EVEN)),
        *(
            row
            for line in (9.5, 10.5, 11.5, 12.5)
            for row in _quote(date(2025, 10, 1), "tomreed", "Underdog", line, EVEN)
        ),
        # Other books: by rank, then by name; consensus, exchange and unknown ids never.
        *_quote(date(2025, 9, 30), "tomreed", "FanDuel", 12.5, (105, -125)),
        *_quote(date(2025, 10, 13), "tomreed", "theScore Bet", 11.5, (-105, -115)),
        *_quote(named, "tomreed", "theScore Bet", 10.5, (-105, -115)),
        *_quote(named, "tomreed", "bet365", 9.0, (-105, -115)),
        *_quote(odd, "tomreed", "bet365", 15.5, (-105, -115)),
        *_quote(odd, "ivonovak", "FanDuel", 22.5, (105, -125)),
        *_quote(odd, "maxweiss", "Consensus", 14.5, EVEN),
        *_quote(odd, "maxweiss", "Novig", 15.5, EVEN),
        *_quote(odd, "maxweiss", "nobody's", 16.5, EVEN),
        *_quote(odd, "maxweiss", "none", 17.5, EVEN),
        *(
            {**row, "market_type": "rebounds"}
            for row in _quote(odd, "maxweiss", "FanDuel", 9.5, EVEN)
        ),
        # Nobody's name; a namesake's with another suffix is nobody's; no name.
        *_quote(tonight, "Nick Nobody", "FanDuel", 19.5, EVEN),
        *_quote(odd, "Ed Wu III", "FanDuel", 4.5, EVEN),
        *({**row, "player_name": None} for row in _quote(odd, "edwu", "FanDuel", 5.5, EVEN)),
        # Impossible lines: NaN, NULL, above the limit; the limit itself is one.
        *_quote(odd, "edwu", "FanDuel", float("nan"), EVEN),
        *_quote(odd, "edwu", "BetMGM", None, EVEN),
        *_quote(odd, "edwu", "Caesars", 100.5, EVEN),
        *_quote(tonight, "ivonovak", "DraftKings", 100.0, EVEN),
        # Withdrawn tonight; another book's stands.
        *({**row, "is_active": False} for row in _quote(tonight, "edwu", "FanDuel", 20.5, EVEN)),
        *(
            {**row, "is_active": False}
            for row in _quote(tonight, "dansmith", "DraftKings", 15.5, EVEN, "18:30")
        ),
        *_quote(tonight, "dansmith", "BetMGM", 13.5, EVEN),
        # Unknown tip-off: until 19:00 in New York; one that the Odds API repairs: until that.
        *_quote(undated, "ivonovak", "DraftKings", 26.5, EVEN, "18:59"),
        *_quote(undated, "alijones", "DraftKings", 18.5, EVEN, "19:00"),
        *_quote(repaired, "maxweiss", "DraftKings", 19.5, EVEN, "20:29"),
        *_quote(repaired, "bjornlundjr", "DraftKings", 18.5, EVEN, "20:30"),
        *_quote(tonight, "bjornlundjr", "DraftKings", 21.0, (-112, -108), "21:00"),
    ]


def _listed(
    day: date,
    player: str,
    book: str | None,
    line: float | None,
    prices: tuple[float | None, float | None] = (1.91, 1.91),
    at: str = "17:30",
) -> Row:
    """Return a row of the Odds API, with both sides in it."""
    (game,) = [game for game, _ in games() if game["date"] == day]
    start = "20:30" if game["tip"] == "-" else game["tip"]
    return {
        "game_date": day,
        "game_start_time": instant(day, start),
        "home_team_abbr": game["home"],
        "away_team_abbr": game["away"],
        "snapshot_timestamp": instant(day, at),
        "bookmaker": book,
        "player_name": WRITTEN.get(player, player),
        "points_line": line,
        "over_price": prices[0],
        "under_price": prices[1],
        # Cut off, not rounded, as the feed has them.
        "over_price_american": -109,
        "under_price_american": -109,
        "processed_at": instant(day, at) + timedelta(minutes=3),
    }


def odds_api_player_points_props() -> list[Row]:
    """Return rows of the second feed: a tip-off, ties with the first, books of every kind."""
    repaired, late, odd = date(2025, 10, 5), date(2025, 10, 8), date(2025, 10, 12)
    moving, tonight, undated = date(2025, 10, 6), date(2025, 10, 15), date(2025, 9, 22)
    tie = _listed(moving, "edwu", "draftkings", 15.5)
    return [
        _listed(repaired, "alijones", "fanduel", 17.5, (1.8, 2.05)),
        # An earlier snapshot with another start; one without.
        {
            **_listed(repaired, "alijones", "fanduel", 17.5, at="12:00"),
            "game_start_time": instant(repaired, "19:30"),
        },
        {**_listed(repaired, "alijones", "fliff", 16.5, at="18:00"), "game_start_time": None},
        # An impossible start: midnight.
        {
            **_listed(undated, "ivonovak", "williamhill_us", 27.5),
            "game_start_time": instant(undated, "00:00"),
        },
        # The same instant in both feeds: this one counts; loaded again later, at another price.
        tie,
        {**tie, "processed_at": tie["processed_at"] + timedelta(days=1), "over_price": 2.0},
        {**tie, "processed_at": None, "over_price": 5.0},
        # Tip-off and after it: nothing.
        _listed(late, "tomreed", "draftkings", 4.5, at="19:00"),
        _listed(late, "tomreed", "fanduel", 3.5, at="19:30"),
        # An exchange, a contest, a model, a key that nobody knows, none.
        *(
            _listed(odd, "tomreed", book, 20.5)
            for book in ("novig", "fliff", "historical_backfill", "bookmaker_of_tomorrow", None)
        ),
        # One side, a price that pays nothing, no line, no instant, no name.
        _listed(odd, "edwu", "betmgm", 14.5, (1.91, None)),
        _listed(odd, "tomreed", "betmgm", 14.5, (1.0, 1.91)),
        _listed(odd, "edwu", "fanduel", None),
        _listed(odd, "edwu", "fanduel", float("nan")),
        {**_listed(odd, "edwu", "fanduel", 13.5), "snapshot_timestamp": None},
        {**_listed(odd, "edwu", "fanduel", 12.5), "player_name": None},
        _listed(tonight, "alijones", "prizepicks", 20.5),
        _listed(tonight, "maxweiss", "draftkings", 21.5, (1.909090909090909, 1.869565217391304)),
        _listed(tonight, "Nick Nobody", "draftkings", 21.5),
    ]
