"""What ``status`` sees: each problem, at its edge, and nothing where all is well."""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher import cli
from publisher.build import encode
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS, GRACE, INDEX_PATH, Document
from publisher.index import build_index, index_entry
from publisher.status import Status, examine
from publisher.store import LocalStore
from tests.fixtures.daily_marts import BUILT, D
from tests.fixtures.hand_marts import hand_document

NOW = datetime(2025, 1, 10, 6, 30, tzinfo=NEW_YORK)
BY_NAME = {document.name: document for document in DOCUMENTS}
WHOS_HOT = BY_NAME["whos-hot"]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A destination at which all six are fine: live, archived and named."""
    for document in DOCUMENTS:
        for path in (document.path, document.archive_path(D)):
            put(tmp_path, path, encode(hand_document(document.name)))
    write_index(tmp_path)
    return tmp_path


def put(site: Path, path: str, body: bytes) -> None:
    (site / path).parent.mkdir(parents=True, exist_ok=True)
    (site / path).write_bytes(body)


def write_index(site: Path, change: Callable[[Any], object] = lambda entry: None) -> None:
    """Write the index of what is live, with each entry changed."""
    entries = [index_entry(one, (site / one.path).read_bytes()) for one in DOCUMENTS]
    for entry in entries:
        change(entry)
    put(site, INDEX_PATH, encode(build_index(entries, NOW)))


def replace_live(site: Path, document: Document, **fields: Any) -> None:
    """Change a live document and its archive, and name it in the index."""
    content = {**json.loads((site / document.path).read_bytes()), **fields}
    for path in (document.path, document.archive_path(content["as_of_date"])):
        put(site, path, encode(content))
    write_index(site)


def status(site: Path, now: datetime = NOW) -> Status:
    return examine(LocalStore(site), now)


def only_trouble(found: Status, name: str) -> str:
    """Return the one problem, after checking that it is the only one and this document's."""
    assert found.index_trouble is None
    assert {live.document for live in found.documents if live.troubles} == {name}
    (trouble,) = next(live.troubles for live in found.documents if live.document == name)
    assert found.troubles == [f"{name}: {trouble}"]
    return trouble


def test_all_six_are_fine(site: Path) -> None:
    found = status(site)
    assert (found.troubles, found.index_trouble) == ([], None)
    assert [live.document for live in found.documents] == list(BY_NAME)
    whos_hot = found.documents[0]
    assert whos_hot.path == "v1/trends/whos-hot-v2.json"
    assert (whos_hot.as_of_date, whos_hot.status) == ("2025-01-10", "ok")
    assert whos_hot.generated_at == "2025-01-10T06:02:07.250000-05:00"
    assert whos_hot.age_seconds == 27 * 60 + 52
    assert whos_hot.due_at == "2025-01-10T09:00:00-05:00"
    assert found.documents[4].due_at == "2025-01-15T08:00:00-05:00"
    assert found.documents[5].due_at == "2025-02-01T06:00:00-05:00"


@pytest.mark.parametrize("document", DOCUMENTS, ids=list(BY_NAME))
def test_a_document_is_overdue_once_its_grace_period_is_over(
    site: Path, document: Document
) -> None:
    edge = document.cadence.next_refresh_at(BUILT) + GRACE
    assert timedelta(hours=1) == GRACE

    def late(now: datetime) -> list[str]:
        (mine,) = (live for live in status(site, now).documents if live.document == document.name)
        return mine.troubles

    assert late(edge - timedelta(seconds=1)) == []
    assert late(edge) == []
    assert late(edge + timedelta(seconds=1)) == ["overdue: 1 h 0 min late"]
    assert late(edge + timedelta(days=2, hours=3)) == ["overdue: 2 d 4 h late"]


@pytest.mark.parametrize(
    ("made_at", "due_at"),
    [
        ("2025-01-10T06:02:00-05:00", "2025-01-10T09:00:00-05:00"),
        ("2025-01-10T12:02:00-05:00", "2025-01-10T13:00:00-05:00"),
        ("2025-01-10T23:02:00-05:00", "2025-01-11T06:00:00-05:00"),
    ],
)
def test_each_run_of_a_day_is_due_in_its_turn(site: Path, made_at: str, due_at: str) -> None:
    replace_live(site, WHOS_HOT, generated_at=made_at)
    edge = datetime.fromisoformat(due_at) + GRACE
    (live, *_) = status(site, edge).documents
    assert (live.due_at, live.troubles) == (due_at, [])
    (live, *_) = status(site, edge + timedelta(seconds=1)).documents
    assert live.troubles == ["overdue: 1 h 0 min late"]


def test_the_hour_of_daylight_saving_does_not_count_as_an_hour_late(site: Path) -> None:
    # The clocks go forward in the night to Sunday 9 March 2025.
    replace_live(site, WHOS_HOT, as_of_date="2025-03-08", generated_at="2025-03-08T23:02:00-05:00")
    due = datetime(2025, 3, 9, 6, tzinfo=NEW_YORK)
    (live, *_) = status(site, due + GRACE).documents
    assert live.due_at == "2025-03-09T06:00:00-04:00"
    assert live.troubles == []
    (live, *_) = status(site, due + GRACE + timedelta(minutes=1)).documents
    assert live.troubles == ["overdue: 1 h 1 min late"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=list(BY_NAME))
def test_a_document_of_a_future_day(site: Path, document: Document) -> None:
    replace_live(site, document, as_of_date="2025-01-11")
    trouble = only_trouble(status(site), document.name)
    assert trouble == "invalid: its date, 2025-01-11, is in the future"
    # In New York it is still the 10th.
    replace_live(site, document, as_of_date="2025-01-10")
    found = status(site, datetime(2025, 1, 10, 23, 59, tzinfo=NEW_YORK)).troubles
    assert [trouble for trouble in found if "overdue" not in trouble] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=list(BY_NAME))
def test_a_missing_document(site: Path, document: Document) -> None:
    (site / document.path).unlink()
    found = status(site)
    assert only_trouble(found, document.name) == f"missing: nothing is at {document.path}"
    (live,) = (live for live in found.documents if live.document == document.name)
    assert (live.as_of_date, live.status, live.age_seconds, live.due_at) == (None,) * 4


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (b"", "invalid: not a JSON object"),
        (b"{", "invalid: not a JSON object"),
        (b"\xff\xfe", "invalid: not a JSON object"),
        (b"[]", "invalid: not a JSON object"),
        (b"null", "invalid: not a JSON object"),
        (b"[" * 100_000, "invalid: not a JSON object"),
        (b"{}", "invalid: $: 'schema_version' is a required property"),
    ],
)
def test_an_object_that_is_not_a_document(site: Path, body: bytes, trouble: str) -> None:
    put(site, WHOS_HOT.path, body)
    assert only_trouble(status(site), "whos-hot") == trouble


def test_a_document_that_breaks_its_schema(site: Path) -> None:
    replace_live(site, WHOS_HOT, default_period="60d")
    assert only_trouble(status(site), "whos-hot").startswith("invalid: $.default_period: ")


def test_another_document_in_its_place(site: Path) -> None:
    put(site, WHOS_HOT.path, encode(hand_document("bounce-back")))
    assert only_trouble(status(site), "whos-hot").startswith("invalid: ")


@pytest.mark.parametrize("document", DOCUMENTS, ids=list(BY_NAME))
def test_a_live_document_that_the_index_does_not_name_shows_a_mixed_release(
    site: Path, document: Document
) -> None:
    content = json.loads((site / document.path).read_bytes())
    content["data_through"] = "2025-01-08"
    for path in (document.path, document.archive_path(D)):
        put(site, path, encode(content))
    trouble = only_trouble(status(site), document.name)
    assert trouble == "not in the index: a release died half-way; publish again to repair it"


def test_an_entry_that_the_index_lacks(site: Path) -> None:
    index = json.loads((site / INDEX_PATH).read_bytes())
    del index["documents"][0]
    put(site, INDEX_PATH, encode(index))
    assert only_trouble(status(site), "whos-hot").startswith("not in the index")


@pytest.mark.parametrize("body", [None, b"{", b"{}"])
def test_a_document_that_its_archive_does_not_hold(site: Path, body: bytes | None) -> None:
    archive = WHOS_HOT.archive_path(D)
    (site / archive).unlink()
    if body is not None:
        put(site, archive, body)
    trouble = only_trouble(status(site), "whos-hot")
    assert trouble == "not archived: its archive is missing or has different content"


@pytest.mark.parametrize(
    ("body", "trouble"),
    [
        (None, "missing: publish something"),
        (b"{", "not a JSON object: publish again to repair it"),
        (b"[]", "not a JSON object: publish again to repair it"),
        (b"{}", "invalid: $: 'schema_version' is a required property; publish again to repair it"),
    ],
)
def test_a_broken_index_is_reported_beside_the_documents(
    site: Path, body: bytes | None, trouble: str
) -> None:
    (site / INDEX_PATH).unlink()
    if body is not None:
        put(site, INDEX_PATH, body)
    found = status(site)
    assert found.index_trouble == trouble
    assert found.troubles[0] == f"index: {trouble}"
    assert all(live.troubles[0].startswith("not in the index") for live in found.documents)


def test_problems_of_one_document_come_together(site: Path) -> None:
    (site / WHOS_HOT.archive_path(D)).unlink()
    live, *_ = status(site, NOW + timedelta(days=3)).documents
    assert [trouble.split(":")[0] for trouble in live.troubles] == ["overdue", "not archived"]


def test_a_degraded_document_is_shown_and_is_not_a_problem(site: Path) -> None:
    degraded = {"reason": "closed", "refusals": [{"guard": "emptied_list", "text": "empty"}]}
    write_index(site, lambda e: e["document"] == "whos-hot" and e.update(degraded=degraded))
    found = status(site)
    assert found.troubles == []
    assert [live.degraded for live in found.documents] == ["closed", *[None] * 5]
    assert "ok (degraded: closed)" in found.as_table()


def test_an_empty_destination(tmp_path: Path) -> None:
    found = status(tmp_path / "nothing")
    assert len(found.troubles) == 7
    assert not (tmp_path / "nothing").exists()


# --- the command


Command = Callable[..., tuple[int, str, list[dict[str, Any]]]]


@pytest.fixture
def command(capsys: pytest.CaptureFixture[str]) -> Command:
    def run(*arguments: str, now: datetime = NOW) -> tuple[int, str, list[dict[str, Any]]]:
        code = cli.main(["status", *arguments], lambda: now)
        out, err = capsys.readouterr()
        return code, out, [json.loads(line) for line in err.splitlines()]

    return run


def test_the_command_ends_well_when_all_is_well(site: Path, command: Command) -> None:
    code, out, events = command("--to", str(site))
    assert (code, events) == (0, [])
    lines = out.splitlines()
    assert [line.split()[1] for line in lines if "│" in line] == list(BY_NAME)
    assert all(len(line) <= 140 for line in lines)
    assert "\x1b" not in out, "no colours in a pipe"


@pytest.mark.parametrize("columns", ["20", "80", "400"])
@pytest.mark.parametrize("term", ["dumb", "xterm-256color", ""])
def test_the_table_does_not_depend_on_the_terminal(
    site: Path, command: Command, monkeypatch: pytest.MonkeyPatch, columns: str, term: str
) -> None:
    _, usual, _ = command("--to", str(site))
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", term)
    assert command("--to", str(site))[1] == usual


def test_the_command_reports_each_problem_and_exits_9(site: Path, command: Command) -> None:
    (site / WHOS_HOT.path).unlink()
    put(site, BY_NAME["deep-dive"].path, b"{}")
    code, out, events = command("--to", str(site), now=NOW + timedelta(days=1, minutes=31))
    assert code == 9
    (error,) = events
    assert (error["event"], error["exit_code"]) == ("error", 9)
    for text in (
        "whos-hot: missing: nothing is at v1/trends/whos-hot-v2.json",
        "bounce-back: overdue: 22 h 1 min late",
        "deep-dive: invalid:",
    ):
        assert text in error["message"]
    assert "missing: nothing is at" in " ".join(out.split())


def test_json_is_one_object_with_the_same_facts(site: Path, command: Command) -> None:
    (site / WHOS_HOT.archive_path(D)).unlink()
    code, out, _ = command("--to", str(site), "--json")
    assert code == 9
    (line,) = out.splitlines()
    found = json.loads(line)
    assert found["checked_at"] == "2025-01-10T06:30:00-05:00"
    assert found["index_trouble"] is None
    assert [live["document"] for live in found["documents"]] == list(BY_NAME)
    assert set(found["documents"][0]) == {
        "document",
        "path",
        "as_of_date",
        "status",
        "generated_at",
        "age_seconds",
        "due_at",
        "degraded",
        "troubles",
    }
    assert found["documents"][0]["troubles"] == [
        "not archived: its archive is missing or has different content"
    ]
    assert found["troubles"] == [f"whos-hot: {found['documents'][0]['troubles'][0]}"]


def test_a_destination_that_cannot_be_read(tmp_path: Path, command: Command) -> None:
    (tmp_path / "file").write_text("no folder")
    code, out, events = command("--to", str(tmp_path / "file"))
    assert (code, out) == (6, "")
    assert "Not a directory" in events[-1]["message"]


@pytest.mark.parametrize(("to", "message"), [("", "--to is empty"), ("ftp://x/y", "neither a")])
def test_a_destination_that_is_not_one(command: Command, to: str, message: str) -> None:
    code, out, events = command("--to", to)
    assert (code, out) == (2, "")
    assert message in events[-1]["message"]


@pytest.mark.parametrize("reason", ["[/b] [red]closed", "closed :warning: [link=x]", "“zu”, 閉"])
def test_words_of_the_destination_are_text_not_markup(
    site: Path, command: Command, reason: str
) -> None:
    degraded = {"reason": reason, "refusals": [{"guard": "emptied_list", "text": "empty"}]}
    write_index(site, lambda e: e.update(degraded=degraded))
    code, out, _ = command("--to", str(site))
    assert code == 0
    first_row = next(line for line in out.splitlines() if "whos-hot" in line)
    assert "ok" in first_row
    for word in reason.split():
        assert word in out
    code, out, _ = command("--to", str(site), "--json")
    assert json.loads(out)["documents"][0]["degraded"] == reason


def test_lone_surrogates_at_the_destination_do_not_crash_status(
    site: Path, command: Command
) -> None:
    content = (site / WHOS_HOT.path).read_bytes().replace(b'"default_period":"30d"', b'"\\ud800":1')
    put(site, WHOS_HOT.path, content)
    for arguments in ([], ["--json"]):
        assert command("--to", str(site), *arguments)[0] == 9


def test_status_reads_only(site: Path, command: Command) -> None:
    before = {path: hashlib.sha256(path.read_bytes()) for path in site.rglob("*.json")}
    command("--to", str(site))
    after = {path: hashlib.sha256(path.read_bytes()) for path in site.rglob("*.json")}
    assert {path: found.digest() for path, found in before.items()} == {
        path: found.digest() for path, found in after.items()
    }
