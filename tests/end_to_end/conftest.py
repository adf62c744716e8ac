"""Data for the end-to-end tests: a league small enough to be built many times."""

from pathlib import Path

import pytest

from tests.end_to_end import tables

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
