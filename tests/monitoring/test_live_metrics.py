"""What a release and ``status`` say of the live documents on a real Pushgateway."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from publisher import cli
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.errors import ExitCode
from tests.fixtures.daily_marts import BUILT, D
from tests.fixtures.release import Run, clock_at
from tests.monitoring.conftest import NINE_THIRTY, SIX_THIRTY, Status
from tests.monitoring.servers import Pushgateway, needs_servers

pytestmark = needs_servers


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
    # The first run of a day is the one that must not fail.
    tomorrow = datetime(2025, 1, 11, 7, tzinfo=NEW_YORK).timestamp()
    assert found.by("document", "trends_live_document_first_run_overdue_timestamp_seconds") == {
        **overdue,
        "whos-hot": tomorrow,
        "bounce-back": tomorrow,
    }
    generated = found.by("document", "trends_live_document_generated_timestamp_seconds")
    assert generated == dict.fromkeys(overdue, BUILT.timestamp())


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
        # What cannot be read has no age; nothing is left of it from before.
        expected = {key: values[key] for key in names if key not in ("whos-hot", "bounce-back")}
        now = found.by("document", f"trends_live_document_{name}_timestamp_seconds")
        assert now == expected


def test_an_empty_destination_leaves_no_ages(
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
