"""The source check stops a run for what documents read, and for nothing else."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from publisher.errors import ExitCode
from scripts.sources.check import faults_in
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


def write(data_dir: Path, table: SourceTable, *, rows: int = 1, **types: str | None) -> None:
    """Write a table of NULLs; ``types`` replaces DuckDB types, None leaves a column out."""
    columns = {name: DUCKDB[kind] for name, kind in table.columns.items()} | types
    cells = ", ".join(f"cast(null as {kind}) as {name}" for name, kind in columns.items() if kind)
    path = table.path(data_dir)
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


@pytest.mark.parametrize(
    ("kind", "what"),
    [(None, "column points (INT64) is missing"), ("varchar", "column points is VARCHAR, expected")],
)
def test_a_column_that_a_model_reads_must_be_there(
    data_dir: Path, kind: str | None, what: str
) -> None:
    write(data_dir, TABLES["player_game_summary"], points=kind)
    (fault,) = faults_in(data_dir)
    assert what in fault


@pytest.mark.parametrize("kind", [None, "date"])
def test_a_column_that_no_model_reads_stops_nothing(data_dir: Path, kind: str | None) -> None:
    unread = TABLES["player_game_summary"].columns.keys() - columns_read(
        TABLES["player_game_summary"]
    )
    assert "points_line" in unread
    write(data_dir, TABLES["player_game_summary"], **dict.fromkeys(unread, kind))
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
