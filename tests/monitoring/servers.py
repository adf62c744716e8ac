"""Starts the monitoring servers from Debian's packages, and reads their answers."""

import json
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from prometheus_client.parser import text_string_to_metric_families

ROOT = Path(__file__).parents[2]
MONITORING = ROOT / "docs" / "operations" / "monitoring"
RULES = MONITORING / "prometheus-rules.yml"

PROMETHEUS, PROMTOOL, PUSHGATEWAY = "prometheus", "promtool", "prometheus-pushgateway"
START_SECONDS = 20

needs_servers = pytest.mark.skipif(
    not all(shutil.which(program) for program in (PROMETHEUS, PROMTOOL, PUSHGATEWAY)),
    reason="wants Debian's packages prometheus and prometheus-pushgateway on PATH",
)

# A sample's name, and its labels in their order.
Key = tuple[str, tuple[tuple[str, str], ...]]


class Metrics:
    """The project's samples on a page of metrics; ``job`` and the empty ``instance`` are left out.

    The Pushgateway's own metrics about a group are not the project's.
    """

    def __init__(self, page: str) -> None:
        self.values: dict[Key, float] = {}
        for family in text_string_to_metric_families(page):
            for sample in family.samples:
                if not sample.name.startswith("trends_"):
                    continue
                assert sample.labels["instance"] == ""
                labels = {
                    name: value
                    for name, value in sample.labels.items()
                    if name not in ("job", "instance")
                }
                self.values[sample.name, tuple(sorted(labels.items()))] = sample.value

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.values}

    @property
    def labels(self) -> dict[str, set[str]]:
        """The names of each metric's labels."""
        return {name: {label for label, _ in labels} for name, labels in self.values}

    def value(self, name: str, **labels: str) -> float:
        return self.values[name, tuple(sorted(labels.items()))]

    def by(self, label: str, name: str, **labels: str) -> dict[str, float]:
        """Return a metric's values by one label, for the samples that have the others."""
        return {
            dict(key)[label]: value
            for (found, key), value in self.values.items()
            if found == name and labels.items() <= dict(key).items()
        }


def fetch(url: str, authorization: str | None = None) -> str:
    headers = {} if authorization is None else {"Authorization": authorization}
    with urlopen(Request(url, headers=headers), timeout=5) as answer:
        text: str = answer.read().decode()
        return text


class Pushgateway:
    """A running Pushgateway."""

    def __init__(self, port: int) -> None:
        self.address = f"127.0.0.1:{port}"
        self.url = f"http://{self.address}"

    def metrics(self, authorization: str | None = None) -> Metrics:
        return Metrics(fetch(f"{self.url}/metrics", authorization))


class Prometheus:
    """A running Prometheus."""

    def __init__(self, port: int) -> None:
        self.url = f"http://127.0.0.1:{port}"

    def get(self, path: str, **query: str) -> Any:
        """Return the data of an answer from its API; an error in a query raises."""
        answer = json.loads(fetch(f"{self.url}/api/v1/{path}?{urlencode(query)}"))
        assert answer["status"] == "success"
        return answer["data"]

    def query(self, expression: str) -> list[dict[str, Any]]:
        """Return the samples that an expression has now."""
        result: list[dict[str, Any]] = self.get("query", query=expression)["result"]
        return result


@contextmanager
def pushgateway(*arguments: str) -> Iterator[Pushgateway]:
    port = free_port()
    listen = [f"--web.listen-address=127.0.0.1:{port}", "--persistence.file="]
    with _running([PUSHGATEWAY, *listen, *arguments], f"http://127.0.0.1:{port}/-/ready"):
        yield Pushgateway(port)


@contextmanager
def prometheus(config: Path, data: Path) -> Iterator[Prometheus]:
    port = free_port()
    command = [
        PROMETHEUS,
        f"--config.file={config}",
        f"--storage.tsdb.path={data}",
        f"--web.listen-address=127.0.0.1:{port}",
    ]
    with _running(command, f"http://127.0.0.1:{port}/-/ready"):
        yield Prometheus(port)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _running(command: list[str], ready: str) -> Iterator[None]:
    """Run a server until the block ends; by the time the block begins, it has answered once."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + START_SECONDS
        while not _answers(ready):
            assert process.poll() is None, f"{command[0]} ended with {process.returncode}"
            assert time.monotonic() < deadline, f"{command[0]} does not answer"
            time.sleep(0.05)
        yield
    finally:
        process.kill()
        process.wait()


def _answers(url: str) -> bool:
    try:
        fetch(url)
    except URLError as error:
        # A server that asks for a password is ready, too.
        return getattr(error, "code", None) == 401
    except OSError:
        return False
    return True
