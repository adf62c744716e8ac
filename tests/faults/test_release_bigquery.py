"""Faults in a release from BigQuery: the real client, and a server that answers as told."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa

from publisher import bigquery as bigquery_module
from publisher.documents import DOCUMENTS
from publisher.documents.facts import facts_of
from tests.faults.bigquery_server import DATASET, PROJECT, Answer, BigQueryServer, error, running
from tests.fixtures.daily_marts import D
from tests.fixtures.hand_marts import all_tables
from tests.fixtures.release import Outcome, Run, Warehouse, snapshot

FROM_BIGQUERY = ("--warehouse", "bigquery")
NO_ACCESS = error(403, "accessDenied", f"Access Denied: Table {PROJECT}:{DATASET}.fct_whos_hot")
DAILY_MARTS = [
    mart
    for document in DOCUMENTS
    if document.group == "daily"
    for mart in (document.header, *document.details, *facts_of(document))
]


@pytest.fixture
def server(
    warehouse: Warehouse, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[BigQueryServer]:
    """A server that holds the marts of the warehouse file; the environment names it."""
    monkeypatch.setenv("TRENDS_BIGQUERY_PROJECT", PROJECT)
    monkeypatch.setenv("TRENDS_BIGQUERY_DATASET", DATASET)
    monkeypatch.setenv("TRENDS_BIGQUERY_LOCATION", "EU")
    with BigQueryServer(tmp_path / "trends.duckdb") as server:
        monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", server.url)
        yield server


def refused(run: Run, tmp_path: Path, code: int, *words: str) -> Outcome:
    """Run a release that must fail, and check that it says why and writes nothing."""
    outcome = run("daily", *FROM_BIGQUERY)
    assert outcome.code == code
    for word in words:
        assert word in outcome.error
    assert outcome.receipt["written"] == []
    assert not (tmp_path / "site").exists()
    return outcome


def test_the_documents_are_those_of_the_same_marts_in_duckdb(
    run: Run, server: BigQueryServer, tmp_path: Path
) -> None:
    assert run("all", "--to", "one", *FROM_BIGQUERY).code == 0
    assert run("all", "--to", "other", "--warehouse", "duckdb").code == 0
    one, other = (
        {name: content for name, (content, _) in snapshot(tmp_path / folder).items()}
        for folder in ("one", "other")
    )
    assert one == other and len(one) == 2 * len(DOCUMENTS) + 1


def test_each_mart_is_one_query_with_a_parameter_explicit_columns_and_labels(
    run: Run, server: BigQueryServer
) -> None:
    assert run("daily", *FROM_BIGQUERY).code == 0
    assert len(server.queries) == len(DAILY_MARTS)
    for mart, body in zip(DAILY_MARTS, server.queries, strict=True):
        columns = ", ".join(f"`{column}`" for column in mart.columns)
        table = f"`{PROJECT}.{DATASET}.{mart.name}`"
        assert body["query"].startswith(f"select {columns} from {table} where as_of_date = @as_of ")
        (parameter,) = body["queryParameters"]
        assert parameter["parameterType"] == {"type": "DATE"}
        assert parameter["parameterValue"] == {"value": str(D)}
        assert body["location"] == "EU"
        assert body["labels"]["model"] == mart.name
        assert body["labels"]["document"] in ("whos_hot", "bounce_back")
        assert body["labels"]["document_group"] == "daily"


def test_the_target_of_the_profile_is_the_warehouse_unless_the_option_names_another(
    run: Run, server: BigQueryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRENDS_TARGET", "bigquery")
    assert run("daily").code == 0
    assert server.queries
    server.queries.clear()
    assert run("daily", "--to", "other", "--warehouse", "duckdb").code == 0
    assert server.queries == []


@pytest.mark.parametrize(
    ("named", "target", "words"),
    [("sqlite", "duckdb", "--warehouse sqlite"), (None, "sqlite", "TRENDS_TARGET sqlite")],
)
def test_an_unknown_warehouse(
    run: Run, monkeypatch: pytest.MonkeyPatch, named: str | None, target: str, words: str
) -> None:
    monkeypatch.setenv("TRENDS_TARGET", target)
    outcome = run("daily", *(("--warehouse", named) if named else ()))
    assert outcome.code == 2
    assert f"{words} is not a warehouse: choose duckdb or bigquery" in outcome.error


def test_no_project(
    run: Run, server: BigQueryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRENDS_BIGQUERY_PROJECT")
    refused(run, tmp_path, 2, "TRENDS_BIGQUERY_PROJECT is not set")


@pytest.mark.parametrize("content", [None, "", "{}", '{"type": "nonsense"}'])
def test_no_credentials(
    run: Run,
    server: BigQueryServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    content: str | None,
) -> None:
    file = tmp_path / "credentials.json"
    if content is not None:
        file.write_text(content, "utf-8")
    monkeypatch.delenv("BIGQUERY_EMULATOR_HOST")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    refused(run, tmp_path, 5, "cannot sign in to BigQuery", "GOOGLE_APPLICATION_CREDENTIALS")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ((400, {"error": "invalid_grant"}), "cannot sign in to BigQuery"),
        ("hang", "unreachable"),
    ],
)
def test_an_account_without_access(
    run: Run,
    server: BigQueryServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    answer: Answer | str,
    words: str,
) -> None:
    """A service account's key is exchanged for a token at the address in the key's file."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    pem = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    account = {
        "type": "service_account",
        "client_email": "trends@a-project.example",
        "private_key": pem.decode(),
        # Nobody listens on port 9.
        "token_uri": f"{server.url}/token" if answer != "hang" else "http://127.0.0.1:9/token",
    }
    file = tmp_path / "key.json"
    file.write_text(json.dumps(account), "utf-8")
    monkeypatch.setattr(bigquery_module, "RETRY_SECONDS", 1)
    monkeypatch.delenv("BIGQUERY_EMULATOR_HOST")
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(file))
    server.meddle = lambda method, path: answer if path == "/token" else None
    refused(run, tmp_path, 5, words)


def at(wanted: str, answer: Answer | str) -> Callable[[str, str], Answer | str | None]:
    """Return a meddler that gives an answer to every request for a path."""
    return lambda method, path: answer if path == wanted else None


@pytest.mark.parametrize("path", [f"/datasets/{DATASET}/tables/fct_whos_hot", "/queries"])
@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (error(401, "authError", "Invalid Credentials"), "cannot sign in to BigQuery"),
        (NO_ACCESS, "no permission to read a-project.trends_test"),
        (error(400, "invalid", "Unreadable"), "BigQuery cannot read a-project.trends_test"),
        (error(500, "internalError", "An internal error"), "does not answer: 500"),
        (error(503, "backendError", "Come back later"), "does not answer: 503"),
        ("hang", "does not answer"),
    ],
)
def test_a_request_that_is_refused_or_not_answered(
    run: Run,
    server: BigQueryServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    path: str,
    answer: Answer | str,
    words: str,
) -> None:
    monkeypatch.setattr(bigquery_module, "REQUEST_SECONDS", 0.3)
    monkeypatch.setattr(bigquery_module, "RETRY_SECONDS", 1)
    server.meddle = at(path, answer)
    outcome = refused(run, tmp_path, 5, words)
    if answer == NO_ACCESS:
        assert "roles/bigquery.dataViewer" in outcome.error
        assert "roles/bigquery.jobUser" in outcome.error


def test_an_endpoint_out_of_reach(
    run: Run, server: BigQueryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigquery_module, "RETRY_SECONDS", 1)
    monkeypatch.setenv("BIGQUERY_EMULATOR_HOST", "http://127.0.0.1:9")
    refused(run, tmp_path, 5, "BigQuery is unreachable")


def test_a_query_that_does_not_end_is_cancelled(
    run: Run, server: BigQueryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bigquery_module, "QUERY_SECONDS", 1)

    def meddle(method: str, path: str) -> Answer | None:
        unfinished = {"jobComplete": False, "jobReference": running("slow")["jobReference"]}
        if path.startswith("/queries"):
            return 200, unfinished
        return (200, running("slow")) if path == "/jobs/slow" else None

    server.meddle = meddle
    refused(run, tmp_path, 5, "took more than 1 s", "cancelled")
    assert server.cancelled == ["slow"]


def test_passing_trouble_is_retried(run: Run, server: BigQueryServer) -> None:
    troubles = [error(503, "backendError", "later"), error(429, "rateLimitExceeded", "slower")]

    def meddle(method: str, path: str) -> Answer | None:
        return troubles.pop() if path == "/queries" and troubles else None

    server.meddle = meddle
    assert run("daily", *FROM_BIGQUERY).code == 0
    assert troubles == []


def test_no_such_dataset(
    run: Run, server: BigQueryServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRENDS_BIGQUERY_DATASET", "elsewhere")
    refused(
        run,
        tmp_path,
        5,
        "dataset a-project.elsewhere does not exist in BigQuery's location EU",
        "TRENDS_BIGQUERY_PROJECT, _DATASET or _LOCATION",
    )


def test_a_missing_mart(
    run: Run, server: BigQueryServer, warehouse: Warehouse, tmp_path: Path
) -> None:
    tables: dict[str, Any] = all_tables()
    del tables["fct_bounce_back_players"]
    warehouse(tables)
    refused(
        run,
        tmp_path,
        4,
        "mart trends_test.fct_bounce_back_players does not exist",
        "dbt build --target bigquery --select tag:trends_daily",
    )


def test_a_missing_column(run: Run, server: BigQueryServer, tmp_path: Path) -> None:
    path = f"/datasets/{DATASET}/tables/fct_whos_hot"
    _, table = server.answer("GET", path, {})
    fields = [field for field in table["schema"]["fields"] if field["name"] != "season"]
    server.meddle = at(path, (200, {**table, "schema": {"fields": fields}}))
    refused(run, tmp_path, 4, "mart trends_test.fct_whos_hot lacks the column season")


def test_a_mart_of_another_date(run: Run, server: BigQueryServer, tmp_path: Path) -> None:
    outcome = run("daily", *FROM_BIGQUERY, today=D + timedelta(days=1))
    assert outcome.code == 4
    assert (
        "mart trends_test.fct_whos_hot has no row for 2025-01-11: it holds 2025-01-10; build it: "
        "dbt build --target bigquery"
    ) in outcome.error
    assert not (tmp_path / "site").exists()


def test_a_release_from_duckdb_loads_nothing_of_bigquery(run: Run, tmp_path: Path) -> None:
    script = (
        "import sys; from publisher.cli import main; "
        "code = main(['daily', '--as-of', '2025-01-10']); "
        "assert not {'google.auth', 'google.cloud.bigquery'} & set(sys.modules); "
        "sys.exit(code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(bigquery_module.__file__).parents[1])},
        check=False,
    )
    assert done.returncode == 0
