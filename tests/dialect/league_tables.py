"""The tiny league's tables by name, and how one is written as a file."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

from tests.dialect.league import Row, player_game_summary, team_offense_game_summary
from tests.dialect.league_quotes import (
    bettingpros_player_points_props,
    odds_api_player_points_props,
)
from tests.dialect.league_reference import (
    br_rosters_current,
    nba_players_registry,
    nbac_injury_report,
    nbac_player_list_current,
    nbac_schedule,
    player_aliases,
)

TABLES = {
    "player_game_summary": player_game_summary,
    "team_offense_game_summary": team_offense_game_summary,
    "bettingpros_player_points_props": bettingpros_player_points_props,
    "odds_api_player_points_props": odds_api_player_points_props,
    "nbac_schedule": nbac_schedule,
    "nbac_injury_report": nbac_injury_report,
    "nba_players_registry": nba_players_registry,
    "nbac_player_list_current": nbac_player_list_current,
    "br_rosters_current": br_rosters_current,
    "player_aliases": player_aliases,
}

ARROW_TYPES = {
    "STRING": pa.string(),
    "INT64": pa.int64(),
    "FLOAT64": pa.float64(),
    "NUMERIC": pa.decimal128(38, 9),
    "BOOL": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us", tz="UTC"),
}


def write_parquet(path: Path, columns: dict[str, str], rows: list[Row]) -> None:
    """Write rows as a table of these columns (name -> BigQuery type); what a row lacks is NULL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, ARROW_TYPES[data_type]) for name, data_type in columns.items()])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
