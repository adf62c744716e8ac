"""The source tables as typed rows, as they are in the parquet files.

DuckDB does nothing here but read the named columns; every rule lives in the other modules.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import duckdb


class PlayerRow(NamedTuple):
    """nba_analytics.player_game_summary."""

    player_lookup: str
    player_full_name: str | None
    game_id: str | None
    game_date: date
    team_abbr: str | None
    opponent_team_abbr: str | None
    points: int | None
    minutes_played: Decimal | None
    fg_attempts: int | None
    three_pt_attempts: int | None
    three_pt_makes: int | None
    ft_attempts: int | None
    turnovers: int | None
    paint_attempts: int | None
    paint_makes: int | None
    mid_range_attempts: int | None
    mid_range_makes: int | None
    has_complete_shot_zones: bool | None
    usage_rate: Decimal | None
    is_dnp: bool | None
    processed_at: datetime | None


class TeamRow(NamedTuple):
    """nba_analytics.team_offense_game_summary."""

    game_id: str | None
    game_date: date
    team_abbr: str
    opponent_team_abbr: str | None
    points_scored: int | None
    fg_attempts: int | None
    ft_attempts: int | None
    turnovers: int | None
    possessions: int | None
    overtime_periods: int | None
    is_partial_game_data: bool | None
    quality_tier: str | None
    processed_at: datetime | None


class PropRow(NamedTuple):
    """nba_raw.bettingpros_player_points_props."""

    game_date: date
    market_type: str | None
    bet_side: str | None
    player_name: str | None
    book_id: int | None
    points_line: float | None
    odds_american: int | None
    bookmaker_last_update: datetime | None
    is_active: bool | None
    processed_at: datetime | None


class OddsRow(NamedTuple):
    """nba_raw.odds_api_player_points_props."""

    game_date: date
    game_start_time: datetime | None
    home_team_abbr: str | None
    away_team_abbr: str | None
    snapshot_timestamp: datetime | None
    bookmaker: str | None
    player_name: str | None
    points_line: float | None
    over_price: float | None
    under_price: float | None
    processed_at: datetime | None


class ScheduleRow(NamedTuple):
    """nba_raw.nbac_schedule."""

    game_id: str
    game_date: date
    game_date_est: datetime | None
    game_status: int | None
    home_team_tricode: str
    away_team_tricode: str
    is_all_star: bool | None
    neutral_site_flag: bool | None
    processed_at: datetime | None


class InjuryRow(NamedTuple):
    """nba_raw.nbac_injury_report."""

    report_date: date
    report_hour: int | None
    game_date: date | None
    team: str | None
    player_full_name: str | None
    injury_status: str | None
    processed_at: datetime | None


class RegistryRow(NamedTuple):
    """nba_reference.nba_players_registry."""

    player_name: str | None
    player_lookup: str
    team_abbr: str | None
    season: str
    position: str | None
    last_gamebook_activity_date: date | None
    last_roster_activity_date: date | None
    processed_at: datetime | None


class PlayerListRow(NamedTuple):
    """nba_raw.nbac_player_list_current."""

    player_lookup: str
    draft_year: int | None
    years_pro: int | None
    season_year: int | None
    processed_at: datetime | None


class RosterRow(NamedTuple):
    """nba_raw.br_rosters_current."""

    player_lookup: str
    season_year: int | None
    experience_years: int | None
    processed_at: datetime | None


class AliasRow(NamedTuple):
    """nba_reference.player_aliases."""

    alias_lookup: str | None
    nba_canonical_lookup: str | None
    is_active: bool | None


@dataclass(frozen=True)
class Sources:
    """Every source row, undeduplicated."""

    players: list[PlayerRow]
    teams: list[TeamRow]
    props: list[PropRow]
    odds: list[OddsRow]
    schedule: list[ScheduleRow]
    injuries: list[InjuryRow]
    registry: list[RegistryRow]
    player_list: list[PlayerListRow]
    rosters: list[RosterRow]
    aliases: list[AliasRow]


OPTIONAL = (
    "nba_raw.odds_api_player_points_props",
    "nba_raw.br_rosters_current",
    "nba_reference.player_aliases",
)


def _aware(value: Any) -> Any:
    """A stored instant without a zone is UTC."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=UTC)
    return value


def _rows(data_dir: Path, table: str, fields: tuple[str, ...]) -> list[tuple[Any, ...]]:
    """The named columns of `<data_dir>/<dataset>/<table>.parquet`.

    An optional table that is absent has no rows.
    """
    path = data_dir.joinpath(*table.split(".")).with_suffix(".parquet")
    if table in OPTIONAL and not path.exists():
        return []
    with duckdb.connect() as connection:
        connection.execute("set TimeZone = 'UTC'")
        relation = connection.read_parquet(str(path)).project(", ".join(fields))
        naive = any(kind.id == "timestamp" for kind in relation.types)
        rows = relation.fetchall()
    return [tuple(_aware(value) for value in row) for row in rows] if naive else rows


def read(data_dir: Path) -> Sources:
    """Read the files under `data_dir`, once; a missing required one raises IOException."""
    return Sources(
        players=[
            PlayerRow(*row)
            for row in _rows(data_dir, "nba_analytics.player_game_summary", PlayerRow._fields)
        ],
        teams=[
            TeamRow(*row)
            for row in _rows(data_dir, "nba_analytics.team_offense_game_summary", TeamRow._fields)
        ],
        props=[
            PropRow(*row)
            for row in _rows(data_dir, "nba_raw.bettingpros_player_points_props", PropRow._fields)
        ],
        odds=[
            OddsRow(*row)
            for row in _rows(data_dir, "nba_raw.odds_api_player_points_props", OddsRow._fields)
        ],
        schedule=[
            ScheduleRow(*row)
            for row in _rows(data_dir, "nba_raw.nbac_schedule", ScheduleRow._fields)
        ],
        injuries=[
            InjuryRow(*row)
            for row in _rows(data_dir, "nba_raw.nbac_injury_report", InjuryRow._fields)
        ],
        registry=[
            RegistryRow(*row)
            for row in _rows(data_dir, "nba_reference.nba_players_registry", RegistryRow._fields)
        ],
        player_list=[
            PlayerListRow(*row)
            for row in _rows(data_dir, "nba_raw.nbac_player_list_current", PlayerListRow._fields)
        ],
        rosters=[
            RosterRow(*row)
            for row in _rows(data_dir, "nba_raw.br_rosters_current", RosterRow._fields)
        ],
        aliases=[
            AliasRow(*row)
            for row in _rows(data_dir, "nba_reference.player_aliases", AliasRow._fields)
        ],
    )
