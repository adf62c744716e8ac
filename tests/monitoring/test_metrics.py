"""What a run of the command leaves on a real Pushgateway."""

import base64
import json
import math
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher import cli, metrics
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.errors import ExitCode
from publisher.guards import GUARDS
from publisher.metrics import URL_VARIABLE
from tests.fixtures.daily_marts import BUILT, D
from tests.fixtures.hand_marts import all_tables
from tests.fixtures.release import Run, Warehouse, clock_at
from tests.monitoring.conftest import implausible_tables
from tests.monitoring.servers import Pushgateway, free_port, needs_servers, pushgateway

pytestmark = needs_servers

NEXT_DAY = D + timedelta(days=1)
SIX_THIRTY = datetime(2025, 1, 10, 6, 30, tzinfo=NEW_YORK).timestamp()
NINE_THIRTY = datetime(2025, 1, 10, 9, 30, tzinfo=NEW_YORK).timestamp()
# As an operator would set it, and its hash for the server: bcrypt at the least cost.
USER, PASSWORD, IN_ADDRESS = "trends", "p/ss@w:rd-4711", "p%2Fss%40w%3Ard-4711"
HASH = "$2b$04$abcdefghijklmnopqrstuuKC8TmKEGgj20ykUkCHgoIujKX/nNM66"
NO_KIND = {kind.name.lower(): 0.0 for kind in ExitCode if kind != ExitCode.OK}
NO_GUARD = dict.fromkeys(GUARDS, 0.0)

Status = Callable[..., int]


@pytest.fixture
def status(run: Run) -> Status:
    """Return a function that runs ``publish-trends status``; it comes after the first release."""

    def run_it(hour: int = 6) -> int:
        return cli.main(["status", "--json"], clock_at(D, hour))

    return run_it


def of_document(document: str) -> dict[str, Any]:
    return {"document": document}


def warnings(outcome: Any) -> list[str]:
    return [e["message"] for e in outcome.events if e["event"] == "warning"]


def test_a_good_run_pushes_what_its_receipt_says(run: Run, gateway: Pushgateway) -> None:
    receipt = run("daily").receipt
    found = gateway.metrics()
    assert found.value("trends_last_run_failed", mode="daily") == 0
    assert found.value("trends_last_run_timestamp_seconds", mode="daily") == SIX_THIRTY
    assert found.value("trends_last_success_timestamp_seconds", mode="daily") == SIX_THIRTY
    duration = found.value("trends_last_run_duration_seconds", mode="daily")
    assert duration == receipt["duration_seconds"] > 0
    assert found.by("kind", "trends_last_run_error") == NO_KIND
    assert found.by("guard", "trends_last_run_guard_refused") == NO_GUARD
    assert found.by("guard", "trends_last_run_guard_accepted") == NO_GUARD
    steps = found.by("step", "trends_last_run_step_duration_seconds", mode="daily")
    assert set(steps) == {"read", "shape", "validate", "compare", "guard", "write", "index"}
    assert all(seconds > 0 for seconds in steps.values())
    assert sum(steps.values()) <= duration
    for document in receipt["documents"]:
        name = of_document(document["document"])
        assert found.value("trends_document_records", **name) == document["records"] > 0
        assert found.value("trends_document_bytes", **name) == document["bytes"] > 0
        assert found.value("trends_document_last_success_timestamp_seconds", **name) == SIX_THIRTY
    assert set(found.by("document", "trends_document_records")) == {"whos-hot", "bounce-back"}


def test_a_step_of_all_documents_is_the_sum_of_theirs(run: Run, gateway: Pushgateway) -> None:
    outcome = run("daily")
    found = gateway.metrics()
    for step in ("read", "shape", "validate", "compare", "write"):
        told = [
            (event["document"], event["duration_seconds"])
            for event in outcome.events
            if event["event"] == "step_finished" and event["step"] == step
        ]
        # The archive and the live object are two writes of one document.
        assert len(told) == (4 if step == "write" else 2)
        both = found.by("document", "trends_document_step_duration_seconds", step=step)
        for name, seconds in both.items():
            expected = sum(took for document, took in told if document == name)
            assert seconds == pytest.approx(expected, abs=0.001)
        whole = found.value("trends_last_run_step_duration_seconds", mode="daily", step=step)
        assert whole == pytest.approx(sum(both.values()))


def test_live_documents_are_pushed_with_their_age_and_the_end_of_their_grace(
    run: Run, gateway: Pushgateway
) -> None:
    run("weekly")
    run("daily")
    found = gateway.metrics()
    overdue = found.by("document", "trends_live_document_overdue_timestamp_seconds")
    assert overdue == {
        # An hour after the same day at 9, the next Monday at 6, the next Wednesday at 8.
        "whos-hot": datetime(2025, 1, 10, 10, tzinfo=NEW_YORK).timestamp(),
        "bounce-back": datetime(2025, 1, 10, 10, tzinfo=NEW_YORK).timestamp(),
        "what-matters": datetime(2025, 1, 13, 7, tzinfo=NEW_YORK).timestamp(),
        "team-tendencies": datetime(2025, 1, 13, 7, tzinfo=NEW_YORK).timestamp(),
        "quick-hits": datetime(2025, 1, 15, 9, tzinfo=NEW_YORK).timestamp(),
    }
    # The run of a day that must not fail is its first.
    tomorrow = datetime(2025, 1, 11, 7, tzinfo=NEW_YORK).timestamp()
    assert found.by("document", "trends_live_document_first_run_overdue_timestamp_seconds") == {
        **overdue,
        "whos-hot": tomorrow,
        "bounce-back": tomorrow,
    }
    generated = found.by("document", "trends_live_document_generated_timestamp_seconds")
    assert generated == dict.fromkeys(overdue, BUILT.timestamp())


@pytest.mark.parametrize(
    ("mode", "day", "hour"),
    [("daily", 11, 6), ("weekly", 13, 6), ("all", 11, 6)],
)
def test_a_success_says_which_run_must_not_fail_next(
    run: Run, gateway: Pushgateway, mode: str, day: int, hour: int
) -> None:
    run(mode)
    found = gateway.metrics().by("mode", "trends_next_first_run_timestamp_seconds")
    assert found == {mode: datetime(2025, 1, day, hour, tzinfo=NEW_YORK).timestamp()}


def test_a_failure_leaves_what_the_last_success_said(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    run("daily")
    before = gateway.metrics().by("mode", "trends_next_first_run_timestamp_seconds")
    warehouse({"fct_whos_hot": []})
    assert run("daily", hour=23).code == ExitCode.MART_UNAVAILABLE
    assert gateway.metrics().by("mode", "trends_next_first_run_timestamp_seconds") == before


def test_a_rollback_is_no_run_of_a_schedule(run: Run, gateway: Pushgateway) -> None:
    run("daily")
    run("rollback", str(D))
    found = gateway.metrics().by("mode", "trends_next_first_run_timestamp_seconds")
    assert set(found) == {"daily"}


def test_tonights_lines_are_pushed_of_the_daily_documents(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    run("all")
    found = gateway.metrics()
    daily = ("whos-hot", "bounce-back")
    assert found.by("document", "trends_document_lined_share_tonight") == dict.fromkeys(daily, 1)
    due = datetime(2025, 1, 10, 16, tzinfo=NEW_YORK).timestamp()
    assert found.by("document", "trends_document_lines_due_timestamp_seconds") == dict.fromkeys(
        daily, due
    )
    # Without games nothing is left of what they were.
    tables = all_tables()
    for name in ("fct_whos_hot", "fct_bounce_back"):
        tables[name][0] |= {"data_gaps__lined_share_tonight": None, "guard__lines_due_at": None}
    warehouse(tables)
    assert run("all").code == 0
    found = gateway.metrics()
    for name in ("lined_share_tonight", "lines_due_timestamp_seconds"):
        values = found.by("document", f"trends_document_{name}")
        assert set(values) == set(daily) and all(map(math.isnan, values.values()))


def test_a_failed_run_keeps_the_last_success_and_names_its_kind(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    run("daily")
    before = gateway.metrics()
    warehouse({"fct_whos_hot": []})
    outcome = run("daily", hour=9)
    assert outcome.code == ExitCode.MART_UNAVAILABLE
    found = gateway.metrics()
    assert found.value("trends_last_run_failed", mode="daily") == 1
    assert found.by("kind", "trends_last_run_error") == {**NO_KIND, "mart_unavailable": 1}
    assert found.value("trends_last_run_timestamp_seconds", mode="daily") == NINE_THIRTY
    assert found.value("trends_last_success_timestamp_seconds", mode="daily") == SIX_THIRTY
    for (name, labels), value in before.values.items():
        if not name.startswith("trends_last_run_"):
            assert found.values[name, labels] == value, name
    assert warnings(outcome) == []


def test_a_first_run_that_fails_has_no_success(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    warehouse({"fct_whos_hot": []})
    run("daily")
    found = gateway.metrics()
    assert found.value("trends_last_run_failed", mode="daily") == 1
    assert {name for name in found.names if not name.startswith("trends_last_run_")} == set()


def test_a_refusal_is_told_until_the_next_good_run(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    run("daily")
    warehouse(implausible_tables())
    outcome = run("daily", hour=9)
    assert outcome.code == ExitCode.REFUSED_BY_GUARD
    refused = gateway.metrics()
    assert refused.by("guard", "trends_last_run_guard_refused") == {
        **NO_GUARD,
        "implausible_numbers": 1,
    }
    assert refused.by("guard", "trends_last_run_guard_accepted") == NO_GUARD
    assert refused.by("kind", "trends_last_run_error") == {**NO_KIND, "refused_by_guard": 1}
    assert refused.value("trends_last_success_timestamp_seconds", mode="daily") == SIX_THIRTY
    successes = refused.by("document", "trends_document_last_success_timestamp_seconds")
    assert successes == {"whos-hot": SIX_THIRTY, "bounce-back": SIX_THIRTY}

    warehouse(all_tables())
    run("daily", hour=9)
    found = gateway.metrics()
    assert found.by("guard", "trends_last_run_guard_refused") == NO_GUARD
    assert found.by("kind", "trends_last_run_error") == NO_KIND
    assert found.value("trends_last_run_failed", mode="daily") == 0
    assert found.value("trends_last_success_timestamp_seconds", mode="daily") == NINE_THIRTY


def test_an_accepted_refusal_is_a_success_and_told_apart(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    warehouse(implausible_tables())
    assert run("daily", "--accept-degraded", "seen and right").code == 0
    found = gateway.metrics()
    assert found.by("guard", "trends_last_run_guard_refused") == NO_GUARD
    assert found.by("guard", "trends_last_run_guard_accepted") == {
        **NO_GUARD,
        "implausible_numbers": 1,
    }
    assert found.value("trends_last_run_failed", mode="daily") == 0


def test_each_mode_has_runs_of_its_own(run: Run, gateway: Pushgateway) -> None:
    run("all")
    run("weekly")
    run("monthly")
    run("daily")
    assert run("rollback", str(D)).code == 0
    assert run("rollback", "2024-12-31").code == ExitCode.DESTINATION_FAILED
    found = gateway.metrics()
    assert found.by("mode", "trends_last_run_failed") == {
        "all": 0,
        "weekly": 0,
        "monthly": 0,
        "daily": 0,
        "rollback": 1,
    }
    assert found.value("trends_last_success_timestamp_seconds", mode="rollback") == SIX_THIRTY


def test_two_jobs_of_one_mode_leave_each_others_documents(run: Run, gateway: Pushgateway) -> None:
    run("weekly", "--only", "what-matters", "--only", "team-tendencies")
    monday = gateway.metrics()
    run("weekly", "--only", "quick-hits", hour=9)
    found = gateway.metrics()
    assert found.by("document", "trends_document_last_success_timestamp_seconds") == {
        "what-matters": SIX_THIRTY,
        "team-tendencies": SIX_THIRTY,
        "quick-hits": NINE_THIRTY,
    }
    of_monday = {
        key: value
        for key, value in monday.values.items()
        if key[0].startswith(("trends_document_", "trends_live_"))
    }
    assert of_monday.items() <= found.values.items()


@pytest.mark.parametrize(
    ("arguments", "today"),
    [
        (["daily", "--dry-run"], D),
        (["daily", "--as-of", str(D)], NEXT_DAY),
        (["rollback", str(D), "--dry-run"], NEXT_DAY),
        (["--help"], D),
        (["yearly"], D),
    ],
)
def test_a_run_that_is_not_to_go_live_pushes_nothing(
    run: Run,
    gateway: Pushgateway,
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    today: Any,
) -> None:
    monkeypatch.delenv(URL_VARIABLE)
    run("daily")
    monkeypatch.setenv(URL_VARIABLE, gateway.url)
    cli.main(arguments, clock_at(today))
    assert gateway.metrics().values == {}


def test_a_failure_of_a_run_that_is_not_to_go_live_pushes_nothing(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    warehouse({"fct_whos_hot": []})
    assert run("daily", "--dry-run").code == ExitCode.MART_UNAVAILABLE
    assert run("daily", "--as-of", str(D), today=NEXT_DAY).code == ExitCode.MART_UNAVAILABLE
    assert gateway.metrics().values == {}


def test_a_mistyped_option_pages_nobody(run: Run, gateway: Pushgateway) -> None:
    assert run("daily", "--as-of", "soon").code == ExitCode.USAGE
    assert gateway.metrics().values == {}


def test_a_past_date_that_goes_live_counts(run: Run, gateway: Pushgateway) -> None:
    run("daily", "--as-of", str(D), "--live", today=NEXT_DAY)
    assert gateway.metrics().value("trends_last_run_failed", mode="daily") == 0


def test_status_tells_what_is_whole(run: Run, status: Status, gateway: Pushgateway) -> None:
    run("all")
    names = [document.name for document in DOCUMENTS]
    assert status() == 0
    found = gateway.metrics()
    assert found.by("document", "trends_live_document_whole") == dict.fromkeys(names, 1)
    assert found.value("trends_live_checked_timestamp_seconds") == SIX_THIRTY
    before = {
        name: found.by("document", f"trends_live_document_{name}_timestamp_seconds")
        for name in ("generated", "overdue")
    }

    live = Path("site/v1/trends")
    (live / "whos-hot-v2.json").unlink()
    (live / "bounce-back.json").write_text("{}", encoding="utf-8")
    (live / "archive" / str(D) / "quick-hits.json").unlink()
    assert status(hour=9) == ExitCode.OVERDUE
    found = gateway.metrics()
    assert found.by("document", "trends_live_document_whole") == {
        **dict.fromkeys(names, 1),
        "whos-hot": 0,
        "bounce-back": 0,
        "quick-hits": 0,
    }
    assert found.value("trends_live_checked_timestamp_seconds") == NINE_THIRTY
    for name, values in before.items():
        # What cannot be read has no age; nothing of it is left from before.
        expected = {key: values[key] for key in names if key not in ("whos-hot", "bounce-back")}
        now = found.by("document", f"trends_live_document_{name}_timestamp_seconds")
        assert now == expected


def test_of_a_destination_that_is_empty_no_age_is_left(
    run: Run, status: Status, gateway: Pushgateway
) -> None:
    run("daily")
    shutil.rmtree("site")
    assert status() == ExitCode.OVERDUE
    found = {name for name in gateway.metrics().names if name.startswith("trends_live_")}
    assert found == {"trends_live_document_whole", "trends_live_checked_timestamp_seconds"}


def test_a_document_that_is_only_overdue_is_whole(
    run: Run, gateway: Pushgateway, capsys: pytest.CaptureFixture[str]
) -> None:
    run("all")
    code = cli.main(["status", "--json"], clock_at(D + timedelta(days=30)))
    assert code == ExitCode.OVERDUE
    assert "overdue" in capsys.readouterr().out
    whole = gateway.metrics().by("document", "trends_live_document_whole")
    assert whole == {document.name: 1 for document in DOCUMENTS}


def test_a_release_keeps_what_status_found(run: Run, status: Status, gateway: Pushgateway) -> None:
    run("all")
    status()
    run("daily", hour=9)
    found = gateway.metrics()
    assert found.value("trends_live_checked_timestamp_seconds") == SIX_THIRTY
    assert len(found.by("document", "trends_live_document_whole")) == len(DOCUMENTS)


def test_rejected_messages_are_kept_by_reason(gateway: Pushgateway) -> None:
    said: list[str] = []
    first = datetime(2025, 1, 10, 11, tzinfo=UTC)
    metrics.push_rejected_message("unknown_mode", first, said.append)
    metrics.push_rejected_message("no_json", first + timedelta(hours=1), said.append)
    assert gateway.metrics().by("reason", "trends_message_rejected_timestamp_seconds") == {
        "unknown_mode": first.timestamp(),
        "no_json": first.timestamp() + 3600,
    }
    assert said == []


def test_no_run_needs_the_library_without_an_address() -> None:
    program = (
        "import sys; from publisher import cli; code = cli.main(['daily', '--as-of', 'soon']);"
        "sys.exit(code != 2 or 'publisher.metrics' not in sys.modules or "
        "'prometheus_client' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_pushgateway_that_is_down_is_a_warning(
    run: Run, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    address = f"{scheme}://{USER}:{IN_ADDRESS}@127.0.0.1:{free_port()}"
    monkeypatch.setenv(URL_VARIABLE, address)
    outcome = run("daily")
    assert (outcome.code, outcome.receipt["status"]) == (0, "published")
    (warning,) = warnings(outcome)
    assert warning.startswith("metrics were not pushed to the address in TRENDS_PUSHGATEWAY_URL: ")
    assert "Connection refused" in warning
    warehouse({"fct_whos_hot": []})
    failed = run("daily")
    assert failed.code == ExitCode.MART_UNAVAILABLE
    assert len(warnings(failed)) == 1


def test_a_pushgateway_that_never_answers_is_asked_once(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv(URL_VARIABLE, f"http://127.0.0.1:{silent.getsockname()[1]}")
        outcome = run("daily")
        silent.settimeout(0.2)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()
    assert outcome.code == 0
    (warning,) = warnings(outcome)
    assert "timed out" in warning


def test_a_server_that_is_no_pushgateway_is_a_warning(
    run: Run, monkeypatch: pytest.MonkeyPatch, gateway: Pushgateway
) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"{gateway.url}/nowhere")
    outcome = run("daily")
    assert outcome.code == 0
    (warning,) = warnings(outcome)
    assert warning.endswith("HTTP Error 404: Not Found")


def test_a_password_opens_the_pushgateway_and_is_never_told(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "web.yml"
    config.write_text(f"basic_auth_users: {{{USER}: {HASH}}}\n", encoding="utf-8")
    with pushgateway(f"--web.config.file={config}") as server:
        for password, word in ((IN_ADDRESS, "good"), ("wr0ng-4711", "wrong")):
            monkeypatch.setenv(URL_VARIABLE, f"http://{USER}:{password}@{server.address}/")
            outcome = run("daily", hour=6 if word == "good" else 9)
            assert outcome.code == 0
            assert ("401" in " ".join(warnings(outcome))) == (word == "wrong")
            assert "-4711" not in json.dumps([outcome.receipt, outcome.events])
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        found = server.metrics(f"Basic {token}")
    assert found.value("trends_last_success_timestamp_seconds", mode="daily") == SIX_THIRTY


@pytest.mark.parametrize(
    "address",
    [
        "pushgateway:9091",
        "ftp://trends:p-4711@host:9091",
        "http://",
        "http://trends:p-4711@",
        "http://trends:p-4711@host:port",
        "http://trends:p-4711@host:99999",
        # A password whose slash is not encoded: the host is trends, the port is none.
        "http://trends:p-4711/x@host:9091",
        "http://[p-4711",
    ],
)
def test_an_address_that_is_none_is_a_warning_that_does_not_show_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(URL_VARIABLE, address)
    outcome = run("daily")
    assert outcome.code == 0
    assert warnings(outcome) == [
        "metrics were not pushed: TRENDS_PUSHGATEWAY_URL is no address like http://host:9091"
    ]
    assert "-4711" not in json.dumps([outcome.receipt, outcome.events])


def test_a_control_character_in_an_address_is_a_warning_that_does_not_show_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "http://127.0.0.1:9/p 4711")
    outcome = run("daily")
    assert outcome.code == 0
    assert warnings(outcome) == [
        "metrics were not pushed to the address in TRENDS_PUSHGATEWAY_URL: InvalidURL"
    ]


def test_every_metric_of_the_table_is_pushed_and_no_other(everything: Pushgateway) -> None:
    table = [metric for metric in vars(metrics).values() if isinstance(metric, metrics.Metric)]
    assert len({metric.name for metric in table}) == len(table)
    found = everything.metrics()
    assert found.names == {metric.name for metric in table}
    for metric in table:
        assert set(metric.labels) <= found.labels[metric.name]
