"""Source rows for the oracle's own tests: a row states only what its test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.oracle.sources import (
    AliasRow,
    InjuryRow,
    OddsRow,
    PlayerListRow,
    PlayerRow,
    PropRow,
    RegistryRow,
    RosterRow,
    ScheduleRow,
    Sources,
    TeamRow,
)

DAY = date(2025, 1, 10)
LOADED = datetime(2025, 1, 11, 12, tzinfo=UTC)
NEW_YORK = ZoneInfo("America/New_York")


def new_york(hour: int, minute: int = 0, day: date = DAY) -> datetime:
    """An hour of a day in New York."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=NEW_YORK)


def _made(kind: Any, defaults: dict[str, object], columns: dict[str, object]) -> Any:
    unknown = columns.keys() - set(kind._fields)
    assert not unknown, unknown
    values = defaults | columns
    return kind(**{name: values.get(name) for name in kind._fields})


def player_row(**columns: object) -> PlayerRow:
    """A box score of 20 points in 36 minutes for BOS against NYK."""
    row: PlayerRow = _made(
        PlayerRow,
        {
            "player_lookup": "p1",
            "player_full_name": "P One",
            "game_date": DAY,
            "team_abbr": "BOS",
            "opponent_team_abbr": "NYK",
            "points": 20,
            "minutes_played": Decimal("36.0"),
            "fg_attempts": 18,
            "ft_attempts": 5,
            "turnovers": 3,
            "is_dnp": False,
            "processed_at": LOADED,
        },
        columns,
    )
    return row


def team_row(team: str = "BOS", opponent: str = "NYK", **columns: object) -> TeamRow:
    """A team's whole game without overtime."""
    row: TeamRow = _made(
        TeamRow,
        {
            "game_date": DAY,
            "team_abbr": team,
            "opponent_team_abbr": opponent,
            "points_scored": 106,
            "fg_attempts": 88,
            "ft_attempts": 20,
            "turnovers": 12,
            "possessions": 100,
            "overtime_periods": 0,
            "quality_tier": "gold",
            "processed_at": LOADED,
        },
        columns,
    )
    return row


def prop_row(**columns: object) -> PropRow:
    """PrizePicks' over at 20.5 at noon."""
    row: PropRow = _made(
        PropRow,
        {
            "game_date": DAY,
            "market_type": "points",
            "bet_side": "over",
            "player_name": "P One",
            "book_id": 37,
            "points_line": 20.5,
            "odds_american": -137,
            "bookmaker_last_update": new_york(12),
            "is_active": True,
            "processed_at": new_york(12, 5),
        },
        columns,
    )
    return row


def both_sides(**columns: object) -> list[PropRow]:
    """The over and the under of one scrape."""
    return [prop_row(bet_side=side, **columns) for side in ("over", "under")]


def odds_row(**columns: object) -> OddsRow:
    """DraftKings' line of 20.5 at even prices at noon."""
    row: OddsRow = _made(
        OddsRow,
        {
            "game_date": DAY,
            "game_start_time": new_york(19, 30),
            "home_team_abbr": "BOS",
            "away_team_abbr": "NYK",
            "snapshot_timestamp": new_york(12),
            "bookmaker": "draftkings",
            "player_name": "P One",
            "points_line": 20.5,
            "over_price": 1.9,
            "under_price": 1.9,
            "processed_at": new_york(12, 5),
        },
        columns,
    )
    return row


def schedule_row(**columns: object) -> ScheduleRow:
    """NYK at BOS, over."""
    row: ScheduleRow = _made(
        ScheduleRow,
        {
            "game_id": "0022400500",
            "game_date": DAY,
            "game_status": 3,
            "home_team_tricode": "BOS",
            "away_team_tricode": "NYK",
            "is_all_star": False,
            "neutral_site_flag": False,
            "processed_at": LOADED,
        },
        columns,
    )
    return row


def injury_row(**columns: object) -> InjuryRow:
    """P One is out, by the noon report."""
    row: InjuryRow = _made(
        InjuryRow,
        {
            "report_date": DAY,
            "report_hour": 12,
            "game_date": DAY,
            "team": "BOS",
            "player_full_name": "One, P",
            "injury_status": "out",
            "processed_at": LOADED,
        },
        columns,
    )
    return row


def registry_row(**columns: object) -> RegistryRow:
    """A guard of BOS."""
    row: RegistryRow = _made(
        RegistryRow,
        {
            "player_name": "P One",
            "player_lookup": "p1",
            "team_abbr": "BOS",
            "season": "2024-25",
            "position": "PG",
            "processed_at": LOADED,
        },
        columns,
    )
    return row


def listed_row(**columns: object) -> PlayerListRow:
    """A row of the list of players that says nothing about years."""
    row: PlayerListRow = _made(
        PlayerListRow, {"player_lookup": "p1", "season_year": 2025, "processed_at": LOADED}, columns
    )
    return row


def roster_row(**columns: object) -> RosterRow:
    """A third-year player of 2024-25."""
    row: RosterRow = _made(
        RosterRow,
        {
            "player_lookup": "p1",
            "season_year": 2024,
            "experience_years": 2,
            "processed_at": LOADED,
        },
        columns,
    )
    return row


def alias_row(alias: str, canonical: str, is_active: bool = True) -> AliasRow:
    """A name that a feed uses."""
    return AliasRow(alias, canonical, is_active)


def sources(**tables: Any) -> Sources:
    """The named tables, all others empty."""
    names = Sources.__dataclass_fields__
    assert tables.keys() <= names.keys()
    return Sources(**{name: tables.get(name, []) for name in names})
