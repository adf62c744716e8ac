"""Books by id or key, from the seed."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from .seeds import rows

BETTINGPROS, ODDS_API = "bettingpros", "odds_api"
KINDS_WITH_LINES = ("sportsbook", "dfs")
NO_RANK = 10**6


class Book(NamedTuple):
    """A book that gives lines; the smallest is asked first."""

    rank: int
    name: str
    kind: str


@cache
def _seed() -> dict[tuple[str, str], Book]:
    return {
        (row["feed"], row["book_key"]): Book(
            int(row["book_rank"] or NO_RANK), row["book"], row["kind"]
        )
        for row in rows("books.csv")
    }


def is_known(feed: str, key: str | int | None) -> bool:
    """Whether the seed has the id or key."""
    return (feed, str(key)) in _seed()


def book_of(feed: str, key: str | int | None) -> Book | None:
    """The book of a feed's id or key; null for an unknown one and for one that gives no lines."""
    book = _seed().get((feed, str(key)))
    return book if book is not None and book.kind in KINDS_WITH_LINES else None
