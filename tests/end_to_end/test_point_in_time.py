"""Documents of D depend on nothing that happens on or after D, and on nothing but their inputs."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import duckdb
import pytest

from scripts.sample_league import LATEST_SLATE
from tests.end_to_end.harness import dbt_build, document_bytes

TABLES = {
    "nba_analytics/player_game_summary": "select * from {file} where game_date < date '{day}'",
    "nba_analytics/team_offense_game_summary": (
        "select * from {file} where game_date < date '{day}'"
    ),
    "nba_raw/bettingpros_player_points_props": (
        "select * from {file} where game_date <= date '{day}'"
    ),
    "nba_raw/nbac_schedule": (
        "select * replace ("
        "if(game_date < date '{day}', game_status, 1) as game_status,"
        "if(game_date < date '{day}', home_team_score, null) as home_team_score,"
        "if(game_date < date '{day}', away_team_score, null) as away_team_score)"
        " from {file} where season_year <= {season}"
    ),
    "nba_raw/nbac_injury_report": "select * from {file} where game_date <= date '{day}'",
    "nba_reference/nba_players_registry": (
        "select * from {file} where cast(season[:4] as int) <= {season}"
    ),
}


def without_the_future(data_dir: Path, day: date, target: Path) -> Path:
    """Copy the source tables without any result on or after a day and without later seasons."""
    shutil.copytree(data_dir, target, copy_function=shutil.copyfile)
    season = day.year if day.month >= 10 else day.year - 1
    for table, query in TABLES.items():
        source = f"read_parquet('{data_dir / table}.parquet')"
        duckdb.sql(query.format(file=source, day=day, season=season)).write_parquet(
            f"{target / table}.parquet"
        )
    return target


def assert_no_leak(data_dir: Path, day: date, tmp_path: Path) -> None:
    """Build a day from the whole tables and from those that end before it: the same bytes."""
    dbt_build(data_dir, tmp_path / "whole.duckdb", day)
    past = without_the_future(data_dir, day, tmp_path / "past")
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
def test_real_documents_know_nothing_of_the_future(
    real_data_dir: Path, day: date, tmp_path: Path
) -> None:
    assert_no_leak(real_data_dir, day, tmp_path)


def test_alone_in_a_range_and_again_give_the_same_bytes(
    sample_league_dir: Path, tmp_path: Path
) -> None:
    dbt_build(sample_league_dir, tmp_path / "alone.duckdb", LATEST_SLATE)
    dbt_build(sample_league_dir, tmp_path / "again.duckdb", LATEST_SLATE)
    first = LATEST_SLATE - timedelta(days=20)
    dbt_build(sample_league_dir, tmp_path / "range.duckdb", first, LATEST_SLATE)
    alone = document_bytes(tmp_path / "alone.duckdb", LATEST_SLATE)
    assert document_bytes(tmp_path / "again.duckdb", LATEST_SLATE) == alone
    assert document_bytes(tmp_path / "range.duckdb", LATEST_SLATE) == alone
