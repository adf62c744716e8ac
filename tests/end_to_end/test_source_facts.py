"""The operator's look at the sources: what it counts on known tables, and how it ends."""

from __future__ import annotations

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import ExitCode
from scripts.facts import command as source_facts
from scripts.facts.catalogue import SECTIONS
from scripts.facts.duckdb_folder import DuckDBFolder
from scripts.sources.tables import source_tables
from tests.fixtures import tables
from tests.fixtures.harness import ROOT

# Analyses with one row per fact and example: where nothing is found there is no row.
LONG = {"facts_quotes", "facts_injury_reports", "facts_players"}

Facts = dict[str, dict[str, Any]]

# Facts from the warehouse's README, by season from 2020-21 on.
KNOWN = {
    "games": [1171, 1323, 1320, 1318, 1320, 1321],
    "tip_offs_unknown_as_stored": [1171, 1323, 1320, 1318, 1320, 61],
    "tip_offs_unknown": [1171, 1323, 1320, 1318, 894, 9],
    "placeholder_rows": [0, 0, 0, 0, 0, 6],
    "games_on_neutral_ground": [0, 0, 2, 4, 5, 5],
    "neutral_site_flags": [0] * 6,
}
KNOWN_IN_ALL = {
    "bettingpros_rows": 144_052,
    "bettingpros_lines_withdrawn": 67,
    "bettingpros_odds_impossible": 257,
    "odds_api_rows": 62_523,
    "quotes_of_nobody": 284,
    "quotes_of_unknown_books": 1_006,
    "players_spelled_in_two_ways": 5,
    "listed_players": 869,
    "listed_without_draft_year": 256,
    "listed_without_years_pro": 869,
    "registry_rows": 2_545,
    "registry_names_are_lookups": 255,
    "roster_rows": 928,
    "aliases_of_nobody": 1,
    "bettingpros_lookups_differ": 6_174,
}


def facts_of(data_dir: Path, capsys: pytest.CaptureFixture[str], *options: str) -> Facts:
    """Return the facts of a data directory by their names."""
    assert source_facts.main([str(data_dir), "--json", *options]) == ExitCode.OK
    out, err = capsys.readouterr()
    assert err == "", "nothing about progress goes into a pipe"
    return {fact["fact"]: fact for fact in json.loads(out)["facts"]}


def test_the_facts_of_the_warehouse_are_those_of_its_readme(
    warehouse_data_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = facts_of(warehouse_data_dir, capsys)
    seasons = [f"{year}-{year + 1 - 2000}" for year in range(2020, 2026)]
    found = {name: facts[name]["by_season"] for name in KNOWN}
    assert found == {
        name: dict(zip(seasons, counts, strict=True)) for name, counts in KNOWN.items()
    }
    assert {name: facts[name]["all"] for name in KNOWN_IN_ALL} == KNOWN_IN_ALL
    assert facts["quotes_of_nobody"]["examples"] == {
        "odds_api Cameron Whitmore": 258,
        "bettingpros Cameron Whitmore": 26,
    }
    assert facts["quotes_of_unknown_books"]["examples"] == {"bettingpros 85": 1_006}
    # Every row of February three times; those of both feeds in the week that is loaded again.
    assert facts["bettingpros_rows_per_bettingpros_rows_once"]["by_season"]["2025-26"] > 1.2
    assert facts["odds_api_rows_per_odds_api_rows_once"]["by_season"]["2025-26"] > 1.5


@pytest.fixture(scope="module")
def shown(sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> str:
    """What the command prints about the sample league, run as documented."""
    done = subprocess.run(
        ["scripts/check_sources.sh", str(sample_league_dir)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_every_fact_is_one_line_and_its_counts_are_aligned(shown: str) -> None:
    lines = shown.splitlines()
    for section in SECTIONS:
        (header,) = [line for line in lines if line.startswith(section.title)]
        assert "  2023-24  2024-25  2025-26  " in header
        for fact in section.facts:
            found = [line for line in lines if line[2:].startswith(f"{fact.label}  ")]
            assert found, fact.label
            assert {len(line) for line in found} == {len(header)}
    assert max(map(len, lines)) <= 120


def test_the_facts_since_a_date_leave_out_what_was_before(
    sample_league_dir: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    facts = facts_of(sample_league_dir, capsys, "--since", "2025-10-01")
    assert min(facts["games"]["by_season"]) == "2025-26"
    assert facts["games"]["by_season"]["2025-26"] > 1_000


def test_injected_faults_are_counted(
    sample_league_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = facts_of(sample_league_dir, capsys)
    one = "(select * from source where market_type = 'points' limit 1)"
    data_dir = tables.altered(
        sample_league_dir,
        tmp_path / "data",
        {
            tables.PROPS: f"""
                from source
                union all by name select * replace (9999 as book_id) from {one}
                union all by name select * replace ('Nobody Atall' as player_name) from {one}
                union all by name select * replace (50 as odds_american) from {one}
                union all by name select * replace (null as bookmaker_last_update) from {one}
            """,
            tables.SCHEDULE: """
                from source
                union all by name
                select * replace ('0042599999' as game_id, 'TBD' as home_team_tricode)
                from (from source limit 1)
            """,
        },
    )
    after = facts_of(data_dir, capsys)
    changes = {
        name: after[name]["all"] - before[name]["all"]
        for name in (
            "quotes_of_nobody",
            "quotes_of_unknown_books",
            "bettingpros_odds_impossible",
            "bettingpros_instants_unknown",
            "bettingpros_rows",
            "placeholder_rows",
            "games",
        )
    }
    assert changes == {
        "quotes_of_nobody": 1,
        "quotes_of_unknown_books": 1,
        "bettingpros_odds_impossible": 1,
        "bettingpros_instants_unknown": 1,
        "bettingpros_rows": 4,
        "placeholder_rows": 1,
        "games": 0,
    }
    assert after["quotes_of_nobody"]["examples"]["bettingpros Nobody Atall"] == 1
    assert after["quotes_of_unknown_books"]["examples"]["bettingpros 9999"] == 1


def test_without_the_optional_tables_it_says_so(
    sample_league_dir: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data_dir = tmp_path / "data"
    shutil.copytree(sample_league_dir, data_dir)
    absent = [table for table in source_tables() if table.is_optional]
    for table in absent:
        table.path(data_dir).unlink()
    assert source_facts.main([str(data_dir)]) == ExitCode.OK
    out, _ = capsys.readouterr()
    for table in absent:
        assert f"absent, but optional: {table.name} (" in out
    assert "Odds API (" not in out


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        (tables.SCHEDULE, None, "no such file"),
        (tables.REGISTRY, b"position\n", "cannot be read as parquet"),
        (
            tables.PROPS,
            "select * exclude (player_lookup) from source",
            "column player_lookup (STRING) is missing",
        ),
    ],
)
def test_a_table_that_cannot_be_used_is_named_and_the_code_is_10(
    sample_league_dir: Path,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    table: str,
    change: str | bytes | None,
    message: str,
) -> None:
    data_dir = tables.altered(sample_league_dir, tmp_path / "data", {table: change})
    assert source_facts.main([str(data_dir)]) == ExitCode.SOURCE_MALFORMED
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"error: {tables.file_of(data_dir, table)}: {message}")


def test_everything_that_is_counted_is_in_the_report(sample_league_dir: Path) -> None:
    with DuckDBFolder(sample_league_dir) as sources:
        found = source_facts.look(sources, date(2000, 1, 1), lambda _: None)
    told = {name for s in SECTIONS for fact in s.facts for name in (fact.name, fact.per) if name}
    assert set(found.counts) <= told
    # Those of the analyses with one row per season are all there.
    assert told - set(found.counts) <= {
        fact.name for s in SECTIONS for fact in s.facts if fact.analysis in LONG
    }
