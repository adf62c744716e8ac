"""Tables of other types that hold the same values, in one file or in parts: the same documents."""

from pathlib import Path

import duckdb
import pytest

from scripts.sample.plan import LATEST_SLATE
from scripts.sources.check import check
from tests.fixtures import tables
from tests.fixtures.harness import dbt_build, document_bytes
from tests.fixtures.tables import altered

NAIVE = "(timezone('UTC', {0})::{1}) as {0}"


def retyped(**types: str) -> str:
    """Return a change that casts columns, instants to ones without a zone."""
    cells = [
        NAIVE.format(name, kind) if kind.startswith("timestamp") else f"{name}::{kind} as {name}"
        for name, kind in types.items()
    ]
    return f"select * replace ({', '.join(cells)}) from source"


CHANGES = {
    tables.PLAYER_GAMES: retyped(
        points="double",
        fg_attempts="float",
        minutes_played="double",
        usage_rate="float",
        processed_at="timestamp_ns",
    ),
    tables.TEAM_GAMES: retyped(possessions="double", overtime_periods="utinyint"),
    # A line that was computed in 32 bits.
    tables.PROPS: (
        "select * replace ((points_line - 0.000001)::float as points_line, odds_american::double"
        " as odds_american, timezone('UTC', bookmaker_last_update)::timestamp_ms as"
        " bookmaker_last_update) from source"
    ),
    tables.ODDS_API: retyped(points_line="float", over_price="float", under_price="float"),
    tables.SCHEDULE: retyped(game_date_est="timestamp", game_status="double"),
    tables.INJURIES: retyped(report_hour="double"),
    tables.PLAYER_LIST: (
        "select * replace (cast('nan' as double) as years_pro, draft_year::double as draft_year)"
        " from source"
    ),
}


@pytest.fixture(scope="module")
def good(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    warehouse = tmp_path_factory.mktemp("good") / "trends.duckdb"
    dbt_build(small_league_dir, warehouse, LATEST_SLATE)
    return document_bytes(warehouse, LATEST_SLATE)


def test_other_types_of_the_same_values_make_the_same_documents(
    small_league_dir: Path, tmp_path: Path, good: dict[str, bytes]
) -> None:
    data_dir = altered(small_league_dir, tmp_path / "data [1]", CHANGES)
    found = check(data_dir)
    assert found.faults == []
    assert [text.split(":")[0] for text in found.warnings] == [
        "instants without a time zone are taken for UTC"
    ]
    dbt_build(data_dir, tmp_path / "trends.duckdb", LATEST_SLATE)
    assert document_bytes(tmp_path / "trends.duckdb", LATEST_SLATE) == good


def test_tables_in_parts_make_the_same_documents(
    small_league_dir: Path, tmp_path: Path, good: dict[str, bytes]
) -> None:
    data_dir = altered(small_league_dir, tmp_path / "data", {})
    for table, column in ((tables.PROPS, "game_date"), (tables.ODDS_API, "game_date")):
        file = tables.file_of(data_dir, table)
        (data_dir / table).mkdir()
        with duckdb.connect() as connection:
            source = connection.read_parquet(str(file))
            for part, condition in enumerate(("< date '2025-12-15'", ">= date '2025-12-15'")):
                rows = source.filter(f"{column} {condition}")
                rows.write_parquet(str(data_dir / table / f"{part}.parquet"))
        file.unlink()
    dbt_build(data_dir, tmp_path / "trends.duckdb", LATEST_SLATE)
    assert document_bytes(tmp_path / "trends.duckdb", LATEST_SLATE) == good
