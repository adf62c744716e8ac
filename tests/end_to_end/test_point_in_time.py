"""Documents of D depend on nothing that happens on or after D, and on nothing but their inputs."""

from datetime import date, timedelta
from pathlib import Path

import pytest

from scripts.sample.plan import LATEST_SLATE
from tests.fixtures import tables
from tests.fixtures.harness import dbt_build, document_bytes
from tests.oracle.calendar import season_year


def changes(day: date) -> dict[str, str]:
    """Return what removes every result on or after a day, and every later game, from the tables.

    The registry stays whole: it holds no results, and a player's key is its latest spelling.
    """
    season = season_year(day)
    before, until = f"game_date < date '{day}'", f"game_date <= date '{day}'"
    return {
        tables.PLAYER_GAMES: f"from source where {before}",
        tables.TEAM_GAMES: f"from source where {before}",
        tables.PROPS: f"from source where {until}",
        tables.ODDS_API: f"from source where {until}",
        tables.INJURIES: f"from source where {until}",
        tables.SCHEDULE: f"""
            select * replace (
                if({before}, game_status, 1) as game_status,
                if({before}, home_team_score, null) as home_team_score,
                if({before}, away_team_score, null) as away_team_score
            )
            from source where season_year <= {season}
        """,
    }


def assert_no_leak(data_dir: Path, day: date, tmp_path: Path) -> None:
    """Build a day from the whole tables and from those that end before it: same bytes."""
    dbt_build(data_dir, tmp_path / "whole.duckdb", day)
    past = tables.altered(data_dir, tmp_path / "past", changes(day))
    dbt_build(past, tmp_path / "past.duckdb", day)
    whole = document_bytes(tmp_path / "whole.duckdb", day)
    assert document_bytes(tmp_path / "past.duckdb", day) == whole
    assert b'"hot":[{' in whole["whos-hot"]


@pytest.mark.parametrize("day", [date(2024, 12, 13), date(2025, 4, 10)], ids=str)
def test_sample_documents_know_nothing_of_the_future(
    sample_league_dir: Path, day: date, tmp_path: Path
) -> None:
    assert_no_leak(sample_league_dir, day, tmp_path)


@pytest.mark.parametrize("day", [date(2025, 1, 10), date(2025, 11, 5)], ids=str)
def test_documents_of_the_real_seasons_know_nothing_of_the_future(
    warehouse_data_dir: Path, day: date, tmp_path: Path
) -> None:
    assert_no_leak(warehouse_data_dir, day, tmp_path)


def test_a_date_alone_in_a_range_and_again_gives_the_same_bytes(
    sample_league_dir: Path, tmp_path: Path
) -> None:
    dbt_build(sample_league_dir, tmp_path / "alone.duckdb", LATEST_SLATE)
    dbt_build(sample_league_dir, tmp_path / "again.duckdb", LATEST_SLATE)
    first = LATEST_SLATE - timedelta(days=20)
    dbt_build(sample_league_dir, tmp_path / "range.duckdb", first, LATEST_SLATE)
    alone = document_bytes(tmp_path / "alone.duckdb", LATEST_SLATE)
    assert document_bytes(tmp_path / "again.duckdb", LATEST_SLATE) == alone
    assert document_bytes(tmp_path / "range.duckdb", LATEST_SLATE) == alone
