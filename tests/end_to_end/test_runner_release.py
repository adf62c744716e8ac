"""The runner with the real export: whatever is delivered, however often, there is one release."""

import json
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from publisher.documents import SCHEDULES
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures.tables import contents
from tests.operations import image
from tests.operations.server import Server


def test_redelivered_and_concurrent_messages_make_one_release(
    small_league_dir: Path, tmp_path: Path
) -> None:
    tree = image.make(tmp_path / "app")
    (tree / "data").mkdir()
    (tree / "data" / "sample").symlink_to(small_league_dir)
    site = tmp_path / "site"
    schedule = SCHEDULES[0]
    order = {**json.loads(schedule.message), "as_of": str(LATEST_SLATE)}
    server = Server(tree, tmp_path / "record", TRENDS_DESTINATION=str(site))
    try:
        with ThreadPoolExecutor(2) as pool:
            statuses = list(
                pool.map(lambda name: server.deliver(order, name, seconds=300), ("1", "2"))
            )
        assert statuses == [200, 200], server.read("stderr")
        released = contents(site)
        assert server.deliver(order, "1", seconds=300) == 200
    finally:
        server.stop()
    receipts = [json.loads(line) for line in server.read("stdout").splitlines()]
    assert [receipt["status"] for receipt in receipts] == ["published", "unchanged", "unchanged"]
    assert sorted(receipt["run_id"] for receipt in receipts[:2]) == ["1", "2"]
    assert contents(site) == released
    index = json.loads((site / "v1/trends/index.json").read_text())
    assert [entry["document"] for entry in index["documents"]] == [
        document.name for document in schedule.documents
    ]
    for entry in index["documents"]:
        for path in (entry["path"], entry["archive_path"]):
            assert sha256((site / path.lstrip("/")).read_bytes()).hexdigest() == entry["sha256"]
