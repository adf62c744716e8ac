"""The report of the source facts, its catalogue, and the queries made from dbt's compiled SQL."""

from __future__ import annotations

import json
import re
from typing import Any

import duckdb
import pytest

from publisher.errors import ExitCode
from scripts.facts import command as source_facts
from scripts.facts.catalogue import ABSENT, SECTIONS, Fact
from scripts.facts.report import Findings, as_json, as_text
from scripts.facts.statements import statements
from scripts.sources.tables import source_tables
from tests.fixtures.harness import ROOT

ANALYSES = ROOT / "dbt_trends" / "analyses"
FACTS = [fact for section in SECTIONS for fact in section.facts]
GAMES = Fact("facts_schedule", "games", "league games")
NOBODY = next(fact for fact in FACTS if fact.name == "quotes_of_nobody")


@pytest.fixture
def findings() -> Findings:
    found = Findings()
    for analysis in {fact.analysis for fact in FACTS}:
        found.add(analysis, [{"season_year": 2024}, {"season_year": 2025}])
    rows = [
        {"season_year": 2024, "games": 7, "schedule_rows": 20, "schedule_ids": 10},
        {"season_year": 2025, "games": 1234, "schedule_rows": 10, "schedule_ids": 10},
    ]
    found.add("facts_schedule", rows)
    found.add(
        "facts_quotes",
        [
            {"season_year": 2025, "fact": "quotes_of_nobody", "example": "A B", "counted": 2},
            {"season_year": 2024, "fact": "quotes_of_nobody", "example": "A B", "counted": 1},
            {"season_year": 2025, "fact": "quotes_of_nobody", "example": "C D", "counted": 5},
        ],
    )
    found.add(
        "facts_players",
        [{"season_year": None, "fact": "listed_players", "example": None, "counted": 9}],
    )
    return found


def lines_of(text: str, label: str) -> list[str]:
    return [line for line in text.splitlines() if line[2:].startswith(f"{label}  ")]


def test_a_fact_is_one_line_with_its_seasons(findings: Findings) -> None:
    text = as_text(findings, "Source tables in here", [])
    assert text.splitlines()[0] == "Source tables in here"
    (games,) = lines_of(text, "league games")
    assert games.split()[-3:] == ["7", "1,234", "1,241"]
    (rows,) = lines_of(text, "rows per game")
    assert rows.split()[-3:] == ["2.00", "1.00", "1.50"]
    (listed,) = lines_of(text, "player list: players")
    assert listed.split()[-3:] == ["-", "-", "9"]


def test_what_the_product_does_is_shown_below_a_fault_and_not_below_a_zero(
    findings: Findings,
) -> None:
    text = as_text(findings, "", [])
    _, after = text.split(f"! {NOBODY.label}")
    assert after.splitlines()[1] == f"    -> {NOBODY.product}"
    placeholders = next(fact for fact in FACTS if fact.name == "placeholder_rows")
    assert placeholders.product not in text


def test_what_can_be_done_is_listed_at_the_end_with_examples(findings: Findings) -> None:
    end = as_text(findings, "", []).split("What you can do")[1]
    assert f"8 {NOBODY.label}: {NOBODY.action}" in end
    assert "such as C D (5), A B (3)" in end
    assert "There is nothing for you to do." in as_text(Findings(), "", [])


def test_an_absent_table_is_reported_and_its_facts_are_not(findings: Findings) -> None:
    text = as_text(findings, "", ["odds_api_player_points_props"])
    assert "absent, but optional: odds_api_player_points_props (" in text
    assert "Odds API (" not in text
    assert "BettingPros (" in text


def test_json_holds_the_same(findings: Findings) -> None:
    content = json.loads(as_json(findings, "here", ["player_aliases"]))
    assert content["absent"] == ["player_aliases"]
    facts = {fact["fact"]: fact for fact in content["facts"]}
    assert facts["games"]["by_season"] == {"2024-25": 7, "2025-26": 1234}
    assert facts["quotes_of_nobody"]["examples"] == {"C D": 5, "A B": 3}
    assert len(facts) == len(FACTS)


def test_a_ratio_of_a_season_without_rows_is_unknown() -> None:
    found = Findings()
    found.add("facts_schedule", [{"season_year": 2025, "schedule_rows": 0, "schedule_ids": 0}])
    ratio = Fact("facts_schedule", "schedule_rows", "rows per game", per="schedule_ids")
    assert (found.value(ratio, 2025), found.value(ratio, 2024), found.total(ratio)) == (None,) * 3


def test_every_fact_of_the_catalogue_is_counted_by_its_analysis() -> None:
    assert {fact.analysis for fact in FACTS} == {path.stem for path in ANALYSES.glob("*.sql")}
    for fact in FACTS:
        words = re.findall(r"\w+", (ANALYSES / f"{fact.analysis}.sql").read_text(encoding="utf-8"))
        assert {fact.name, fact.per or fact.name} <= set(words), fact


def test_every_optional_table_says_what_is_done_without_it() -> None:
    assert set(ABSENT) == {table.name for table in source_tables() if table.is_optional}


def node(kind: str, name: str, sql: str, *parents: str, quote: str = '"') -> dict[str, Any]:
    return {
        "resource_type": kind,
        "name": name,
        "relation_name": f"{quote}w{quote}.{quote}trends{quote}.{quote}{name}{quote}",
        "compiled_code": sql,
        "depends_on": {"nodes": [f"{parent}" for parent in parents]},
    }


def test_an_analysis_becomes_one_query_with_all_that_it_reads_inside() -> None:
    nodes = {
        "view": node("model", "view", "-- a view\nselect 2 as n union all select 3"),
        "table": node("model", "tab", 'select sum(n) as n from "w"."trends"."view"', "view"),
        "fact": node(
            "analysis",
            "facts_of_it",
            'select t.n, v.n as m from "w"."trends"."tab" as t, "w"."trends"."view" as v',
            *("table", "view", "source.of.it"),
        ),
        "other": node("analysis", "alone", "select 1 as n"),
    }
    alone, found = statements({"nodes": nodes})
    assert (alone.name, alone.sql) == ("alone", "select 1 as n")
    assert found.sql.startswith("with facts_of__view as (\n-- a view\n")
    with duckdb.connect() as connection:
        assert sorted(connection.sql(found.sql).fetchall()) == [(5, 2), (5, 3)]


def test_without_a_project_bigquery_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRENDS_TARGET", "bigquery")
    monkeypatch.delenv("TRENDS_BIGQUERY_PROJECT", raising=False)
    assert source_facts.main([]) == ExitCode.USAGE
    assert capsys.readouterr().err.startswith("error: TRENDS_BIGQUERY_PROJECT is not set")
    assert source_facts.main(["data/sample"]) == ExitCode.USAGE
    assert "DATA_DIR is for DuckDB" in capsys.readouterr().err


def test_an_unknown_engine_is_a_usage_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("TRENDS_TARGET", "abacus")
    assert source_facts.main([]) == ExitCode.USAGE
    assert "abacus is not a warehouse" in capsys.readouterr().err


def test_a_folder_that_is_not_there_is_a_missing_source(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("TRENDS_TARGET", raising=False)
    assert source_facts.main(["/nowhere/at/all"]) == ExitCode.SOURCE_MALFORMED
    assert capsys.readouterr().err == "error: /nowhere/at/all: no such folder\n"
