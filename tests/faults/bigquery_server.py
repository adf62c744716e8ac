"""A small BigQuery over HTTP for the real client, answering from a DuckDB file of marts.

``meddle`` may be set to cause trouble at a chosen request; every query is kept.
"""

import json
import re
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import duckdb

PROJECT, DATASET = "a-project", "trends_test"
ROOT = f"/bigquery/v2/projects/{PROJECT}"
TYPES = {
    "BOOLEAN": "BOOL",
    "INTEGER": "INT64",
    "BIGINT": "INT64",
    "DOUBLE": "FLOAT64",
    "VARCHAR": "STRING",
    "DATE": "DATE",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMP",
}
HANG_SECONDS = 5

Answer = tuple[int, dict[str, Any]]
# Gets a request's method and path below the project; returns an answer instead of the right one,
# or "hang" to give none for a while, or None to let it through.
Meddler = Callable[[str, str], Answer | str | None]


def error(status: int, reason: str, message: str) -> Answer:
    """Return an error as BigQuery words it."""
    detail = {"reason": reason, "domain": "global", "message": message}
    return status, {"error": {"code": status, "message": message, "errors": [detail]}}


class BigQueryServer:
    """Serves inside a ``with`` block."""

    def __init__(self, warehouse: Path) -> None:
        self._warehouse = warehouse
        self.queries: list[dict[str, Any]] = []
        self.cancelled: list[str] = []
        self.meddle: Meddler = lambda method, path: None
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, method: str, path: str, body: dict[str, Any]) -> Answer:
        """Return the answer to a request that nobody meddles with."""
        if path == f"/datasets/{DATASET}":
            return 200, {"datasetReference": {"projectId": PROJECT, "datasetId": DATASET}}
        if found := re.fullmatch(rf"/datasets/{DATASET}/tables/(\w+)", path):
            return self._table(found[1])
        if (method, path) == ("POST", "/queries"):
            self.queries.append(body)
            return 200, self._query(body)
        if found := re.fullmatch(r"/jobs/([\w-]+)/cancel", path):
            self.cancelled.append(found[1])
            return 200, {"job": running(found[1])}
        return error(404, "notFound", f"Not found: {path}")

    def _table(self, name: str) -> Answer:
        with duckdb.connect(str(self._warehouse), read_only=True) as connection:
            columns = connection.execute(
                "select column_name, data_type from information_schema.columns "
                "where table_name = ? order by ordinal_position",
                [name],
            ).fetchall()
        if not columns:
            message = f"Not found: Table {PROJECT}:{DATASET}.{name}"
            return error(404, "notFound", message)
        fields = [{"name": column, "type": TYPES[kind]} for column, kind in columns]
        reference = {"projectId": PROJECT, "datasetId": DATASET, "tableId": name}
        return 200, {"tableReference": reference, "schema": {"fields": fields}}

    def _query(self, body: dict[str, Any]) -> dict[str, Any]:
        """Run the query on DuckDB, where the marts are in another place and quoted differently."""
        text = body["query"].replace(f"{PROJECT}.{DATASET}.", "").replace("@as_of", "$as_of")
        text = re.sub(r"`(fct_\w+)`", r"trends.trends.\1", text).replace("`", '"')
        values = {
            parameter["name"]: date.fromisoformat(parameter["parameterValue"]["value"])
            for parameter in body["queryParameters"]
        }
        with duckdb.connect(str(self._warehouse), read_only=True) as connection:
            connection.execute("set TimeZone = 'UTC'")
            found = connection.execute(text, values)
            fields = [
                {"name": column[0], "type": TYPES[str(column[1])]}
                for column in found.description or []
            ]
            rows = [{"f": [{"v": _encoded(value)} for value in row]} for row in found.fetchall()]
        return {
            "jobComplete": True,
            "jobReference": {"projectId": PROJECT, "jobId": "a-job", "location": "EU"},
            "schema": {"fields": fields},
            "rows": rows,
            "totalRows": str(len(rows)),
        }

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_one(self) -> None:
                content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                path = self.path.split("?")[0].removeprefix(ROOT)
                wish = server.meddle(self.command, path)
                if isinstance(wish, str):
                    time.sleep(HANG_SECONDS)
                    self.close_connection = True
                    return
                status, answer = wish or server.answer(
                    self.command, path, json.loads(content or b"{}")
                )
                text = json.dumps(answer).encode()
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_GET = do_POST = handle_one  # noqa: N815

            def log_message(self, format: str, *args: object) -> None:
                pass

        return Handler


def running(job_id: str) -> dict[str, Any]:
    """Return what BigQuery says about a query job that has not ended."""
    return {
        "jobReference": {"projectId": PROJECT, "jobId": job_id, "location": "EU"},
        "configuration": {"query": {"query": "select 1"}, "jobType": "QUERY"},
        "status": {"state": "RUNNING"},
    }


def _encoded(value: Any) -> str | None:
    """Return a value as the REST API writes it; an instant in microseconds."""
    if value is None:
        return None
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return str(round((value - datetime(1970, 1, 1, tzinfo=UTC)).total_seconds() * 1e6))
    return value.isoformat() if isinstance(value, date) else str(value)
