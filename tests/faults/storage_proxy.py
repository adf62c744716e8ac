"""A recording proxy in front of a storage server, to cause trouble at a chosen request.

It passes requests on and answers back unchanged, and keeps the uploads in order.
"""

import json
import re
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Upload:
    """An upload request: the object's name, its metadata, the query, and the server's answer."""

    name: str
    metadata: dict[str, Any]
    query: dict[str, list[str]]
    status: int


# Gets a request's method and the object that it is about; returns an answer instead of the
# server's (status, or None to hang up), or
# - "pass": let it through;
# - "lose": let it through, and hang up instead of answering;
# - "slow": let it through, and answer after ``SLOW_SECONDS``;
# - "reset": reset the connection when half of the request's body has arrived;
# - "refuse": hang up, and refuse every further connection until ``listen`` is called.
# It may take its time, in which the request waits.
Meddler = Callable[[str, str], int | str | None]

SLOW_SECONDS = 0.4
# Bytes: the first half of a shorter body may not hold the object's name.
SMALLEST_CUT = 1000


class _Server(ThreadingHTTPServer):
    """A server that is silent about clients that went away: some were killed on purpose."""

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class StorageProxy:
    """Serves inside a ``with`` block; ``meddle`` may be set to cause trouble."""

    def __init__(self, server_url: str) -> None:
        self.server_url = server_url
        self.uploads: list[Upload] = []
        self.meddle: Meddler = lambda method, name: "pass"
        self._refuses = False
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._serve()
        return self

    def refuse(self) -> None:
        """Refuse every connection, including those already open."""
        self._refuses = True
        self._stop()

    def listen(self) -> None:
        """Accept connections again, at the same address."""
        if self._refuses:
            self._server = _Server(self._server.server_address[:2], self._handler())
            self._refuses = False
            self._serve()

    def _serve(self) -> None:
        # It checks often whether to stop, so that refusing takes no time.
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def _stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if not self._refuses:
            self._stop()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # An answer is written in two parts; the second would wait for the first.
            disable_nagle_algorithm = True

            def handle_one(self) -> None:
                if proxy._refuses:
                    self.close_connection = True
                    return
                length = int(self.headers.get("Content-Length", 0))
                body = self.rfile.read(length // 2 if length >= SMALLEST_CUT else length)
                metadata = _metadata(body) if "/upload/" in self.path else {}
                found = re.search(r"/o/([^?]+)", self.path)
                name = metadata.get("name") or (found[1].replace("%2F", "/") if found else "")
                wish = proxy.meddle(self.command, name)
                if wish == "refuse":
                    proxy.refuse()
                if wish == "reset":
                    # Lingering for no time means a reset.
                    linger = struct.pack("ii", 1, 0)
                    self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                if wish in (None, "refuse", "reset"):
                    self.close_connection = True
                    return
                body += self.rfile.read(length - len(body))
                if isinstance(wish, int):
                    self.answer(wish, {"Content-Type": "application/json"}, b"{}")
                    return
                connection = HTTPConnection(urlsplit(proxy.server_url).netloc, timeout=30)
                headers = {key: value for key, value in self.headers.items() if key != "Host"}
                connection.request(self.command, self.path, body, headers)
                response = connection.getresponse()
                content = response.read()
                connection.close()
                if metadata:
                    query = parse_qs(urlsplit(self.path).query)
                    proxy.uploads.append(Upload(name, metadata, query, response.status))
                if wish == "lose":
                    self.close_connection = True
                    return
                if wish == "slow":
                    time.sleep(SLOW_SECONDS)
                kept = {
                    key: value
                    for key, value in response.getheaders()
                    if key.lower() not in ("transfer-encoding", "content-length", "connection")
                }
                self.answer(response.status, kept, content)

            def answer(self, status: int, headers: dict[str, str], content: bytes) -> None:
                self.send_response(status)
                for key, value in headers.items():
                    self.send_header(key, value)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def _metadata(body: bytes) -> dict[str, Any]:
    """Return the JSON part of a multipart upload, which is in the first half of it."""
    found = re.search(rb"\r\n\r\n(\{.*?\})\r\n--", body, re.DOTALL)
    assert found, body[:200]
    metadata: dict[str, Any] = json.loads(found[1])
    return metadata
