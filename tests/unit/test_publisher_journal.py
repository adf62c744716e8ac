"""Logs: one JSON object per event, its fields as documented, and never a secret."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from publisher import cli, journal
from publisher.clock import now
from publisher.journal import Journal, without_secrets
from tests.fixtures.hand_marts import all_tables, write_warehouse

ALWAYS = {"timestamp", "severity", "message", "run_id", "event"}
WHERE_KNOWN = {"command", "as_of_date", "step", "document", "duration_seconds", "exit_code"}
EVENTS = {"step_started", "step_finished", "progress", "warning", "error", "run_finished"}
SEVERITIES = {"INFO", "WARNING", "ERROR"}
AS_OF = ("--as-of", "2025-01-10", "--live")


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("warehouse") / "trends.duckdb"
    write_warehouse(path, all_tables())
    return path


@pytest.fixture(autouse=True)
def place(warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(warehouse))
    monkeypatch.delenv("TRENDS_LOG_FORMAT", raising=False)
    monkeypatch.delenv("TRENDS_RUN_ID", raising=False)
    monkeypatch.chdir(tmp_path)


def run(
    capsys: pytest.CaptureFixture[str], *arguments: str
) -> tuple[int, dict[str, Any], list[dict[str, Any]]]:
    """Run the command; return its exit code, its whole receipt and its events."""
    capsys.readouterr()
    code = cli.main([*arguments, "--verbose"], now)
    out, err = capsys.readouterr()
    return code, json.loads(out), [json.loads(line) for line in err.splitlines()]


@pytest.mark.parametrize(
    "arguments",
    [
        ("all", *AS_OF),
        ("daily", *AS_OF, "--dry-run"),
        ("daily", *AS_OF, "--to", "s3://x"),
        ("daily", "--as-of", "2025-01-09"),
        ("daily", "--never"),
        ("rollback", "2025-01-10"),
    ],
)
def test_an_event_is_one_json_object_with_its_documented_fields(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...]
) -> None:
    code, receipt, events = run(capsys, *arguments)
    for event in events:
        assert set(event) >= ALWAYS
        assert set(event) <= ALWAYS | WHERE_KNOWN
        assert event["event"] in EVENTS
        assert event["severity"] in SEVERITIES
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?\+00:00", event["timestamp"]), (
            "an instant, in UTC"
        )
        assert ("step" in event) == event["event"].startswith("step_")
        assert ("exit_code" in event) == (event["event"] in ("error", "run_finished"))
        assert ("duration_seconds" in event) == (event["event"].endswith("_finished"))
    assert {event["run_id"] for event in events} == {receipt["run_id"]}
    *_, last = events
    assert (last["event"], last["exit_code"]) == ("run_finished", code)
    assert last["severity"] == ("ERROR" if code else "INFO")
    assert [event["exit_code"] for event in events if event["event"] == "error"] == (
        [code] if code else []
    )


def test_the_fields_documented_are_the_fields_tested() -> None:
    assert journal.__doc__ is not None
    documented = set(re.findall(r"``(\w+)``", journal.__doc__))
    assert documented == ALWAYS | WHERE_KNOWN | EVENTS


def test_every_step_of_a_release_is_reported_with_its_document(
    capsys: pytest.CaptureFixture[str],
) -> None:
    _, receipt, events = run(capsys, "daily", *AS_OF)
    told = {
        kind: [(e["step"], e.get("document")) for e in events if e["event"] == kind]
        for kind in ("step_started", "step_finished")
    }
    both = ["whos-hot", "bounce-back"]
    assert told["step_finished"] == [
        *(("read", name) for name in both),
        *(("shape", name) for name in both),
        *(("validate", name) for name in both),
        *(("compare", name) for name in both),
        ("guard", None),
        *(("write", name) for name in both * 2),
        ("index", None),
    ]
    # What takes no time is reported when it is done.
    long = ("read", "write", "index")
    assert told["step_started"] == [one for one in told["step_finished"] if one[0] in long]
    about = {(event.get("command"), event.get("as_of_date")) for event in events}
    assert about == {("daily", "2025-01-10")}
    total = sum(e["duration_seconds"] for e in events if e["event"] == "step_finished")
    assert 0 < total <= receipt["duration_seconds"] + 0.1


def test_a_step_that_fails_does_not_end(capsys: pytest.CaptureFixture[str]) -> None:
    _, _, events = run(capsys, "daily", "--as-of", "2025-01-09")
    assert [event["event"] for event in events] == [
        *("progress", "step_started", "error", "run_finished")
    ]


def test_warnings_are_events_and_are_in_the_receipt(capsys: pytest.CaptureFixture[str]) -> None:
    run(capsys, "daily", *AS_OF)
    Path("site/v1/trends/index.json").write_text("{")
    _, receipt, events = run(capsys, "daily", *AS_OF)
    told = [event["message"] for event in events if event["event"] == "warning"]
    assert told == receipt["warnings"] != []
    assert {e["severity"] for e in events if e["event"] == "warning"} == {"WARNING"}


def test_the_run_id_is_the_starters_where_it_gives_one(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    ids = [run(capsys, "daily", *AS_OF, "--dry-run")[1]["run_id"] for _ in range(2)]
    assert ids[0] != ids[1]
    assert all(re.fullmatch(r"[0-9a-f]{12}", one) for one in ids)
    for given in ("export-7", 'quo"te\nnew line', "ünï"):
        monkeypatch.setenv("TRENDS_RUN_ID", given)
        _, receipt, events = run(capsys, "daily", *AS_OF, "--dry-run")
        assert {receipt["run_id"], *(event["run_id"] for event in events)} == {given}
    monkeypatch.setenv("TRENDS_RUN_ID", "")
    assert run(capsys, "daily", *AS_OF, "--dry-run")[1]["run_id"] != ""


def test_a_person_gets_lines_not_json(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRENDS_LOG_FORMAT", "text")
    assert cli.main(["daily", *AS_OF], now) == 0
    out, err = capsys.readouterr()
    assert json.loads(out)["status"] == "published"
    lines = err.splitlines()
    assert lines[0].startswith("publish-trends: the marts are in /")
    assert lines[1] == "publish-trends: reading whos-hot for 2025-01-10"
    assert all(line.startswith("publish-trends: ") for line in lines)
    assert len(lines) == 8, "what may take long is reported once, when it starts"
    assert cli.main(["daily", "--to", "s3://x"], now) == 2
    assert capsys.readouterr().err.startswith("publish-trends: error: --to s3://x is neither")


@pytest.mark.parametrize(
    ("named", "is_terminal", "is_json"),
    [
        (None, True, False),
        (None, False, True),
        ("json", True, True),
        ("text", False, False),
        ("yaml", False, True),
        ("", True, False),
    ],
)
def test_the_format_is_the_terminals_unless_it_is_named(
    monkeypatch: pytest.MonkeyPatch, named: str | None, is_terminal: bool, is_json: bool
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: is_terminal, raising=False)
    if named is not None:
        monkeypatch.setenv("TRENDS_LOG_FORMAT", named)
    assert Journal(lambda: "").format == ("json" if is_json else "text")


@pytest.mark.parametrize(("log_format", "lines"), [("json", 2), ("text", 1)])
def test_text_that_no_terminal_can_show_does_not_crash(log_format: str, lines: int) -> None:
    # A byte that is not UTF-8, a direction mark, an escape sequence, a new line.
    hostile = b"gone\xff\xe2\x80\xae\x1b[31m\n{"
    process = subprocess.run(
        [sys.executable, "-m", "publisher.cli", "daily", "--only", hostile],
        env={
            **os.environ,
            "PYTHONPATH": str(Path(cli.__file__).parents[1]),
            "TRENDS_LOG_FORMAT": log_format,
        },
        capture_output=True,
        check=False,
    )
    assert process.returncode == 2
    (line,) = process.stdout.splitlines()
    assert "gone\udcff\u202e\x1b[31m {" in json.loads(line)["error"]
    assert len(process.stderr.splitlines()) == lines
    assert b"Traceback" not in process.stderr


# --- secrets


SECRETS = {
    "TRENDS_PUSHGATEWAY_PASSWORD": "hunter2-hunter2",
    "GOOGLE_OAUTH_ACCESS_TOKEN": "opaque+token/with=signs",
    "SOME_API_KEY": "key with spaces\tand tabs",
    "CLIENT_SECRET": "s3cr3t",
    "client_secret_longer": "s3cr3t-and-more",
    "TLS_PRIVATE_KEY": "-----BEGIN EC PRIVATE KEY-----\nMHcCAQ/x+y==\n-----END EC PRIVATE KEY-----",
}


@pytest.mark.parametrize("secret", SECRETS.values())
def test_the_value_of_a_secret_variable_is_blotted_out(
    monkeypatch: pytest.MonkeyPatch, secret: str
) -> None:
    for name, value in SECRETS.items():
        monkeypatch.setenv(name, value)
    assert without_secrets(f"before {secret} after") == "before [secret] after"


def test_a_short_or_open_variable_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TOKEN", "daily")
    monkeypatch.setenv("TRENDS_TARGET", "bigquery-production")
    text = "daily release from bigquery-production"
    assert without_secrets(text) == text


@pytest.mark.parametrize(
    ("text", "clean"),
    [
        ("http://user:pass@host:9091/x", "http://[secret]@host:9091/x"),
        ("https://token@host/x", "https://[secret]@host/x"),
        ("https://user:p/w?#@host/x and more", "https://[secret]@host/x and more"),
        ("https://user:p@ss@host/x", "https://[secret]@host/x"),
        ("Authorization: Bearer abc.def-ghi", "Authorization: Bearer [secret]"),
        ("authorization: bearer abc/def+g==", "authorization: bearer [secret]"),
        ("token ya29.a0AfH6SMBx-y_z.1 was refused", "token [secret] was refused"),
        (
            '{"key": "-----BEGIN PRIVATE KEY-----\\nMIIE\\n-----END PRIVATE KEY-----\\n"}',
            '{"key": "[secret]\\n"}',
        ),
        ("-----BEGIN RSA PRIVATE KEY----- cut off abc", "[secret]"),
        ("gs://bucket/site and a@b.example", "gs://bucket/site and a@b.example"),
        ("http://host:9091/metrics", "http://host:9091/metrics"),
    ],
)
def test_what_looks_like_a_secret_is_blotted_out(text: str, clean: str) -> None:
    assert without_secrets(text) == clean


# Commands that fail in various ways, with secrets in their arguments or surroundings.
PASSWORD, TOKEN, KEY = "correct-horse-battery", "ya29.very-secret-token", "AIzaSyTopSecretKey"
FAILING = [
    (2, ["daily", "--to", f"https://publisher:{PASSWORD}@host/site"], {}),
    (2, ["status", "--to", f"ftp://publisher:{PASSWORD}@host/site"], {}),
    (2, ["daily", "--only", KEY], {}),
    (2, ["daily", f"--{KEY}"], {}),
    (2, ["daily", "--as-of", TOKEN], {}),
    (2, ["daily", "--warehouse", f"http://publisher:{PASSWORD}@host"], {}),
    (5, ["daily", *AS_OF], {"TRENDS_DUCKDB_PATH": f"/nowhere/{KEY}/{TOKEN}"}),
    (6, ["daily", *AS_OF, "--to", f"file/{KEY}/{PASSWORD}"], {}),
    (6, ["status", "--to", f"file/{KEY}/{PASSWORD}"], {}),
    (6, ["rollback", "2025-01-10", "--to", f"missing/{KEY}"], {}),
    (
        6,
        ["daily", *AS_OF, "--to", "gs://some-bucket"],
        {"STORAGE_EMULATOR_HOST": f"http://publisher:{PASSWORD}@127.0.0.1:9"},
    ),
    (
        6,
        ["daily", *AS_OF, "--to", "gs://some-bucket"],
        {"STORAGE_EMULATOR_HOST": f"publisher:{PASSWORD}@127.0.0.1:9"},
    ),
    (0, ["daily", *AS_OF, "--to", KEY], {}),
    (
        0,
        ["daily", *AS_OF],
        {"TRENDS_PUSHGATEWAY_URL": f"http://publisher:{PASSWORD}@127.0.0.1:9/{TOKEN}"},
    ),
    (0, ["daily", *AS_OF, "--accept-degraded", f"see {KEY}", "--dry-run"], {}),
]


@pytest.mark.parametrize("log_format", ["json", "text"])
def test_no_secret_is_printed_whatever_fails(
    tmp_path: Path, warehouse: Path, log_format: str
) -> None:
    (tmp_path / "file").write_text("no folder")
    logs = tmp_path / "logs"
    logs.mkdir()
    # One process for all, so that the libraries are loaded once.
    code = """
import json, os, sys
from publisher import cli, store
store.RETRY_SECONDS = 0
usual = dict(os.environ)
for code, arguments, variables in json.load(sys.stdin):
    os.environ.clear()
    os.environ.update({**usual, **variables})
    found = cli.main(arguments)
    print("CODE", found, code, arguments[0])
"""
    process = subprocess.run(
        [sys.executable, "-c", code],
        input=json.dumps(FAILING),
        cwd=tmp_path,
        env={
            **os.environ,
            "PYTHONPATH": str(Path(cli.__file__).parents[1]),
            "TRENDS_DUCKDB_PATH": str(warehouse),
            "TRENDS_LOG_FORMAT": log_format,
            "TMPDIR": str(logs),
            "PUSHGATEWAY_PASSWORD": PASSWORD,
            "MAPS_API_KEY": KEY,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    ends = [line.split() for line in process.stdout.splitlines() if line.startswith("CODE")]
    assert [(end[1], end[3]) for end in ends] == [(end[2], end[3]) for end in ends]
    assert len(ends) == len(FAILING)
    printed = process.stdout + process.stderr
    printed += "".join(path.read_text() for path in logs.iterdir())
    assert "[secret]" in printed
    assert "metrics were not pushed" in printed
    for secret in (PASSWORD, TOKEN, KEY):
        assert secret not in printed


def test_the_reason_in_the_public_index_holds_no_secret(
    tmp_path: Path, warehouse: Path, capsys: pytest.CaptureFixture[str], monkeypatch: Any
) -> None:
    tables = all_tables()
    for row in tables["fct_whos_hot_periods"]:
        row["league_average__hit_rate"] = 0.9
    write_warehouse(tmp_path / "odd.duckdb", tables)
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(tmp_path / "odd.duckdb"))
    monkeypatch.setenv("MAPS_API_KEY", KEY)
    code, receipt, _ = run(capsys, "daily", *AS_OF, "--accept-degraded", f"key {KEY} expired")
    assert code == 0
    assert receipt["accepted"] == "key [secret] expired"
    index = Path("site/v1/trends/index.json").read_text()
    assert KEY not in index and "key [secret] expired" in index


def test_the_file_with_the_details_of_an_internal_error_holds_no_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MAPS_API_KEY", KEY)
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))

    def broken(to: str) -> None:
        raise RuntimeError(f"{KEY} and {TOKEN} and \udcff")

    monkeypatch.setattr("publisher.store.open_store", broken)
    code, receipt, events = run(capsys, "daily", *AS_OF)
    assert code == 1
    assert "RuntimeError: [secret] and [secret] and" in receipt["error"]
    (log,) = tmp_path.glob("publish-trends-*.log")
    text = log.read_text()
    assert "Traceback" in text and "[secret]" in text
    assert KEY not in text + json.dumps(events) and TOKEN not in text + json.dumps(events)
