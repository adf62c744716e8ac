"""The command itself: its options, its receipt, its signals, and what it says when used wrongly."""

import fcntl
import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest

from publisher import cli
from tests.faults.folder import ALL, NEXT_DAY, check_index
from tests.fixtures.daily_marts import D
from tests.fixtures.release import Run, clock_at, outcome_of


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


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["daily", "--only", "quick-hits"], "--only quick-hits is not a daily document: choose"),
        (["daily", "--as-of", "2025-13-01"], "--as-of 2025-13-01 is not a date: write YYYY-MM-DD"),
        (["daily", "--as-of", "20250110"], "is not a date"),
        (["daily", "--as-of", "2025-02-29"], "is not a date"),
        (["daily", "--as-of", ""], "is not a date"),
        (["daily", "--as-of", "2025-01-11"], "is in the future: today in New York is 2025-01-10"),
        (["daily", "--to", ""], "--to is empty"),
        (["daily", "--to", "s3://bucket/x"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--to", "gs://"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--to", "gs:///prefix"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--to", "gs://Bad_Bucket"], "neither a folder nor gs://bucket/prefix"),
        (["daily", "--never"], "No such option"),
        (["daily", "--as-of"], "requires an argument"),
        (["hourly"], "No such command 'hourly'"),
        (["weekly", "--only", "whos-hot"], "is not a weekly document: choose what-matters, team-"),
        (["weekly", "--only", "deep-dive"], "--only deep-dive is not a weekly document"),
        (["weekly", "--only", "quick-hits", "--only", "deep-dive"], "deep-dive is not a weekly"),
        (["monthly", "--only", "quick-hits"], "is not a monthly document: choose deep-dive"),
        (
            ["all", "--only", "hot-takes"],
            "--only hot-takes is not a document: choose whos-hot",
        ),
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
    # It must not write to its destination, and there is no mart for its date.
    for option in ("--to", "--as-of"):
        if option in arguments:
            place = arguments.index(option)
            del arguments[place : place + 2]
    assert run(*arguments).code == 0


def test_a_receipt_is_brief_unless_more_is_asked_for(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    whole = run("daily", "--dry-run").receipt
    assert cli.main(["daily", "--dry-run"], clock_at(D)) == 0
    brief = json.loads(capsys.readouterr().out)
    assert len(json.dumps(brief)) < 500 < len(json.dumps(whole))
    assert [*brief] == [
        *("status", "exit_code", "error", "run_id", "duration_seconds", "as_of_date"),
        *("destination", "documents", "refusals", "accepted", "written", "warnings"),
    ]
    assert [[*document] for document in brief["documents"]] == [
        ["document", "status", "records"]
    ] * 2
    assert brief["documents"] == [
        {key: document[key] for key in ("document", "status", "records")}
        for document in whole["documents"]
    ]
    assert {"command", "scope", "index", "live"} == whole.keys() - brief.keys()


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


@pytest.mark.parametrize("device", ["/dev/full", "closed pipe"])
def test_a_receipt_that_cannot_be_printed_is_a_warning(
    run: Run, tmp_path: Path, device: str
) -> None:
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
    """It arrives while the publisher waits for the lock on the live folder."""
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
    lines = iter(process.stderr.readline, "")
    waiting = f"writing {ALL[2]}"
    assert next((line for line in lines if json.loads(line)["message"] == waiting), None)
    process.terminate()
    out, err = process.communicate(timeout=30)
    os.close(descriptor)
    assert process.returncode == 130, err
    assert json.loads(out)["exit_code"] == 130
    assert "interrupted" in json.loads(out)["error"]


def test_a_reason_that_the_index_could_not_keep_is_refused(run: Run, tmp_path: Path) -> None:
    outcome = run("daily", "--accept-degraded", os.fsdecode(b"caf\xe9"))
    assert outcome.code == 2
    assert "not UTF-8 text" in outcome.error
    assert not (tmp_path / "site").exists()


def test_a_reason_with_nothing_to_accept_is_reported(run: Run) -> None:
    outcome = run("daily", "--accept-degraded", "for no reason")
    assert outcome.receipt["accepted"] is None
    assert outcome.receipt["warnings"] == ["--accept-degraded: there was nothing to accept"]
