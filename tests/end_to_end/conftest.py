"""Data for the end-to-end tests: a league small enough to build many times, and the seasons."""

from datetime import date
from pathlib import Path

import pytest

from tests.fixtures import tables
from tests.fixtures.harness import dbt_build
from tests.oracle import League, load

FIRST_SEASON_DAY, LAST_SEASON_DAY = date(2024, 10, 14), date(2026, 6, 20)

SEASON = (
    tables.PLAYER_GAMES,
    tables.TEAM_GAMES,
    tables.PROPS,
    tables.SCHEDULE,
    tables.INJURIES,
)


@pytest.fixture(scope="session")
def small_league_dir(sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample league without the games of the seasons before the latest slate's."""
    season = "from source where game_date >= date '2025-10-01'"
    target = tmp_path_factory.mktemp("small") / "league"
    return tables.altered(sample_league_dir, target, dict.fromkeys(SEASON, season))


@pytest.fixture(scope="session")
def warehouse_league(warehouse_data_dir: Path) -> League:
    """The oracle's view of the warehouse's data."""
    return load(warehouse_data_dir)


@pytest.fixture(scope="session")
def warehouse_marts(warehouse_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The marts of every date of the two seasons, from one build."""
    warehouse = tmp_path_factory.mktemp("seasons") / "seasons.duckdb"
    dbt_build(warehouse_data_dir, warehouse, FIRST_SEASON_DAY, LAST_SEASON_DAY)
    return warehouse
