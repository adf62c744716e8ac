"""Attacks on a night's source tables: each a fault that a feed or a loader could make.

An attack has a strength from 0 (nothing) to its full one. It changes tables by queries on
``source``, the table as it is; the changed tables are written, the others are links.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb

PLAYER_GAMES = "nba_analytics/player_game_summary"
TEAM_GAMES = "nba_analytics/team_offense_game_summary"
BETTINGPROS = "nba_raw/bettingpros_player_points_props"
ODDS_API = "nba_raw/odds_api_player_points_props"
SCHEDULE = "nba_raw/nbac_schedule"
INJURIES = "nba_raw/nbac_injury_report"

# The instants of each feed of lines, which move with its rows.
FEEDS = {
    BETTINGPROS: ("bookmaker_last_update",),
    ODDS_API: ("snapshot_timestamp", "game_start_time"),
}

Changes = Mapping[str, str]


@dataclass(frozen=True)
class Attack:
    """A fault of ``full`` strength in ``unit``, which names what it is the strength of.

    - ``changes`` are those of a date and a strength; other tables stay.
    - ``guards`` are those that should refuse it; without any it cannot be told from a real day, for
      ``why``, which also says on which nights a guard cannot tell it.
    - ``is_whole`` if it has no strength between nothing and full.
    """

    name: str
    what: str
    changes: Callable[[date, float], Changes]
    guards: tuple[str, ...]
    full: float = 1.0
    unit: str = ""
    why: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether there is no strength between nothing and full."""
        return not self.unit


def mutated(data_dir: Path, target: Path, changes: Changes) -> Path:
    """Write a copy of a folder of tables with the changes, links to the tables that stay."""
    for path in data_dir.glob("*/*.parquet"):
        place = target / path.relative_to(data_dir)
        place.parent.mkdir(parents=True, exist_ok=True)
        name = str(path.relative_to(data_dir).with_suffix(""))
        if name not in changes:
            place.symlink_to(path.resolve())
            continue
        with duckdb.connect() as connection:
            connection.read_parquet(str(path)).create_view("source")
            players = str(data_dir / f"{PLAYER_GAMES}.parquet")
            connection.read_parquet(players).create_view("player_game_summary")
            connection.sql(changes[name]).write_parquet(str(place))
    return target


def share_of(column: str, share: float) -> str:
    """Return a condition that holds for a share of a column's values, always the same ones."""
    return f"hash({column}) % 1000 < {1000 * share}"
