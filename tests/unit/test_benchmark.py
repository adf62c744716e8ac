"""The benchmark's arithmetic, by examples worked by hand, and how it measures processes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publisher.documents import Group
from scripts.bench.figures import (
    REAL,
    BigQuery,
    Measurements,
    Target,
    growth,
    growths,
    sample_name,
    targets,
)
from scripts.bench.process import CommandError, Measured, measure
from scripts.bench.report import as_json
from scripts.bench.timings import Split, source_readers, split, steps
from scripts.bench.workloads import League, Run

ROOT = Path(__file__).parents[2]
MEGABYTE = 1_000_000


# Growth


def test_what_grows_with_the_rows_has_the_exponent_1() -> None:
    assert growth([100, 400, 1600], [3, 12, 48]) == pytest.approx(1)


def test_what_doubles_as_the_rows_grow_fourfold_has_the_exponent_one_half() -> None:
    assert growth([1, 4, 16], [5, 10, 20]) == pytest.approx(0.5)


def test_the_exponent_is_the_least_squares_fit_of_the_logarithms() -> None:
    # To base 4 the rows are 0, 1, 2 and the values 0, 1, 3: the slope is (4/3 + 5/3) / 2.
    assert growth([1, 4, 16], [1, 4, 64]) == pytest.approx(1.5)


# Where the time of a build goes


def result(
    unique_id: str,
    executing: tuple[float, float] | None = None,
    compiling: tuple[float, float] | None = None,
) -> dict[str, Any]:
    """Return a node's entry in run_results: its spans in seconds past noon."""

    def instant(second: float) -> str:
        return f"2026-01-15T12:00:{second:09.6f}Z"

    spans = {"compile": compiling, "execute": executing}
    return {
        "unique_id": unique_id,
        "timing": [
            {"name": name, "started_at": instant(span[0]), "completed_at": instant(span[1])}
            for name, span in spans.items()
            if span is not None
        ],
    }


def of(*results: dict[str, Any]) -> Split:
    return split({"results": list(results)}, "")


def statement(
    thread: str, node: str, sql: str, start: float, end: float
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the two events in dbt's log about a statement, by seconds past noon."""
    told = {"thread": thread, "ts": f"2026-01-15T12:00:{end:09.6f}Z"}
    about = {"node_info": {"unique_id": node}}
    return (
        {"info": {**told, "name": "SQLQuery"}, "data": {**about, "sql": sql}},
        {"info": {**told, "name": "SQLQueryStatus"}, "data": {**about, "elapsed": end - start}},
    )


def test_model_sql_is_the_time_in_which_any_model_is_being_built() -> None:
    made = "/* comment */ create  table one as (select 1)"
    events = [
        *statement("a", "model.trends.one", made, 1, 4),
        # At the same time, and a second longer.
        *statement("b", "model.trends.two", made.replace("table", "view"), 3, 5),
        *statement("a", "model.trends.one", "alter table one rename to two", 6, 7),
        *statement("a", "test.trends.one", made, 8, 9),
        *statement("b", "model.trends.two", made, 10, 10.5),
    ]
    parts = split({"results": []}, "\n".join(map(json.dumps, events)))
    assert parts.sql == pytest.approx(4.5)


def test_a_second_in_which_two_nodes_run_is_half_a_second_of_each() -> None:
    # The model alone from 1 to 3, both from 3 to 5, the test alone from 5 to 9.
    parts = of(result("model.trends.one", (1, 5)), result("test.trends.two.0a1b", (3, 9)))
    assert (parts.models, parts.tests, parts.rest) == pytest.approx((3, 5, 0))


def test_neither_compiling_nor_waiting_counts_as_the_models_sql() -> None:
    parts = of(result("model.trends.one", executing=(4, 7), compiling=(1, 2)))
    assert parts.models == pytest.approx(3)


def test_seeds_and_hooks_are_the_rest() -> None:
    parts = of(
        result("operation.trends.on-run-start-0", (0, 1)),
        result("seed.trends.aliases", (1, 3)),
        result("model.trends.one", (3, 4)),
        result("test.trends.two.0a1b", (4, 4.5)),
    )
    assert (parts.models, parts.tests, parts.rest) == pytest.approx((1, 0.5, 3))


def test_the_ten_slowest_models_are_named_the_slowest_first() -> None:
    models = [result(f"model.trends.m{n:02d}", (n, n + 1 + n / 100)) for n in range(12)]
    slowest = of(*models, result("test.trends.slow.0a1b", (20, 50))).slowest
    assert len(slowest) == 10
    assert slowest[0][0] == "m11"
    assert [seconds for _, seconds in slowest] == sorted((s for _, s in slowest), reverse=True)


def test_a_node_that_was_skipped_took_no_time() -> None:
    parts = of(result("model.trends.one"))
    assert parts.models == 0


# The steps of an export


def test_the_seconds_of_a_step_are_summed_over_its_documents() -> None:
    events = [
        {"event": "step_started", "step": "read"},
        {"event": "step_finished", "step": "read", "duration_seconds": 0.5},
        {"event": "run_finished", "duration_seconds": 9},
        {"event": "step_finished", "step": "read", "duration_seconds": 0.25},
        {"event": "step_finished", "step": "write", "duration_seconds": 2},
        {"status": "published"},
    ]
    assert steps("\n".join(map(json.dumps, events))) == {"read": 0.75, "write": 2}


# Who reads the source tables


def node(name: str, materialized: str, *parents: str, kind: str = "model") -> dict[str, Any]:
    return {
        "name": name,
        "resource_type": kind,
        "config": {"materialized": materialized},
        "depends_on": {"nodes": list(parents)},
    }


def test_a_source_is_read_by_the_tables_behind_its_views() -> None:
    manifest = {
        "sources": {"source.t.raw.props": {}, "source.t.raw.schedule": {}},
        "nodes": {
            "model.t.stg_props": node("stg_props", "view", "source.t.raw.props"),
            "model.t.lines": node("lines", "table", "model.t.stg_props", "model.t.games"),
            "model.t.games": node("games", "table", "source.t.raw.schedule"),
            "model.t.again": node("again", "table", "model.t.stg_props"),
            "model.t.mart": node("mart", "table", "model.t.lines"),
            "test.t.unique": node("unique", "test", "model.t.stg_props", kind="test"),
        },
    }
    assert source_readers(manifest) == {"props": ["again", "lines"], "schedule": ["games"]}


# Medians, ratios, targets


def measured_run(
    league: str, group: Group, seconds: float, models: float = 1, megabytes: int = 1, dates: int = 1
) -> Run:
    """Return a run of that many seconds, one of them for publishing."""
    build = Measured(seconds - 1, seconds, megabytes * MEGABYTE, "")
    return Run(
        *(league, group, dates, build, Split(models, models, 0.5, 0.1, [("slow", models)])),
        *(Measured(1, 1, MEGABYTE, ""), 0.4),
    )


def league(name: str, rows: int) -> League:
    day = date(2026, 1, 15)
    counts = {"player_game_summary": rows, "bettingpros_player_points_props": 0}
    return League(name, Path(), counts, day, day, None, True)


def verdicts(measured: Measurements) -> dict[str, str]:
    return {target.what: target.verdict for target in targets(measured)}


def test_a_target_is_reached_up_to_its_limit() -> None:
    assert Target("", 1.8, "times", 1.8).verdict == "ok"
    assert Target("", 1.8, "times", 1.81).verdict == "missed"
    assert Target("", 1.8, "times", None).verdict == "not measured"


def test_a_run_is_measured_against_the_trivial_build_of_its_repetition() -> None:
    # A machine that is half as fast in the second repetition changes nothing: 2, 2 and 1.5 times.
    measured = Measurements([league(REAL, 10)])
    measured.trivial[REAL] = [Measured(seconds, 0, 0, "") for seconds in (5, 10, 6)]
    measured.runs = [measured_run(REAL, "daily", seconds) for seconds in (10, 20, 9)]
    assert measured.ratio(REAL, "daily") == 2
    assert verdicts(measured)["real, daily: build and publish against a trivial build"] == "missed"


def test_the_median_of_the_repetitions_counts() -> None:
    measured = Measurements([league(REAL, 10)])
    measured.trivial[REAL] = [Measured(100, 0, 0, "")] * 3
    measured.runs = [measured_run(REAL, "daily", 9, models) for models in (0.9, 5, 0.8)]
    assert verdicts(measured)["real, daily: model SQL"] == "ok"


def test_memory_is_that_of_the_largest_group() -> None:
    measured = Measurements([league(REAL, 10)])
    measured.runs = [measured_run(REAL, "daily", 9), measured_run(REAL, "all", 9, megabytes=1001)]
    assert verdicts(measured)["real, any group: peak memory"] == "missed"


def test_growth_is_over_the_sizes_of_the_sample_league_alone() -> None:
    sizes = {sample_name(1): 100, sample_name(4): 400, sample_name(16): 1600, REAL: 90}
    measured = Measurements([league(name, rows) for name, rows in sizes.items()])
    for name, models, megabytes in zip(sizes, (1, 4, 64, 1000), (100, 200, 400, 9000), strict=True):
        measured.runs.append(measured_run(name, "all", 100, models, megabytes))
    (grown,) = growths(measured, ["all"])
    assert grown.seconds == pytest.approx(1.5)
    assert grown.last_step == pytest.approx(2)
    assert grown.memory == pytest.approx(0.5)
    assert verdicts(measured)["growth of all six's model SQL with the rows"] == "missed"


def test_a_range_is_measured_against_its_own_target() -> None:
    measured = Measurements([])
    measured.ranges = [
        measured_run(REAL, "daily", 41, dates=165),
        measured_run(REAL, "all", 41, dates=165),
        measured_run(REAL, "daily", 41, dates=30),
    ]
    found = verdicts(measured)
    assert found["real, daily, 165 dates: build and publish"] == "missed"
    assert found["real, all, 165 dates: build and publish"] == "ok"
    assert found["sample 1x, all, 165 dates: build and publish"] == "not measured"


def test_the_shortest_of_the_helps_times_counts() -> None:
    measured = Measurements([], help_seconds=[0.9, 0.3, 0.5])
    assert verdicts(measured)["publish-trends --help"] == "ok"


@pytest.mark.parametrize(("jobs", "verdict"), [(60, "ok"), (61, "missed")])
def test_the_jobs_of_a_daily_build_are_measured_against_their_limit(
    jobs: int, verdict: str
) -> None:
    cost = BigQuery(build_jobs=jobs, publish_jobs=99, processed=1, billed=1)
    measured = Measurements([], bigquery={"daily": cost})
    assert verdicts(measured)["BigQuery, daily: jobs of dbt build"] == verdict


def test_the_json_holds_every_run_and_verdict_and_no_output() -> None:
    run = measured_run(REAL, "daily", 9)
    content = json.loads(as_json(Measurements([league(REAL, 10)], runs=[run]), {"cores": 2}))
    assert content["machine"] == {"cores": 2}
    assert content["runs"][0]["build"] == {
        "seconds": 8,
        "cpu_seconds": 9,
        "peak_bytes": MEGABYTE,
    }
    assert {"what", "most", "unit", "measured", "verdict"} == set(content["targets"][0])


# The page


# Processes


def test_memory_is_that_of_all_processes_together(tmp_path: Path) -> None:
    # Each child says when it holds its 60 MB, and keeps them until both do.
    child = "held = bytearray(60_000_000); print(flush=True); input()"
    parent = f"""
from subprocess import PIPE, Popen
import sys, time
children = [Popen([sys.executable, "-c", {child!r}], stdin=PIPE, stdout=PIPE) for _ in (1, 2)]
for one in children:
    one.stdout.readline()
time.sleep(0.3)
for one in children:
    one.communicate(b"\\n")
"""
    done = measure((sys.executable, "-c", parent), tmp_path, dict(os.environ))
    assert 120 * MEGABYTE < done.peak_bytes < 250 * MEGABYTE


def test_time_on_the_cores_is_that_of_the_children_too(tmp_path: Path) -> None:
    busy = "import time\nwhile time.process_time() < 0.5: pass"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}], check=True)"
    done = measure((sys.executable, "-c", child), tmp_path, dict(os.environ))
    assert done.cpu_seconds >= 0.5
    assert done.seconds >= 0.5


def test_a_command_that_fails_is_named_with_the_end_of_its_output(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"exit code 3 of .*(?s:.*)the last word"):
        measure(
            (sys.executable, "-c", "print('the last word'); exit(3)"), tmp_path, dict(os.environ)
        )


def test_help_shows_examples() -> None:
    command = [sys.executable, "-m", "scripts.bench", "--help"]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    assert "python -m scripts.bench --real data/warehouse" in done.stdout


def test_an_unknown_size_is_refused_in_one_line() -> None:
    command = [sys.executable, "-m", "scripts.bench", "--scales", "1,3"]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert done.stderr.splitlines()[-1].endswith("argument --scales: 3 is not one of 1, 4, 16")


def test_a_page_without_the_marks_is_refused_before_anything_is_measured(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("# Speed\n", encoding="utf-8")
    command = [sys.executable, "-m", "scripts.bench", "--page", str(page)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 2
    assert f"--page {page}: not a page with the marks" in done.stderr.splitlines()[-1]
    assert page.read_text(encoding="utf-8") == "# Speed\n"


def test_real_tables_that_are_missing_are_named_before_anything_is_measured(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "scripts.bench", "--real", str(tmp_path)]
    done = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    assert done.returncode == 10
    assert f"{tmp_path / 'nba_raw' / 'nbac_schedule.parquet'}: no such file" in done.stderr
