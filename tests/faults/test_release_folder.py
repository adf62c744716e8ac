"""Releases to a folder: each fault ends with its message and code, and harms nothing."""

import fcntl
import hashlib
import json
import os
import re
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher import cli
from publisher.check import load_schema, violations
from publisher.documents import DOCUMENTS
from publisher.errors import RaceLostError
from publisher.store import LocalStore, Stored
from tests.fixtures.daily_marts import BUILT, D, daily_tables
from tests.fixtures.hand_marts import TYPES, all_tables
from tests.fixtures.release import Run, Warehouse, clock_at, outcome_of, snapshot

NEXT_DAY = D + timedelta(days=1)
ARCHIVE = "v1/trends/archive/2025-01-10"
ALL = [
    f"{ARCHIVE}/whos-hot-v2.json",
    f"{ARCHIVE}/bounce-back.json",
    "v1/trends/whos-hot-v2.json",
    "v1/trends/bounce-back.json",
    "v1/trends/index.json",
]


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def changed(heat: float = 7.99) -> dict[str, list[dict[str, Any]]]:
    """Return the daily tables with another heat in who's hot."""
    tables = daily_tables()
    for row in tables["fct_whos_hot_players"]:
        row["heat_score"] = heat
    return tables


def built_later(by: timedelta) -> dict[str, list[dict[str, Any]]]:
    """Return the daily tables as a later build of equal data leaves them."""
    tables = daily_tables()
    for name in ("fct_whos_hot", "fct_bounce_back"):
        tables[name][0]["generated_at"] = BUILT + by
    return tables


def check_index(site: Path) -> Any:
    """Return the index, once it is seen to name what is really there."""
    index = load(site / "v1/trends/index.json")
    assert violations(load_schema("index"), index) == []
    for entry in index["documents"]:
        body = (site / entry["path"].lstrip("/")).read_bytes()
        assert entry["sha256"] == hashlib.sha256(body).hexdigest()
        assert entry["bytes"] == len(body)
        assert entry["generated_at"] == json.loads(body)["generated_at"]
        assert (site / entry["archive_path"].lstrip("/")).read_bytes() == body
    return index


def test_a_release_writes_archive_then_live_then_the_index(run: Run, tmp_path: Path) -> None:
    outcome = run("daily")
    assert outcome.code == 0
    assert outcome.receipt["status"] == "published"
    assert outcome.receipt["written"] == ALL
    assert sorted(snapshot(tmp_path / "site")) == sorted(ALL)
    index = check_index(tmp_path / "site")
    assert [entry["document"] for entry in index["documents"]] == ["whos-hot", "bounce-back"]
    assert [entry["records"] for entry in index["documents"]] == [4, 2]
    assert index["published_at"] == "2025-01-10T06:30:00-05:00"
    for schema, file in (("whos-hot-v2", ALL[2]), ("bounce-back", ALL[3])):
        assert violations(load_schema(schema), load(tmp_path / "site" / file)) == []
    mode = (tmp_path / "site" / ALL[2]).stat().st_mode
    assert mode & 0o044 == 0o044 & ~_umask(), "a web server must be able to read it"


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def test_the_receipt_has_its_documented_keys(run: Run) -> None:
    good, bad = run("daily").receipt, run("daily", "--as-of", "soon").receipt
    assert list(good) == list(bad)
    assert good == {
        "status": "published",
        "exit_code": 0,
        "error": None,
        "run_id": good["run_id"],
        "duration_seconds": good["duration_seconds"],
        "command": "daily",
        "as_of_date": "2025-01-10",
        "destination": "site",
        "scope": "live",
        "documents": good["documents"],
        "refusals": [],
        "accepted": None,
        "index": "write",
        "written": ALL,
        "live": good["live"],
        "warnings": [],
    }
    assert good["live"] == [
        {
            "document": name,
            "as_of_date": "2025-01-10",
            "generated_at": "2025-01-10T06:02:07.250000-05:00",
            "next_refresh_at": "2025-01-10T09:00:00-05:00",
        }
        for name in ("whos-hot", "bounce-back")
    ]
    assert [set(entry) for entry in good["documents"]] == [
        {
            *("document", "status", "data_gaps", "lines_due_at"),
            *("records", "bytes", "sha256", "archive", "live"),
        }
    ] * 2
    for entry in good["documents"]:
        assert entry["data_gaps"] == {"games_without_results": 0, "lined_share_tonight": 1.0}
        assert entry["lines_due_at"] == "2025-01-10T16:00:00-05:00"


def test_a_second_run_writes_nothing(run: Run, tmp_path: Path) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    outcome = run("daily", hour=9)
    assert (outcome.receipt["status"], outcome.receipt["written"]) == ("unchanged", [])
    assert snapshot(tmp_path / "site") == before


def test_a_later_build_with_equal_content_writes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    # At 08:02: the same run is due next.
    warehouse(built_later(timedelta(hours=2)))
    assert run("daily", hour=8).receipt["status"] == "unchanged"
    assert snapshot(tmp_path / "site") == before


def test_a_later_run_of_the_day_moves_the_next_refresh_in_live_and_archive(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    """At 09:02: nothing else is new, but who reads 09:00 as due would take it for late."""
    run("daily")
    warehouse(built_later(timedelta(hours=3)))
    outcome = run("daily", hour=9)
    assert (outcome.code, outcome.receipt["written"]) == (0, ALL)
    index = check_index(tmp_path / "site")
    assert {entry["next_refresh_at"] for entry in index["documents"]} == {
        "2025-01-10T12:00:00-05:00"
    }


@pytest.mark.parametrize("more", [(), ("--live",)], ids=["archive", "live"])
def test_a_replay_of_an_archive_on_unchanged_data_writes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path, more: tuple[str, ...]
) -> None:
    """A day or a year later another run is due next, and that is no other content."""
    run("daily")
    before = snapshot(tmp_path / "site")
    for later in (timedelta(hours=3), timedelta(days=1), timedelta(days=365)):
        warehouse(built_later(later))
        outcome = run("daily", "--as-of", "2025-01-10", *more, today=D + timedelta(days=365))
        assert (outcome.code, outcome.receipt["status"]) == (0, "unchanged")
        assert snapshot(tmp_path / "site") == before


def test_todays_release_may_be_replaced(run: Run, warehouse: Warehouse, tmp_path: Path) -> None:
    run("daily")
    warehouse(changed())
    outcome = run("daily")
    assert outcome.receipt["written"] == [ALL[0], ALL[2], ALL[4]]
    check_index(tmp_path / "site")


def test_a_dry_run_writes_nothing_and_says_what_it_would(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--dry-run")
    assert (outcome.code, outcome.receipt["status"]) == (0, "dry_run")
    assert outcome.receipt["written"] == []
    assert outcome.receipt["index"] == "write"
    assert [(entry["archive"], entry["live"]) for entry in outcome.receipt["documents"]] == [
        ("write", "write")
    ] * 2
    assert not (tmp_path / "site").exists()


def test_a_dry_run_after_a_release_would_write_nothing(run: Run, tmp_path: Path) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    outcome = run("daily", "--dry-run")
    assert outcome.receipt["index"] == "keep"
    assert [(entry["archive"], entry["live"]) for entry in outcome.receipt["documents"]] == [
        ("keep", "keep")
    ] * 2
    assert snapshot(tmp_path / "site") == before


def test_a_dry_run_of_a_change_would_write_the_index(run: Run, warehouse: Warehouse) -> None:
    run("daily")
    warehouse(changed())
    assert run("daily", "--dry-run").receipt["index"] == "write"


def test_a_past_date_goes_to_the_archive_only(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--as-of", "2025-01-10", today=NEXT_DAY)
    assert outcome.receipt["written"] == ALL[:2]
    assert outcome.receipt["index"] == "skip"
    assert {entry["live"] for entry in outcome.receipt["documents"]} == {"skip"}
    assert sorted(snapshot(tmp_path / "site")) == sorted(ALL[:2])


def test_a_past_date_goes_live_when_asked(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--as-of", "2025-01-10", "--live", today=NEXT_DAY)
    assert outcome.receipt["written"] == ALL
    check_index(tmp_path / "site")


def test_going_live_later_takes_the_archived_bytes(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily", "--as-of", "2025-01-10", today=NEXT_DAY)
    warehouse(built_later(timedelta(hours=3)))
    outcome = run("daily", "--as-of", "2025-01-10", "--live", today=NEXT_DAY)
    assert outcome.receipt["written"] == ALL[2:]
    check_index(tmp_path / "site")


def test_the_archive_of_a_past_date_stands_unless_replaced(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    warehouse(changed())
    for more in ([], ["--live"]):
        outcome = run("daily", "--as-of", "2025-01-10", *more, today=NEXT_DAY)
        assert outcome.code == 6
        assert "--replace" in outcome.error and ALL[0] in outcome.error
        assert outcome.receipt["written"] == []
        assert snapshot(tmp_path / "site") == before
    outcome = run("daily", "--as-of", "2025-01-10", "--replace", today=NEXT_DAY)
    assert outcome.receipt["written"] == [ALL[0]]
    assert snapshot(tmp_path / "site")[ALL[2]] == before[ALL[2]], "live stays"


def test_only_one_document_keeps_the_others_entry(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    before = load(tmp_path / "site" / ALL[4])
    warehouse(changed())
    outcome = run("daily", "--only", "whos-hot")
    assert outcome.receipt["written"] == [ALL[0], ALL[2], ALL[4]]
    after = check_index(tmp_path / "site")
    assert after["documents"][1] == before["documents"][1]
    assert after["documents"][0] != before["documents"][0]


def test_only_one_document_names_only_what_exists(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--only", "bounce-back", "--only", "bounce-back")
    assert outcome.receipt["written"] == [ALL[1], ALL[3], ALL[4]]
    assert [entry["document"] for entry in check_index(tmp_path / "site")["documents"]] == [
        "bounce-back"
    ]


@pytest.mark.parametrize(
    "content",
    [b"{", b"\xff\xfe", b"", b"[]", b"null", b'{"documents": 5}', b'{"schema_version": "1.0.0"}'],
)
def test_a_corrupt_index_is_made_anew(run: Run, tmp_path: Path, content: bytes) -> None:
    run("daily")
    (tmp_path / "site" / ALL[4]).write_bytes(content)
    outcome = run("daily")
    assert outcome.receipt["written"] == [ALL[4]]
    assert "index.json" in outcome.receipt["warnings"][0]
    check_index(tmp_path / "site")


@pytest.mark.parametrize("content", [b"{", b"\xff\xfe", b"", b"[]", b"{}", b'{"refresh": 3}'])
def test_a_corrupt_live_object_is_healed(run: Run, tmp_path: Path, content: bytes) -> None:
    run("daily")
    (tmp_path / "site" / ALL[2]).write_bytes(content)
    outcome = run("daily")
    assert outcome.code == 0
    assert outcome.receipt["written"] == [ALL[2]]
    assert outcome.receipt["index"] == "keep"
    check_index(tmp_path / "site")


@pytest.mark.parametrize("content", [b"{", b"[]", b"{}", b'{"as_of_date": "../../x"}'])
def test_a_corrupt_live_object_of_another_document_leaves_the_index(
    run: Run, tmp_path: Path, content: bytes
) -> None:
    run("daily")
    (tmp_path / "site" / ALL[3]).write_bytes(content)
    outcome = run("daily", "--only", "whos-hot")
    assert outcome.receipt["written"] == [ALL[4]]
    assert ALL[3] in outcome.receipt["warnings"][0]
    assert [entry["document"] for entry in check_index(tmp_path / "site")["documents"]] == [
        "whos-hot"
    ]


def test_a_live_object_that_the_index_does_not_name_is_healed(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    run("daily")
    warehouse(changed())
    index = (tmp_path / "site" / ALL[4]).read_bytes()
    run("daily")
    # As if the publisher had died just before the index.
    (tmp_path / "site" / ALL[4]).write_bytes(index)
    outcome = run("daily")
    assert outcome.receipt["written"] == [ALL[4]]
    assert outcome.receipt["warnings"] == [f"the index did not name what is live at /{ALL[2]}"]
    check_index(tmp_path / "site")


WEEKLY = ["what-matters.json", "team-tendencies.json", "quick-hits.json"]


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["weekly"], WEEKLY),
        # The Monday and the Wednesday job.
        (["weekly", "--only", "team-tendencies", "--only", "what-matters"], WEEKLY[:2]),
        (["weekly", "--only", "quick-hits"], WEEKLY[2:]),
        (["monthly"], ["deep-dive-current.json"]),
        (["all"], ["whos-hot-v2.json", "bounce-back.json", *WEEKLY, "deep-dive-current.json"]),
        (
            ["all", "--only", "deep-dive", "--only", "whos-hot"],
            ["whos-hot-v2.json", "deep-dive-current.json"],
        ),
    ],
)
def test_a_command_publishes_its_documents_in_the_registrys_order(
    run: Run, tmp_path: Path, arguments: list[str], files: list[str]
) -> None:
    outcome = run(*arguments)
    assert outcome.code == 0
    assert outcome.receipt["command"] == arguments[0]
    assert outcome.receipt["written"] == [
        *(f"{ARCHIVE}/{file}" for file in files),
        *(f"v1/trends/{file}" for file in files),
        "v1/trends/index.json",
    ]
    for file in files:
        schema = file.removesuffix(".json")
        assert violations(load_schema(schema), load(tmp_path / "site/v1/trends" / file)) == []
    index = check_index(tmp_path / "site")
    assert [entry["path"] for entry in index["documents"]] == [f"/v1/trends/{f}" for f in files]


@pytest.mark.parametrize("command", ["daily", "weekly", "monthly", "all"])
def test_every_command_takes_every_option(run: Run, tmp_path: Path, command: str) -> None:
    place = ("--as-of", "2025-01-10", "--to", "place")
    outcome = run(command, *place, today=NEXT_DAY)
    assert outcome.code == 0
    assert {entry["live"] for entry in outcome.receipt["documents"]} == {"skip"}
    outcome = run(command, *place, "--live", "--replace", "--dry-run", today=NEXT_DAY)
    assert (outcome.code, outcome.receipt["status"]) == (0, "dry_run")
    assert outcome.receipt["index"] == "write"
    assert not (tmp_path / "place" / ALL[4]).exists()
    outcome = run(command, *place, "--live", today=NEXT_DAY)
    assert outcome.receipt["written"][-1] == ALL[4]
    check_index(tmp_path / "place")
    assert not (tmp_path / "site").exists()


def test_the_index_gathers_the_documents_of_every_command(run: Run, tmp_path: Path) -> None:
    run("monthly")
    run("daily")
    run("weekly", "--only", "quick-hits")
    index = check_index(tmp_path / "site")
    assert [(entry["document"], entry["next_refresh_at"]) for entry in index["documents"]] == [
        ("whos-hot", "2025-01-10T09:00:00-05:00"),
        ("bounce-back", "2025-01-10T09:00:00-05:00"),
        ("quick-hits", "2025-01-15T08:00:00-05:00"),
        ("deep-dive", "2025-02-01T06:00:00-05:00"),
    ]
    before = snapshot(tmp_path / "site")
    outcome = run("weekly")
    assert [path for path in outcome.receipt["written"] if "archive" not in path] == [
        "v1/trends/what-matters.json",
        "v1/trends/team-tendencies.json",
        "v1/trends/index.json",
    ]
    assert [entry["document"] for entry in check_index(tmp_path / "site")["documents"]] == [
        document.name for document in DOCUMENTS
    ]
    after = snapshot(tmp_path / "site")
    assert all(after[path] == before[path] for path in before if path != ALL[4])
    assert run("all").receipt["status"] == "unchanged"


@pytest.mark.parametrize(
    ("mart", "column", "value", "path"),
    [
        ("fct_what_matters_archetypes", "archetype", "coach", "what-matters is not valid: $."),
        ("fct_what_matters_factors", "level", "4", "what-matters is not valid: $.archetypes"),
        ("fct_team_tendencies_pace", "list_name", "sideways", "team-tendencies is not valid: $."),
        ("fct_quick_hits_candidates", "position", None, "quick-hits is not valid: $.stats"),
        ("fct_deep_dive", "slug", "Slug", "deep-dive is not valid: $.slug: 'Slug'"),
    ],
)
def test_one_invalid_document_of_all_changes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path, mart: str, column: str, value: Any, path: str
) -> None:
    run("all")
    before = snapshot(tmp_path / "site")
    tables = all_tables() | changed()
    tables[mart][0][column] = value
    warehouse(tables)
    outcome = run("all")
    assert outcome.code == 3
    assert path in outcome.error
    assert outcome.receipt["written"] == []
    assert snapshot(tmp_path / "site") == before


def test_a_missing_warehouse_file(run: Run, tmp_path: Path) -> None:
    (tmp_path / "trends.duckdb").unlink()
    outcome = run("daily")
    assert outcome.code == 5
    assert "trends.duckdb" in outcome.error and "dbt build" in outcome.error


@pytest.mark.parametrize("keep", [0, 5000, 20_000])
def test_a_corrupt_warehouse_file(run: Run, tmp_path: Path, keep: int) -> None:
    path = tmp_path / "trends.duckdb"
    size = path.stat().st_size
    assert keep < size
    path.write_bytes(path.read_bytes()[:keep] + b"\x5a" * (size - keep))
    outcome = run("daily")
    assert outcome.code == 5
    assert f"{path} cannot be read" in outcome.error


def test_a_locked_warehouse_file(run: Run, tmp_path: Path) -> None:
    hold = (
        "import duckdb, sys, time; connection = duckdb.connect(sys.argv[1]); "
        "print('held', flush=True); time.sleep(60)"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path / "trends.duckdb")], stdout=subprocess.PIPE
    )
    try:
        assert holder.stdout is not None and holder.stdout.readline() == b"held\n"
        outcome = run("daily")
    finally:
        holder.kill()
        holder.communicate()
    assert outcome.code == 5
    assert "is locked by another process" in outcome.error


@pytest.mark.parametrize("mart", sorted(TYPES))
def test_a_missing_mart(run: Run, warehouse: Warehouse, tmp_path: Path, mart: str) -> None:
    tables = all_tables()
    del tables[mart]
    warehouse(tables)
    outcome = run("all")
    assert outcome.code == 4
    assert f"there is no mart trends.{mart}" in outcome.error
    (group,) = (
        document.group
        for document in DOCUMENTS
        if mart in (document.header.name, *(detail.name for detail in document.details))
    )
    assert f"dbt build --select tag:trends_{group}" in outcome.error
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize(
    ("mart", "column"),
    [
        ("fct_whos_hot", "note_no_lines"),
        ("fct_whos_hot_players", "heat_score"),
        ("fct_bounce_back_players", "as_of_date"),
    ],
)
def test_a_missing_column(
    run: Run,
    warehouse: Warehouse,
    monkeypatch: pytest.MonkeyPatch,
    mart: str,
    column: str,
) -> None:
    types = {name: kind for name, kind in TYPES[mart].items() if name != column}
    monkeypatch.setitem(TYPES, mart, types)
    tables = daily_tables()
    for row in tables[mart]:
        del row[column]
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 4
    assert f"mart trends.{mart} lacks the column {column};" in outcome.error


def test_a_mart_of_another_date(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", today=NEXT_DAY)
    assert outcome.code == 4
    assert (
        "mart trends.fct_whos_hot has no row for 2025-01-11: it holds 2025-01-10; build it: "
        "dbt build --select tag:trends_daily --vars '{as_of_date: \"2025-01-11\"}'"
    ) in outcome.error
    assert not (tmp_path / "site").exists()


def test_an_empty_mart(run: Run, warehouse: Warehouse) -> None:
    tables = daily_tables()
    tables["fct_bounce_back"].clear()
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 4
    assert "trends.fct_bounce_back has no row for 2025-01-10: it holds no date" in outcome.error


def test_a_mart_with_two_rows_for_the_date(run: Run, warehouse: Warehouse) -> None:
    tables = daily_tables()
    tables["fct_whos_hot"] *= 2
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 4
    assert "has 2 rows for 2025-01-10" in outcome.error


def test_other_dates_of_a_mart_stay_out_and_lists_are_in_order(
    run: Run, warehouse: Warehouse, tmp_path: Path
) -> None:
    tables = daily_tables()
    for rows in tables.values():
        rows += [
            {**row, "as_of_date": day}
            for day in (D - timedelta(days=1), NEXT_DAY)
            for row in tuple(rows)
        ]
    warehouse(tables)
    assert run("daily").receipt["documents"][0]["records"] == 4
    lists = load(tmp_path / "site" / ALL[2])["periods"]["30d"]
    assert [entry["rank"] for entry in lists["hot"]] == [1, 2]


@pytest.mark.parametrize(
    ("mart", "column", "value", "path"),
    [
        ("fct_whos_hot_players", "heat_score", 10.5, "whos-hot is not valid: $.periods.30d."),
        ("fct_whos_hot_players", "heat_score", float("nan"), "nan is no finite number"),
        ("fct_whos_hot_players", "list_name", "lukewarm", "lukewarm"),
        ("fct_whos_hot_periods", "period", "60d", "60d"),
        # The last document breaks, after the first is good: nothing of either may change.
        ("fct_bounce_back", "status", "fine", "bounce-back is not valid: $.status: 'fine'"),
        ("fct_bounce_back_players", "team_abbr", None, "bounce-back is not valid: $."),
    ],
)
def test_an_invalid_document_changes_nothing(
    run: Run, warehouse: Warehouse, tmp_path: Path, mart: str, column: str, value: Any, path: str
) -> None:
    run("daily")
    before = snapshot(tmp_path / "site")
    tables = changed()
    tables[mart][0][column] = value
    warehouse(tables)
    outcome = run("daily")
    assert outcome.code == 3
    assert path in outcome.error
    assert outcome.receipt["written"] == []
    assert snapshot(tmp_path / "site") == before


def test_a_folder_that_cannot_be_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("not a folder")
    for to in ("file", "file/site"):
        outcome = run("daily", "--to", to)
        assert outcome.code == 6
        assert "Not a directory" in outcome.error and to in outcome.error
        assert outcome.receipt["written"] == []


def test_an_object_whose_place_is_a_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "site" / ALL[2]).mkdir(parents=True)
    outcome = run("daily")
    assert outcome.code == 6
    assert "Is a directory" in outcome.error
    assert outcome.receipt["written"] == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["daily", "--only", "quick-hits"], "--only quick-hits is no daily document: choose"),
        (["daily", "--as-of", "2025-13-01"], "--as-of 2025-13-01 is no date: write YYYY-MM-DD"),
        (["daily", "--as-of", "20250110"], "is no date"),
        (["daily", "--as-of", "2025-02-29"], "is no date"),
        (["daily", "--as-of", ""], "is no date"),
        (["daily", "--as-of", "2025-01-11"], "lies in the future: today in New York is 2025-01-10"),
        (["daily", "--to", ""], "--to is empty"),
        (["daily", "--to", "s3://bucket/x"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--to", "gs://"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--to", "gs:///prefix"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--to", "gs://Bad_Bucket"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--never"], "No such option"),
        (["daily", "--as-of"], "requires an argument"),
        (["hourly"], "No such command 'hourly'"),
        (["weekly", "--only", "whos-hot"], "is no weekly document: choose what-matters, team-"),
        (["weekly", "--only", "deep-dive"], "--only deep-dive is no weekly document"),
        (["weekly", "--only", "quick-hits", "--only", "deep-dive"], "deep-dive is no weekly"),
        (["monthly", "--only", "quick-hits"], "is no monthly document: choose deep-dive"),
        (["all", "--only", "hot-takes"], "--only hot-takes is no document: choose whos-hot, bou"),
        ([], "Missing command"),
    ],
)
def test_wrong_usage(run: Run, tmp_path: Path, arguments: list[str], message: str) -> None:
    outcome = run(*arguments)
    assert outcome.code == 2
    assert message in outcome.error
    assert not (tmp_path / "site").exists()


def test_an_unexpected_error_leaves_its_details_in_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(to: str) -> None:
        raise RuntimeError("surprise")

    monkeypatch.setattr("publisher.store.open_store", broken)
    outcome = run("daily")
    assert outcome.code == 1
    assert "RuntimeError: surprise" in outcome.error
    assert "Traceback" not in outcome.error
    log = Path(outcome.error.rsplit(" ", 1)[1])
    assert "Traceback" in log.read_text()
    log.unlink()


def test_control_c_ends_cleanly(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(to: str) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("publisher.store.open_store", interrupted)
    outcome = run("daily")
    assert outcome.code == 130
    assert "interrupted" in outcome.error


@pytest.mark.parametrize("command", ["daily", "weekly", "monthly", "all"])
def test_each_command_shows_an_example_that_it_takes(
    run: Run, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    assert cli.main([command, "--help"], clock_at(D)) == 0
    (example,) = re.findall(r"Example: publish-trends (.*)", capsys.readouterr().out)
    arguments = example.split()
    assert arguments[0] == command
    # To its destination it shall not go, and of its date there is no mart.
    for option in ("--to", "--as-of"):
        if option in arguments:
            place = arguments.index(option)
            del arguments[place : place + 2]
    assert run(*arguments).code == 0


@pytest.mark.parametrize("arguments", [["--help"], ["daily", "--help"], ["--version"]])
def test_help_and_version_print_no_receipt(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(arguments, clock_at(D)) == 0
    out, err = capsys.readouterr()
    assert out.startswith(("Usage: publish-trends", "publish-trends "))
    assert err == ""


def test_the_command_starts_fast_and_loads_no_heavy_library() -> None:
    code = (
        "import sys; from publisher.cli import main; main(['--help']); "
        "heavy = {'duckdb', 'jsonschema', 'google.auth', 'rich', 'requests'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    repository = Path(cli.__file__).parents[1]
    started = time.monotonic()
    subprocess.run([sys.executable, "-c", code], cwd=repository, check=True, capture_output=True)
    # Generous, for a loaded machine; the list of modules is the sharp part.
    assert time.monotonic() - started < 2


def test_stdout_is_the_receipt_and_stderr_the_events_in_a_real_process(
    run: Run, tmp_path: Path
) -> None:
    repository = Path(cli.__file__).parents[1]
    process = subprocess.run(
        [sys.executable, "-m", "publisher.cli", "daily", "--as-of", "2025-01-10", "--live"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(repository)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome_of(0, process.stdout, process.stderr).receipt["written"] == ALL


def test_the_warehouse_file_is_found_without_the_variable(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRENDS_DUCKDB_PATH")
    assert run("daily").code == 0
    (tmp_path / "dbt_trends").mkdir()
    (tmp_path / "trends.duckdb").rename(tmp_path / "dbt_trends" / "trends.duckdb")
    assert run("daily").code == 0
    (tmp_path / "dbt_trends" / "trends.duckdb").unlink()
    assert "dbt_trends/trends.duckdb" in run("daily").error


def test_a_file_changed_since_it_was_read_is_not_overwritten(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    store.write("a/b.json", b"1", cache_control="", replaces=None)
    first = store.read("a/b.json")
    store.write("a/b.json", b"2", cache_control="", replaces=first)
    for stale in (first, None, Stored(b"0")):
        with pytest.raises(RaceLostError, match=r"another publisher changed .*b\.json"):
            store.write("a/b.json", b"3", cache_control="", replaces=stale)
    assert (tmp_path / "a/b.json").read_bytes() == b"2"
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]
    # The same content by another hand is no race.
    store.write("a/b.json", b"2", cache_control="", replaces=first)


def test_a_file_that_went_away_is_a_lost_race(tmp_path: Path) -> None:
    store = LocalStore(tmp_path)
    with pytest.raises(RaceLostError):
        store.write("b.json", b"3", cache_control="", replaces=Stored(b"2"))
    assert list(tmp_path.iterdir()) == []


def test_a_reader_never_sees_half_a_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    store = LocalStore(tmp_path)
    store.write("b.json", b"old", cache_control="", replaces=None)

    def no_space(descriptor: int) -> None:
        assert (tmp_path / "b.json").read_bytes() == b"old"
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", no_space)
    with pytest.raises(Exception, match="No space left on device"):
        store.write("b.json", b"new", cache_control="", replaces=Stored(b"old"))
    assert (tmp_path / "b.json").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["b.json"]


def test_a_file_left_by_a_killed_publisher_does_no_harm(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "site" / "v1" / "trends"
    folder.mkdir(parents=True)
    (folder / ".whos-hot-v2.json.tmp").write_bytes(b"{ half")
    run("daily")
    assert sorted(snapshot(tmp_path / "site")) == sorted(ALL)


@pytest.mark.parametrize("device", ["/dev/full", "closed pipe"])
def test_a_receipt_that_nobody_takes_is_a_warning(run: Run, tmp_path: Path, device: str) -> None:
    repository = Path(cli.__file__).parents[1]
    read, write = os.pipe()
    os.close(read)
    with Path("/dev/full").open("w") if device == "/dev/full" else os.fdopen(write, "w") as out:
        process = subprocess.run(
            [sys.executable, "-m", "publisher.cli", "daily", "--as-of", "2025-01-10", "--live"],
            cwd=tmp_path,
            env={**os.environ, "PYTHONPATH": str(repository)},
            stdout=out,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert process.returncode == 0, process.stderr
    assert "Traceback" not in process.stderr
    last = json.loads(process.stderr.splitlines()[-1])
    assert (last["event"], last["severity"]) == ("warning", "WARNING")
    assert "the receipt could not be printed" in last["message"]
    assert (tmp_path / "site" / ALL[4]).is_file()


def test_sigterm_ends_cleanly(run: Run, tmp_path: Path) -> None:
    """It comes while the publisher waits for the lock of the live folder."""
    live = tmp_path / "site" / Path(ALL[2]).parent
    live.mkdir(parents=True)
    descriptor = os.open(live, os.O_RDONLY)
    fcntl.flock(descriptor, fcntl.LOCK_EX)
    process = subprocess.Popen(
        [sys.executable, "-m", "publisher.cli", "daily", "--as-of", "2025-01-10", "--live"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    told = iter(process.stderr.readline, "")
    waiting = f"writing {ALL[2]}"
    assert next((line for line in told if json.loads(line)["message"] == waiting), None)
    process.terminate()
    out, err = process.communicate(timeout=30)
    os.close(descriptor)
    assert process.returncode == 130, err
    assert json.loads(out)["exit_code"] == 130
    assert "interrupted" in json.loads(out)["error"]


def test_a_reason_that_the_index_could_not_keep_is_refused(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--accept-degraded", os.fsdecode(b"caf\xe9"))
    assert outcome.code == 2
    assert "no UTF-8 text" in outcome.error
    assert not (tmp_path / "site").exists()


def test_a_reason_with_nothing_to_accept_is_said(run: Run) -> None:
    outcome = run("daily", "--accept-degraded", "for no reason")
    assert outcome.receipt["accepted"] is None
    assert outcome.receipt["warnings"] == ["--accept-degraded: there was nothing to accept"]
