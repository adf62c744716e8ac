"""What a run of the command leaves on a real Pushgateway."""

import math
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from publisher import cli, metrics
from publisher.clock import NEW_YORK
from publisher.errors import ExitCode
from publisher.guards import GUARDS
from publisher.metrics import URL_VARIABLE
from tests.fixtures.daily_marts import D
from tests.fixtures.hand_marts import all_tables
from tests.fixtures.release import Run, Warehouse, clock_at
from tests.monitoring.conftest import NINE_THIRTY, SIX_THIRTY, implausible_tables, warnings
from tests.monitoring.servers import Pushgateway, needs_servers

pytestmark = needs_servers

NEXT_DAY = D + timedelta(days=1)
NO_KIND = {kind.name.lower(): 0.0 for kind in ExitCode if kind != ExitCode.OK}
NO_GUARD = dict.fromkeys(GUARDS, 0.0)


def of_document(document: str) -> dict[str, Any]:
    return {"document": document}


def test_a_good_run_pushes_what_its_receipt_says(run: Run, gateway: Pushgateway) -> None:
    receipt = run("daily").receipt
    found = gateway.metrics()
    assert found.value("trends_last_run_failed", command="daily") == 0
    assert found.value("trends_last_run_timestamp_seconds", command="daily") == SIX_THIRTY
    assert found.value("trends_last_success_timestamp_seconds", command="daily") == SIX_THIRTY
    duration = found.value("trends_last_run_duration_seconds", command="daily")
    assert duration == receipt["duration_seconds"] > 0
    assert found.by("kind", "trends_last_run_error") == NO_KIND
    assert found.by("guard", "trends_last_run_guard_refused") == NO_GUARD
    assert found.by("guard", "trends_last_run_guard_accepted") == NO_GUARD
    steps = found.by("step", "trends_last_run_step_duration_seconds", command="daily")
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
        reported = [
            (event["document"], event["duration_seconds"])
            for event in outcome.events
            if event["event"] == "step_finished" and event["step"] == step
        ]
        # The archive and the live object are two writes of one document.
        assert len(reported) == (4 if step == "write" else 2)
        both = found.by("document", "trends_document_step_duration_seconds", step=step)
        for name, seconds in both.items():
            expected = sum(took for document, took in reported if document == name)
            assert seconds == pytest.approx(expected, abs=0.001)
        whole = found.value("trends_last_run_step_duration_seconds", command="daily", step=step)
        assert whole == pytest.approx(sum(both.values()))


@pytest.mark.parametrize(
    ("command", "day", "hour"),
    [("daily", 11, 6), ("weekly", 13, 6), ("all", 11, 6)],
)
def test_a_success_says_which_run_must_not_fail_next(
    run: Run, gateway: Pushgateway, command: str, day: int, hour: int
) -> None:
    run(command)
    found = gateway.metrics().by("command", "trends_next_first_run_timestamp_seconds")
    assert found == {command: datetime(2025, 1, day, hour, tzinfo=NEW_YORK).timestamp()}


def test_a_failure_leaves_what_the_last_success_said(
    run: Run, warehouse: Warehouse, gateway: Pushgateway
) -> None:
    run("daily")
    before = gateway.metrics().by("command", "trends_next_first_run_timestamp_seconds")
    warehouse({"fct_whos_hot": []})
    assert run("daily", hour=23).code == ExitCode.MART_UNAVAILABLE
    assert gateway.metrics().by("command", "trends_next_first_run_timestamp_seconds") == before


def test_a_rollback_is_not_a_scheduled_run(run: Run, gateway: Pushgateway) -> None:
    run("daily")
    run("rollback", str(D))
    found = gateway.metrics().by("command", "trends_next_first_run_timestamp_seconds")
    assert set(found) == {"daily"}


def test_tonights_lines_are_pushed_for_the_daily_documents(
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
    # Without games, nothing is left of the earlier values.
    tables = all_tables()
    for name in ("fct_whos_hot", "fct_bounce_back"):
        tables[name][0]["data_gaps__lined_share_tonight"] = None
    tables["fct_guards"][0]["lines_due_at"] = None
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
    assert found.value("trends_last_run_failed", command="daily") == 1
    assert found.by("kind", "trends_last_run_error") == {**NO_KIND, "mart_unavailable": 1}
    assert found.value("trends_last_run_timestamp_seconds", command="daily") == NINE_THIRTY
    assert found.value("trends_last_success_timestamp_seconds", command="daily") == SIX_THIRTY
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
    assert found.value("trends_last_run_failed", command="daily") == 1
    assert {name for name in found.names if not name.startswith("trends_last_run_")} == set()


def test_a_refusal_is_reported_until_the_next_good_run(
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
    assert refused.value("trends_last_success_timestamp_seconds", command="daily") == SIX_THIRTY
    successes = refused.by("document", "trends_document_last_success_timestamp_seconds")
    assert successes == {"whos-hot": SIX_THIRTY, "bounce-back": SIX_THIRTY}

    warehouse(all_tables())
    run("daily", hour=9)
    found = gateway.metrics()
    assert found.by("guard", "trends_last_run_guard_refused") == NO_GUARD
    assert found.by("kind", "trends_last_run_error") == NO_KIND
    assert found.value("trends_last_run_failed", command="daily") == 0
    assert found.value("trends_last_success_timestamp_seconds", command="daily") == NINE_THIRTY


def test_an_accepted_refusal_is_a_success_of_its_own_kind(
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
    assert found.value("trends_last_run_failed", command="daily") == 0


def test_each_command_has_runs_of_its_own(run: Run, gateway: Pushgateway) -> None:
    run("all")
    run("weekly")
    run("monthly")
    run("daily")
    assert run("rollback", str(D)).code == 0
    assert run("rollback", "2024-12-31").code == ExitCode.DESTINATION_FAILED
    found = gateway.metrics()
    assert found.by("command", "trends_last_run_failed") == {
        "all": 0,
        "weekly": 0,
        "monthly": 0,
        "daily": 0,
        "rollback": 1,
    }
    assert found.value("trends_last_success_timestamp_seconds", command="rollback") == SIX_THIRTY


def test_two_jobs_of_a_command_leave_each_others_documents(run: Run, gateway: Pushgateway) -> None:
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
def test_a_run_that_does_not_go_live_pushes_nothing(
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


def test_a_failure_of_a_run_that_does_not_go_live_pushes_nothing(
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
    assert gateway.metrics().value("trends_last_run_failed", command="daily") == 0


def test_rejected_messages_are_kept_by_reason(gateway: Pushgateway) -> None:
    said: list[str] = []
    first = datetime(2025, 1, 10, 11, tzinfo=UTC)
    metrics.push_rejected_message("unknown_group", first, said.append)
    metrics.push_rejected_message("no_json", first + timedelta(hours=1), said.append)
    assert gateway.metrics().by("reason", "trends_message_rejected_timestamp_seconds") == {
        "unknown_group": first.timestamp(),
        "no_json": first.timestamp() + 3600,
    }
    assert said == []


def test_every_metric_of_the_table_is_pushed_and_no_other(everything: Pushgateway) -> None:
    table = [metric for metric in vars(metrics).values() if isinstance(metric, metrics.Metric)]
    assert len({metric.name for metric in table}) == len(table)
    found = everything.metrics()
    assert found.names == {metric.name for metric in table}
    for metric in table:
        assert set(metric.labels) <= found.labels[metric.name]
