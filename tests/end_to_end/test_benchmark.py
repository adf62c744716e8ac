"""The benchmark measures a small league from end to end; no test says how fast it must be."""

from __future__ import annotations

import json
from pathlib import Path

from scripts.bench.figures import Measurements, targets
from scripts.bench.machine import describe_machine
from scripts.bench.measuring import Plan, run
from scripts.bench.report import as_json, markdown
from scripts.bench.workloads import League
from scripts.sample.plan import LATEST_SLATE


def test_a_small_league_is_measured_from_end_to_end(small_league_dir: Path) -> None:
    counts = {"player_game_summary": 20_000, "bettingpros_player_points_props": 150_000}
    small = League(
        name="sample 1x",
        data_dir=small_league_dir,
        rows=counts,
        as_of=LATEST_SLATE,
        range_end=LATEST_SLATE,
        history_start=None,
        is_small=True,
    )
    said: list[str] = []
    measured = run([small], Plan(repetitions=1, groups=["daily"], ranges=[]), said.append)
    assert said[-1] == "done"

    (daily,) = measured.runs
    assert daily.build.peak_bytes > daily.publish.peak_bytes > 0
    # A part takes no longer than the whole.
    assert 0 < daily.split.models + daily.split.tests + daily.split.rest < daily.build.seconds
    assert daily.publish_work > 0
    assert {name for name, _ in daily.split.slowest} <= models_of(measured)
    assert measured.bigquery["daily"].billed >= measured.bigquery["daily"].processed > 0
    assert measured.bigquery["daily"].build_jobs > 0

    machine = describe_machine(0.0)
    report = markdown(measured, machine["text"])
    assert "| sample 1x | daily |" in report
    assert all(target.what in report for target in targets(measured))
    assert json.loads(as_json(measured, machine))["runs"][0]["group"] == "daily"


def models_of(measured: Measurements) -> set[str]:
    """Return the names of the project's models."""
    models = Path(__file__).parents[2] / "dbt_trends" / "models"
    assert set(measured.readers) >= {"player_game_summary", "nbac_schedule"}
    return {path.stem for path in models.rglob("*.sql")}
