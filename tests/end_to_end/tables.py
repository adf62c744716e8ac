"""Copies of a data directory with some tables changed: the faults of a warehouse, on purpose."""

import shutil
from collections.abc import Mapping
from pathlib import Path

import duckdb

PLAYER_GAMES = "nba_analytics/player_game_summary"
TEAM_GAMES = "nba_analytics/team_offense_game_summary"
PROPS = "nba_raw/bettingpros_player_points_props"
ODDS_API = "nba_raw/odds_api_player_points_props"
SCHEDULE = "nba_raw/nbac_schedule"
INJURIES = "nba_raw/nbac_injury_report"
PLAYER_LIST = "nba_raw/nbac_player_list_current"
REGISTRY = "nba_reference/nba_players_registry"
TABLES = (PLAYER_GAMES, TEAM_GAMES, PROPS, SCHEDULE, INJURIES, PLAYER_LIST, REGISTRY)

Changes = Mapping[str, str | bytes | None]

EMPTY = "from source limit 0"
DOUBLED = "from source union all from source"


def file_of(data_dir: Path, table: str) -> Path:
    """Return the parquet file of a table."""
    return data_dir / f"{table}.parquet"


def altered(data_dir: Path, target: Path, changes: Changes) -> Path:
    """Copy a data directory and return the copy, its tables changed.

    A change is a query on ``source``, the table itself; or the bytes of the file; or None, and the
    file is not there.
    """
    shutil.copytree(data_dir, target)
    for table, change in changes.items():
        file = file_of(target, table)
        file.unlink()
        if isinstance(change, bytes):
            file.write_bytes(change)
        elif change is not None:
            with duckdb.connect() as connection:
                connection.read_parquet(str(file_of(data_dir, table))).create_view("source")
                connection.sql(change).write_parquet(str(file))
    return target


def contents(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder, by its path from there."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }
