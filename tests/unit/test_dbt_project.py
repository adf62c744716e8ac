"""What the export makes of dbt's word on how fresh the sources are; dbt is a stand-in on PATH."""

import json
from pathlib import Path
from typing import Any

import pytest

from publisher.errors import BuildError
from publisher.journal import Journal
from scripts import dbt_project

OLD, EMPTY = "2026-01-10T08:00:00+00:00", "0001-01-01T00:00:00+00:00"
LIMITS = {
    "warn_after": {"count": 36, "period": "hour"},
    "error_after": {"count": 14, "period": "day"},
}


def found(table: str, status: str, loaded: str) -> dict[str, Any]:
    unique_id = f"source.dbt_trends.{table}"
    return {"unique_id": unique_id, "status": status, "max_loaded_at": loaded, "criteria": LIMITS}


def stale_sources(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> tuple[list[str], list[str]]:
    stand_in = tmp_path / "dbt"
    (tmp_path / "answer").write_text(content)
    stand_in.write_text(f"#!/bin/sh\ncp {tmp_path}/answer $DBT_TARGET_PATH/sources.json\nexit 1\n")
    stand_in.chmod(0o755)
    (tmp_path / "target").mkdir()
    monkeypatch.setenv("PATH", str(tmp_path), prepend=":")
    monkeypatch.setenv("DBT_TARGET_PATH", str(tmp_path / "target"))
    return dbt_project.stale_sources(["daily"], Journal(str))


def test_stale_and_late_tables_are_told_apart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = [
        found("nba_raw.nbac_schedule", "error", OLD),
        found("nba_analytics.player_game_summary", "warn", OLD),
        found("nba_analytics.team_offense_game_summary", "pass", OLD),
        found("nba_analytics.team_offense_game_summary", "error", EMPTY),
        # It may be empty: the documents say so.
        found("nba_raw.nbac_injury_report", "error", EMPTY),
    ]
    stale, late = stale_sources(tmp_path, monkeypatch, json.dumps({"results": results}))
    assert stale == [
        "nba_analytics.team_offense_game_summary: holds no rows",
        "nba_raw.nbac_schedule: nothing newer than 2026-01-10 08:00Z; the limit is 14 days",
    ]
    assert late == [
        "nba_analytics.player_game_summary: nothing newer than 2026-01-10 08:00Z; "
        "the limit is 36 hours",
        "nba_raw.nbac_injury_report: holds no rows",
    ]


@pytest.mark.parametrize(
    "content",
    [
        json.dumps(
            {
                "results": [
                    {
                        "unique_id": "source.dbt_trends.nba_raw.nbac_schedule",
                        "status": "runtime error",
                        "error": "Database Error\n  503",
                    }
                ]
            }
        ),
        '{"results": [',
    ],
    ids=["engine", "cut short"],
)
def test_a_freshness_that_cannot_be_told_is_a_failed_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str
) -> None:
    with pytest.raises(BuildError):
        stale_sources(tmp_path, monkeypatch, content)
