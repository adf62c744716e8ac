"""What a shape of the sample league changes: which rows, and which of their columns."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from scripts.sample.people import without_suffix
from scripts.sample.quotes import Quote, Row
from scripts.sample.tables import PLACES, Tables

# A table, a row, and what changed: a column, or "added" or "removed".
Change = tuple[str, tuple[Any, ...], str]


def _columns(table: str, *names: str) -> Callable[[Row], tuple[Any, ...]]:
    """Return what identifies a row: columns that no shape changes, and its key."""
    places = [PLACES[table][name] for name in names]
    key = PLACES[table].get("player_lookup")

    def identity(row: Row) -> tuple[Any, ...]:
        who = () if key is None else (without_suffix(str(row[key])),)
        return (*who, *(row[place] for place in places))

    return identity


IDENTITIES = {
    "player_game_summary": _columns("player_game_summary", "game_id", "team_abbr", "processed_at"),
    "nbac_schedule": _columns(
        "nbac_schedule", "game_id", "game_date", "game_status", "processed_at"
    ),
    "nbac_injury_report": _columns(
        "nbac_injury_report", "report_date", "report_hour", "game_date", "processed_at"
    ),
    "nba_players_registry": _columns("nba_players_registry", "team_abbr", "season"),
    "nbac_player_list_current": _columns("nbac_player_list_current", "player_id"),
    "br_rosters_current": _columns("br_rosters_current", "season_year"),
    "player_aliases": _columns("player_aliases", "alias_lookup"),
}


def quote_identity(quote: Quote) -> tuple[Any, ...]:
    """Return what identifies a quote, whatever a shape makes of it."""
    return (
        quote.game.game_id, quote.player, quote.book, quote.market, quote.line, quote.updated,
        quote.sides,
    )  # fmt: skip


def changes(before: Tables, after: Tables) -> set[Change]:
    """Return which rows changed, and how."""
    found: set[Change] = set()
    for table in before.rows:
        old, new = before.rows[table], after.rows[table]
        if old != new:
            found |= set(_compared(table, old, new, IDENTITIES[table], list(PLACES[table])))
    return found | set(
        _compared("quotes", before.quotes, after.quotes, quote_identity, list(Quote._fields))
    )


def _compared(
    table: str,
    old: list[Any],
    new: list[Any],
    identity: Callable[[Any], tuple[Any, ...]],
    columns: list[str],
) -> Iterable[Change]:
    """Yield the changes of a table; a row that was left alone is the same object as before."""
    kept_old, kept_new = {id(row) for row in old}, {id(row) for row in new}
    gone: dict[tuple[Any, ...], list[Any]] = {}
    come: dict[tuple[Any, ...], list[Any]] = {}
    for rows, others, found in ((old, kept_new, gone), (new, kept_old, come)):
        for row in rows:
            if id(row) not in others:
                found.setdefault(identity(row), []).append(row)
    for key in gone.keys() | come.keys():
        if key not in come:
            yield (table, key, "removed")
        elif key not in gone:
            yield (table, key, "added")
        else:
            for n, column in enumerate(columns):
                values = [[str(row[n]) for row in found[key]] for found in (gone, come)]
                if sorted(values[0]) != sorted(values[1]):
                    yield (table, key, column)
