"""The runner as Cloud Run runs it: functions-framework's process, and CloudEvents over HTTP."""

import http.client
import json
import signal
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from publisher.clock import NEW_YORK
from publisher.documents import SCHEDULES
from tests.operations import image
from tests.operations.server import SECONDS, Server, running, wrapped

# Stands in for the export: records how it was called, and does what ``behaviour`` says.
STAND_IN = """#!/usr/bin/env bash
echo "$TRENDS_RUN_ID $TRENDS_LOG_FORMAT $*" >>"$RECORD/calls"
echo '{"status": "published"}'
echo '{"message": "working"}' >&2
source "$RECORD/behaviour"
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The image's files, with a stand-in for the export."""
    tree = image.make(tmp_path_factory.mktemp("image") / "app")
    (tree / "scripts" / "export_trends.sh").write_text(STAND_IN)
    return tree


@pytest.fixture
def server(tree: Path, tmp_path: Path) -> Iterator[Server]:
    server = Server(tree, tmp_path / "record", TRENDS_DESTINATION="gs://my-bucket/feed")
    yield server
    server.stop()


def today() -> str:
    return str(datetime.now(NEW_YORK).date())


def test_the_message_of_each_schedule_runs_the_export_of_its_documents(server: Server) -> None:
    for place, schedule in enumerate(SCHEDULES):
        assert server.deliver(schedule.message.encode(), f"message-{place}") == 200
    assert server.calls == [
        f"message-{place} json {group} --to gs://my-bucket/feed --as-of {today()} {only}"
        for place, (group, only) in enumerate(
            [
                ("daily", "--only whos-hot --only bounce-back"),
                ("weekly", "--only what-matters --only team-tendencies"),
                ("weekly", "--only quick-hits"),
                ("monthly", "--only deep-dive"),
            ]
        )
    ]


def test_pub_subs_own_push_request_is_an_event_too(server: Server) -> None:
    """What a push subscription sends: the same body without a CloudEvent's headers."""
    published = datetime.now(UTC) - timedelta(hours=23)
    status = server.post(wrapped({"group": "daily"}, "4711", published), {})
    assert status == 200
    day = published.astimezone(NEW_YORK).date()
    assert server.calls == [f"4711 json daily --to gs://my-bucket/feed --as-of {day}"]


def test_a_push_request_without_data_is_not_an_event_and_ends_among_the_dead_letters(
    server: Server,
) -> None:
    """functions-framework itself refuses it, before the runner sees it."""
    body = wrapped({}, "empty", datetime.now(UTC))
    del body["message"]["data"]
    assert server.post(body, {}) >= 400
    assert (server.calls, server.events) == ([], [])


def test_the_exports_output_and_the_runners_events_are_lines_of_json(server: Server) -> None:
    assert server.deliver({"group": "monthly"}) == 200
    assert json.loads(server.read("stdout")) == {"status": "published"}
    lines = [json.loads(line) for line in server.read("stderr").splitlines()]
    assert [line["message"] for line in lines] == ["export started", "working", "export done"]
    done = lines[-1]
    assert (done["severity"], done["run_id"], done["group"]) == ("INFO", "1", "monthly")
    assert (done["as_of_date"], done["exit_code"]) == (today(), 0)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"not json", "the message cannot be read"),
        ({"group": "hourly"}, "unknown group 'hourly'"),
        ({"group": "daily", "documents": ["nonsense"]}, "is not a list of daily documents"),
        ({"group": "daily", "as_of": "soon"}, "is not a date"),
        ({"group": "daily", "document": ["whos-hot"]}, "unknown key 'document'"),
    ],
)
def test_a_poison_message_is_acknowledged_and_reported_and_runs_nothing(
    server: Server, content: object, reason: str
) -> None:
    assert server.deliver(content, "poison") == 200
    assert server.calls == []
    (event,) = server.events
    assert (event["severity"], event["event"]) == ("ERROR", "message_rejected")
    assert event["run_id"] == "poison"
    assert reason in event["message"]


@contextmanager
def listening() -> Iterator[tuple[ThreadingHTTPServer, list[tuple[str, str]]]]:
    """Serve as a Pushgateway that records what it gets, by path."""
    pushed: list[tuple[str, str]] = []

    class Pushgateway(BaseHTTPRequestHandler):
        def note(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            pushed.append((self.path, body))
            self.send_response(200)
            self.end_headers()

        do_POST = do_PUT = note  # noqa: N815

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Pushgateway) as gateway:
        Thread(target=gateway.serve_forever, daemon=True).start()
        yield gateway, pushed
        gateway.shutdown()


def test_a_poison_message_is_reported_to_monitoring(tree: Path, tmp_path: Path) -> None:
    with listening() as (gateway, pushed):
        url = f"http://127.0.0.1:{gateway.server_port}"
        server = Server(
            tree, tmp_path / "record", TRENDS_DESTINATION="site", TRENDS_PUSHGATEWAY_URL=url
        )
        try:
            assert server.deliver({"group": "hourly"}) == 200
            gateway.shutdown()
            gateway.server_close()
            assert server.deliver({"group": "hourly"}) == 200, "there is nobody to report it to"
        finally:
            server.stop()
    ((path, body),) = pushed
    assert path == "/metrics/job/trends-runner/reason/unknown_group"
    assert "\ntrends_message_rejected_timestamp_seconds " in body
    assert [event["severity"] for event in server.events] == ["ERROR", "ERROR", "WARNING"]


def test_after_a_failed_export_monitoring_is_told_what_is_live(tree: Path, tmp_path: Path) -> None:
    with listening() as (gateway, pushed):
        url = f"http://127.0.0.1:{gateway.server_port}"
        server = Server(
            tree,
            tmp_path / "record",
            TRENDS_DESTINATION=str(tmp_path / "site"),
            TRENDS_PUSHGATEWAY_URL=url,
        )
        try:
            server.behave("exit 7")
            assert server.deliver({"group": "daily"}) == 200
        finally:
            server.stop()
    ((path, body),) = pushed
    assert path == "/metrics/job/trends-live"
    assert 'trends_live_document_whole{document="whos-hot"} 0.0' in body
    told = [event for event in server.events if event.get("exit_code") == 9]
    assert "whos-hot: missing" in told[0]["message"]


def test_a_message_more_than_a_day_old_is_acknowledged_and_reported(server: Server) -> None:
    old = datetime.now(UTC) - timedelta(hours=24, seconds=5)
    assert server.deliver({"group": "daily"}, published=old) == 200
    assert server.calls == []
    assert "too old" in server.events[0]["message"]


def test_what_is_temporary_is_retried_and_what_is_lasting_is_acknowledged(
    server: Server,
) -> None:
    answers = {}
    for code in (0, 1, 2, 3, 4, 5, 6, 7, 8, 10, 130, 77):
        server.behave(f"exit {code}")
        answers[code] = server.deliver({"group": "daily"})
    server.behave("kill -9 $$")
    answers[-9] = server.deliver({"group": "daily"})
    again = {1, 5, 6, 8, 130, 77, -9}
    assert answers == {code: 503 if code in again else 200 for code in answers}
    failed = [event for event in server.events if event["event"] == "export_failed"]
    assert [event["exit_code"] for event in failed] == [code for code in answers if code != 0]
    assert all(event["severity"] == "ERROR" for event in failed)
    assert all(
        ("the message comes again" in event["message"]) == (event["exit_code"] in again)
        for event in failed
    )


def test_without_a_destination_nothing_runs_and_the_message_is_kept(
    tree: Path, tmp_path: Path
) -> None:
    server = Server(tree, tmp_path / "record")
    try:
        assert server.deliver({"group": "daily"}) == 503
        assert server.calls == []
        assert "TRENDS_DESTINATION is missing" in server.events[0]["message"]
    finally:
        server.stop()


def test_deliveries_at_once_run_one_after_the_other(server: Server) -> None:
    server.behave(
        'mkdir "$RECORD/running" || { echo overlap >>"$RECORD/overlaps"; exit 0; }\n'
        'sleep 0.5; rmdir "$RECORD/running"'
    )
    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(lambda _: server.deliver({"group": "daily"}), range(4)))
    assert statuses == [200] * 4
    assert len(server.calls) == 4
    assert server.read("overlaps") == ""


# An export with a child; both say who they are, and the child ignores SIGTERM.
STUBBORN = """
bash -c 'trap "" TERM; while :; do sleep 1; done' &
echo $! >"$RECORD/child"
trap 'echo ended >"$RECORD/asked"; exit 130' TERM
while :; do sleep 0.1; done
"""


def test_an_export_past_its_time_limit_is_stopped_with_everything_it_started(
    tmp_path: Path,
) -> None:
    tree = image.make(tmp_path / "app")
    (tree / "scripts" / "export_trends.sh").write_text(STAND_IN)
    code = (tree / "scripts" / "cloud" / "runner.py").read_text()
    assert "\nEXPORT_SECONDS = 480\n" in code
    (tree / "scripts" / "cloud" / "runner.py").write_text(
        code.replace("\nEXPORT_SECONDS = 480\n", "\nEXPORT_SECONDS = 2\n")
    )
    server = Server(tree, tmp_path / "record", TRENDS_DESTINATION="site")
    try:
        server.behave(STUBBORN)
        assert server.deliver({"group": "daily"}) == 503
        assert server.read("asked") == "ended\n"
        assert int(server.read("child")) not in running(server.record)
        assert [event["event"] for event in server.events] == [
            "export_started",
            "export_stopped",
            "export_failed",
        ]
        assert "longer than 2 s" in server.events[1]["message"]
        server.behave("exit 0")
        assert server.deliver({"group": "daily"}) == 200, "the next message finds a runner"
    finally:
        server.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_when_cloud_run_stops_the_export_ends_and_the_message_is_kept(
    server: Server, number: signal.Signals
) -> None:
    server.behave(STUBBORN)
    with ThreadPoolExecutor(1) as pool:
        answer = pool.submit(server.deliver, {"group": "daily"})
        server.wait_for("child")
        started = time.monotonic()
        server.process.send_signal(number)
        if number == signal.SIGTERM:
            assert answer.result(SECONDS) == 503
        else:
            # The server breaks off; a lost answer is not an acknowledgement either.
            failure = answer.exception(SECONDS)
            assert isinstance(failure, (OSError, http.client.HTTPException)) or (
                failure is None and answer.result() >= 500
            )
        server.process.wait(SECONDS)
    # Cloud Run kills ten seconds after its SIGTERM.
    assert time.monotonic() - started < 10
    assert server.read("asked") == "ended\n"
    assert running(server.record) == []
