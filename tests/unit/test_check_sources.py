"""The source check stops a run for what documents read, and for nothing else."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import duckdb
import pytest

from publisher.errors import ExitCode
from scripts.sources.check import Found, check, faults_in
from scripts.sources.tables import SourceTable, columns_read, source_tables
from tests.fixtures.harness import ROOT

DUCKDB = {
    "STRING": "varchar",
    "INT64": "bigint",
    "FLOAT64": "double",
    "NUMERIC": "decimal(5, 1)",
    "BOOL": "boolean",
    "DATE": "date",
    "TIMESTAMP": "timestamptz",
}
TABLES = {table.name: table for table in source_tables()}
OPTIONAL = {"odds_api_player_points_props", "player_aliases", "br_rosters_current"}


def write(
    data_dir: Path,
    table: SourceTable,
    *,
    rows: int = 1,
    part: str | None = None,
    values: dict[str, str] | None = None,
    types: Mapping[str, str | None] | None = None,
) -> None:
    """Write a table of NULLs, into one file or a part.

    ``types`` replaces DuckDB types, None leaves a column out; ``values`` are SQL.
    """
    columns: dict[str, str | None] = {name: DUCKDB[kind] for name, kind in table.columns.items()}
    columns |= types or {}
    cells = ", ".join(
        f"cast({(values or {}).get(name, 'null')} as {kind}) as {name}"
        for name, kind in columns.items()
        if kind
    )
    path = table.path(data_dir) if part is None else table.folder(data_dir) / part
    path.parent.mkdir(parents=True, exist_ok=True)
    with duckdb.connect() as connection:
        connection.sql(f"select {cells} from range({rows})").write_parquet(str(path))


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    for table in TABLES.values():
        write(tmp_path, table)
    return tmp_path


def test_whole_tables_have_no_fault(data_dir: Path) -> None:
    assert faults_in(data_dir) == []


def test_the_optional_tables_are_those_that_may_be_absent() -> None:
    assert {table.name for table in TABLES.values() if table.is_optional} == OPTIONAL
    assert all(TABLES[name].may_be_empty for name in OPTIONAL)


@pytest.mark.parametrize("name", sorted(TABLES))
def test_a_missing_file_is_a_fault_unless_the_table_is_optional(data_dir: Path, name: str) -> None:
    path = TABLES[name].path(data_dir)
    path.unlink()
    assert faults_in(data_dir) == ([] if name in OPTIONAL else [f"{path}: no such file"])


@pytest.mark.parametrize("name", sorted(TABLES))
def test_an_empty_table_is_a_fault_where_documents_cannot_do_without_it(
    data_dir: Path, name: str
) -> None:
    write(data_dir, TABLES[name], rows=0)
    needed = {"player_game_summary", "team_offense_game_summary", "nbac_schedule"}
    path = TABLES[name].path(data_dir)
    assert faults_in(data_dir) == ([f"{path}: the table is empty"] if name in needed else [])


def test_an_optional_table_that_is_there_must_be_whole(data_dir: Path) -> None:
    broken = TABLES["player_aliases"].path(data_dir)
    broken.write_bytes(b"alias,lookup\n")
    (fault,) = faults_in(data_dir)
    assert fault.startswith(f"{broken}: cannot be read as parquet")


PLAYERS, PROPS = TABLES["player_game_summary"], TABLES["bettingpros_player_points_props"]


def test_a_column_that_a_model_reads_must_be_there(data_dir: Path) -> None:
    write(data_dir, PLAYERS, types={"points": None})
    path = PLAYERS.path(data_dir)
    assert faults_in(data_dir) == [f"{path}: column points (INT64) is missing"]


@pytest.mark.parametrize(
    ("column", "kind", "value", "told"),
    [
        ("points", "varchar", "'27'", "holds text (VARCHAR); wanted: whole numbers (INT64)"),
        (
            "game_date",
            "timestamp",
            "timestamp '2026-01-15'",
            "holds instants without a time zone (TIMESTAMP); wanted: dates (DATE)",
        ),
        (
            "processed_at",
            "varchar",
            "'2026-01-15'",
            "holds text (VARCHAR); wanted: instants (TIMESTAMP)",
        ),
        ("is_dnp", "integer", "1", "holds whole numbers (INTEGER); wanted: true and false (BOOL)"),
        ("game_id", "bigint", "22500001", "holds whole numbers (BIGINT); wanted: text (STRING)"),
        (
            "usage_rate",
            "decimal(5, 1)[]",
            "[27.5]",
            "holds nested values (DECIMAL); wanted: numbers",
        ),
    ],
)
def test_a_column_of_a_type_that_cannot_hold_it_is_told_in_words(
    data_dir: Path, column: str, kind: str, value: str, told: str
) -> None:
    write(data_dir, PLAYERS, values={column: value}, types={column: kind})
    (fault,) = faults_in(data_dir)
    assert fault.startswith(f"{PLAYERS.path(data_dir)}: column {column} {told}")


@pytest.mark.parametrize("kind", ["integer", "varchar", "double", "date", "boolean", "blob"])
def test_a_column_without_any_value_may_be_of_any_type(data_dir: Path, kind: str) -> None:
    """An empty column has no type of its own: pandas writes whatever it likes, NaN included."""
    for table in TABLES.values():
        values = dict.fromkeys(table.columns, "'nan'") if kind == "double" else {}
        write(data_dir, table, values=values, types=dict.fromkeys(table.columns, kind))
    assert check(data_dir) == Found()


@pytest.mark.parametrize(
    ("column", "kind", "value"),
    [
        ("points", "double", "27"),
        ("points", "float", "27"),
        ("points", "decimal(38, 9)", "27"),
        ("points", "usmallint", "27"),
        ("usage_rate", "double", "27.4"),
        ("usage_rate", "float", "27.4"),
        ("usage_rate", "bigint", "27"),
        ("player_full_name", "enum('Anna', 'Bert')", "'Anna'"),
    ],
)
def test_a_type_that_holds_the_same_values_is_as_good(
    data_dir: Path, column: str, kind: str, value: str
) -> None:
    write(data_dir, PLAYERS, values={column: value}, types={column: kind})
    assert check(data_dir) == Found()


def test_values_that_are_no_whole_numbers_are_counted(data_dir: Path) -> None:
    write(data_dir, PLAYERS, rows=3, types={"points": "double"}, values={"points": "27.5"})
    found = check(data_dir)
    told = "3 values of points (DOUBLE) cannot be INT64 and are left out"
    assert (found.faults, found.warnings) == ([], [f"{PLAYERS.path(data_dir)}: {told}"])


@pytest.mark.parametrize("kind", ["timestamp", "timestamp_ms", "timestamp_ns", "timestamp_s"])
def test_instants_without_a_zone_are_taken_for_utc_and_one_warning_says_so(
    data_dir: Path, kind: str
) -> None:
    now = "timestamp '2026-01-15 12:00:00'"
    write(data_dir, PLAYERS, types={"processed_at": kind}, values={"processed_at": now})
    columns = ("bookmaker_last_update", "processed_at")
    write(data_dir, PROPS, values=dict.fromkeys(columns, now), types=dict.fromkeys(columns, kind))
    found = check(data_dir)
    assert found.faults == []
    (warning,) = found.warnings
    assert warning == (
        "instants without a time zone are taken for UTC: "
        "nba_analytics.player_game_summary.processed_at, "
        "nba_raw.bettingpros_player_points_props.bookmaker_last_update, "
        "nba_raw.bettingpros_player_points_props.processed_at"
    )


def test_a_table_may_be_in_parts(data_dir: Path) -> None:
    """Columns are found by name; one that a part lacks has no value there."""
    PLAYERS.path(data_dir).unlink()
    write(data_dir, PLAYERS, part="2024.parquet", types={"points": "integer"})
    write(
        data_dir, PLAYERS, part="2025.parquet", values={"points": "27"}, types={"usage_rate": None}
    )
    assert check(data_dir) == Found()
    write(
        data_dir,
        PLAYERS,
        part="2026.parquet",
        values={"points": "'27'"},
        types={"points": "varchar"},
    )
    (fault,) = faults_in(data_dir)
    assert fault.startswith(f"{PLAYERS.folder(data_dir)}: column points holds text (VARCHAR)")


def test_a_table_that_is_there_twice_is_a_fault(data_dir: Path) -> None:
    write(data_dir, PLAYERS, part="2025.parquet")
    folder, file = PLAYERS.folder(data_dir), PLAYERS.path(data_dir)
    told = f"{file}: the table is also in parts in {folder}: keep one of them"
    assert faults_in(data_dir) == [told]


@pytest.mark.parametrize("name", ["player_game_summary", "player_aliases"])
def test_a_folder_without_parts_is_no_table(data_dir: Path, name: str) -> None:
    table = TABLES[name]
    table.path(data_dir).unlink()
    table.folder(data_dir).mkdir()
    told = f"{table.path(data_dir)}: no such file, and {table.folder(data_dir)} holds no parts"
    assert faults_in(data_dir) == ([] if table.is_optional else [told])


@pytest.mark.parametrize("name", ["x[1]", "x*", "x?", "it's [*?]", "season=2025"])
def test_a_folder_is_never_read_as_a_pattern(tmp_path: Path, name: str) -> None:
    """The sibling that the pattern would find has a table that cannot be used."""
    for folder, kind in ((name, "bigint"), ("x1", "varchar")):
        for table in TABLES.values():
            write(tmp_path / folder, table)
        write(tmp_path / folder, PLAYERS, types={"points": kind}, values={"points": "27"})
    assert check(tmp_path / name) == Found()
    with duckdb.connect() as connection:
        reading = PLAYERS.reading(tmp_path / name)
        assert connection.sql(f"select points from {reading}").fetchall() == [(27,)]
        assert "season" not in connection.sql(f"from {reading}").columns


@pytest.mark.parametrize("kind", [None, "date"])
def test_a_column_that_no_model_reads_stops_nothing(data_dir: Path, kind: str | None) -> None:
    unread = TABLES["player_game_summary"].columns.keys() - columns_read(
        TABLES["player_game_summary"]
    )
    assert "points_line" in unread
    write(data_dir, TABLES["player_game_summary"], types=dict.fromkeys(unread, kind))
    assert faults_in(data_dir) == []


def test_the_command_names_each_fault_and_ends_with_10(data_dir: Path) -> None:
    missing = TABLES["nbac_schedule"].path(data_dir)
    missing.unlink()
    command = [sys.executable, "-m", "scripts.sources", str(data_dir)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (ExitCode.SOURCE_MALFORMED, "")
    assert done.stderr == f"{missing}: no such file\n"


def test_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    assert faults_in(tmp_path / "nowhere") == [f"{tmp_path / 'nowhere'}: no such folder"]
