"""The code in docs/api.md, run as written against a server that holds the kept release."""

import json
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from publisher import documents
from scripts.docs import api
from scripts.docs.shortened import EXAMPLES
from scripts.project import ROOT


class Site:
    """A copy of the kept release, served over HTTP; ``read`` runs the page's code in node."""

    def __init__(self, root: Path, address: str) -> None:
        self.live = root / documents.PREFIX
        self.address = address

    def read(self, name: str) -> Any:
        (code,) = re.findall(
            r"```js\n(.+?)```", (ROOT / api.PATH).read_text(encoding="utf-8"), re.S
        )
        call = f"readDocument({self.address!r}, {name!r})"
        program = f"{code}\n{call}.then((found) => console.log(JSON.stringify(found)));"
        node = subprocess.run(
            ["node", "--eval", program], capture_output=True, text=True, check=True
        )
        return json.loads(node.stdout)


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    if shutil.which("node") is None:
        pytest.skip("node, which runs the page's JavaScript, is not installed")
    shutil.copytree(EXAMPLES, tmp_path / documents.PREFIX)
    handler = partial(SimpleHTTPRequestHandler, directory=str(tmp_path))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield Site(tmp_path, f"http://127.0.0.1:{server.server_port}")
        server.shutdown()


def test_a_reader_gets_the_document_that_the_index_names(site: Site) -> None:
    for document in documents.DOCUMENTS:
        found = site.read(document.name)
        kept = json.loads((EXAMPLES / document.file).read_text(encoding="utf-8"))
        assert found == {"document": kept, "isIndexed": True}


def test_a_reader_sees_that_a_release_is_mixed_and_gets_the_document_all_the_same(
    site: Site,
) -> None:
    live = site.live / "quick-hits.json"
    newer = json.loads(live.read_text(encoding="utf-8")) | {"as_of_date": "2026-01-21"}
    live.write_text(json.dumps(newer), encoding="utf-8")
    assert site.read("quick-hits") == {"document": newer, "isIndexed": False}


def test_a_reader_gets_nothing_of_a_document_that_the_index_does_not_name(site: Site) -> None:
    assert site.read("slow-hits") is None
