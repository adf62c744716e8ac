"""Box scores: one row per player and date, and whether he played."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from .careers import KeyOf
from .order import largest_first, newest_first
from .sources import PlayerRow

PlayerRows = dict[tuple[str, date], PlayerRow]


def has_played(row: PlayerRow) -> bool:
    """Points are known, and minutes or points were made."""
    minutes = row.minutes_played
    return row.points is not None and ((minutes is not None and minutes > 0) or row.points > 0)


def _is_failed_scrape(row: PlayerRow) -> bool:
    """Neither points nor a mark that he did not play."""
    return row.points is None and not row.is_dnp


def _largest(row: PlayerRow) -> tuple[Any, ...]:
    return (
        largest_first(row.minutes_played),
        largest_first(row.points),
        row.game_id is None,
        row.game_id or "",
    )


def _of_one_team(rows: list[PlayerRow]) -> PlayerRow:
    """The latest row; a failed scrape does not replace a row that counts as played."""
    if any(has_played(row) for row in rows):
        rows = [row for row in rows if not _is_failed_scrape(row)]
    return min(rows, key=lambda row: (newest_first(row.processed_at), _largest(row)))


def _of_a_date(rows: list[PlayerRow]) -> PlayerRow:
    """The row of the team he played for, on a day on which two teams list him."""
    teams: dict[str | None, list[PlayerRow]] = defaultdict(list)
    for row in rows:
        teams[row.team_abbr].append(row)
    chosen = [_of_one_team(own) for own in teams.values()]
    # The team comes last, for when neither of two rows counts.
    return min(chosen, key=lambda row: (not has_played(row), _largest(row), row.team_abbr or ""))


def one_a_date(rows: Iterable[PlayerRow], key_of: KeyOf) -> PlayerRows:
    """The row that counts for each player (by his key) and date."""
    grouped: dict[tuple[str, date], list[PlayerRow]] = defaultdict(list)
    for row in rows:
        grouped[key_of(row.player_lookup), row.game_date].append(row)
    return {place: _of_a_date(own) for place, own in grouped.items()}
