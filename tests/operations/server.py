"""functions-framework's process with the runner, and messages posted to it."""

import base64
import http.client
import json
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from tests.operations import image

TYPE = "google.cloud.pubsub.topic.v1.messagePublished"
SECONDS = 60


class Server:
    """functions-framework with the runner, started by the image's command in its file tree."""

    def __init__(self, tree: Path, record: Path, **variables: str) -> None:
        self.record = record
        record.mkdir()
        self.behave("exit 0")
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            self.port: int = free.getsockname()[1]
        with (record / "stdout").open("wb") as out, (record / "stderr").open("wb") as err:
            self.process = subprocess.Popen(
                image.command(),
                cwd=tree,
                env={
                    **image.environment(tree),
                    "HOST": "127.0.0.1",
                    "PORT": str(self.port),
                    "RECORD": str(record),
                    **variables,
                },
                stdout=out,
                stderr=err,
                start_new_session=True,
            )
        self._until(self._answers)

    def _answers(self) -> bool:
        assert self.process.poll() is None, (self.record / "stderr").read_text()
        with closing(socket.socket()) as client:
            return client.connect_ex(("127.0.0.1", self.port)) == 0

    @staticmethod
    def _until(condition: Callable[[], bool]) -> None:
        limit = time.monotonic() + SECONDS
        while not condition():
            assert time.monotonic() < limit, "waited in vain"
            time.sleep(0.05)

    def behave(self, script: str) -> None:
        """Set what the stand-in does from now on."""
        (self.record / "behaviour").write_text(script)

    def post(self, body: dict[str, Any], headers: dict[str, str], seconds: float = SECONDS) -> int:
        """Send a request and return the status of its answer."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=seconds)) as client:
            sent = {"Content-Type": "application/json", **headers}
            client.request("POST", "/", json.dumps(body), sent)
            answer = client.getresponse()
            answer.read()
            return answer.status

    def deliver(
        self, content: object, message: str = "1", published: datetime | None = None, **more: Any
    ) -> int:
        """Deliver a message as a CloudEvent in binary mode; return the status of the answer."""
        body = wrapped(content, message, published or datetime.now(UTC))
        headers = {
            "ce-id": message,
            "ce-source": "//pubsub.googleapis.com/projects/my-project/topics/trends",
            "ce-type": TYPE,
            "ce-specversion": "1.0",
            "ce-time": body["message"]["publishTime"],
        }
        return self.post(body, headers, **more)

    def wait_for(self, name: str) -> str:
        """Wait until the stand-in has written a file; return its content."""
        self._until(lambda: (self.record / name).exists() and bool(self.read(name)))
        return self.read(name)

    def read(self, name: str) -> str:
        """Return the content of a file of the record."""
        file = self.record / name
        return file.read_text() if file.exists() else ""

    @property
    def calls(self) -> list[str]:
        """How the stand-in was called each time."""
        return self.read("calls").splitlines()

    @property
    def events(self) -> list[dict[str, Any]]:
        """What the runner logged."""
        lines = self.read("stderr").splitlines()
        return [json.loads(line) for line in lines if '"event"' in line]

    def stop(self) -> None:
        """Stop the server as Cloud Run does; nothing that it started may be left running."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.process.wait(SECONDS)
        left = running(self.record)
        for process in left:
            os.kill(process, signal.SIGKILL)
        assert not left


def wrapped(content: object, message: str, published: datetime) -> dict[str, Any]:
    """Return the body of a push request."""
    text = content if isinstance(content, bytes) else json.dumps(content).encode()
    return {
        "message": {
            "data": base64.b64encode(text).decode(),
            "messageId": message,
            "publishTime": published.isoformat().replace("+00:00", "Z"),
            "attributes": {},
        },
        "subscription": "projects/my-project/subscriptions/trends-daily-export-runner",
    }


def running(record: Path) -> list[int]:
    """Return the processes whose environment names a record; a dead one's is empty."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"RECORD={record}".encode() in (process / "environ").read_bytes().split(b"\0"):
                found.append(int(process.name))
        except OSError:
            continue
    return found
