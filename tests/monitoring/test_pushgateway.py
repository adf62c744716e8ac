"""The Pushgateway's address: no trouble with it fails a run, and no password in it is shown."""

import base64
import json
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from publisher import metrics
from publisher.errors import ExitCode
from publisher.metrics import URL_VARIABLE
from tests.fixtures.release import Run, Warehouse
from tests.monitoring.conftest import SIX_THIRTY, warnings
from tests.monitoring.servers import Pushgateway, free_port, needs_servers, pushgateway

pytestmark = needs_servers

# As an operator would set it, and its hash for the server: bcrypt at the lowest cost.
USER, PASSWORD, IN_ADDRESS = "trends", "p/ss@w:rd-4711", "p%2Fss%40w%3Ard-4711"
HASH = "$2b$04$abcdefghijklmnopqrstuuKC8TmKEGgj20ykUkCHgoIujKX/nNM66"


def test_no_run_needs_the_library_without_an_address() -> None:
    program = (
        "import sys; from publisher import cli; code = cli.main(['daily', '--as-of', 'soon']);"
        "sys.exit(code != 2 or 'publisher.metrics' not in sys.modules or "
        "'prometheus_client' in sys.modules)"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 0, ended.stderr


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_pushgateway_that_is_down_is_a_warning(
    run: Run, warehouse: Warehouse, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    address = f"{scheme}://{USER}:{IN_ADDRESS}@127.0.0.1:{free_port()}"
    monkeypatch.setenv(URL_VARIABLE, address)
    outcome = run("daily")
    assert (outcome.code, outcome.receipt["status"]) == (0, "published")
    (warning,) = warnings(outcome)
    assert warning.startswith("metrics were not pushed to the address in TRENDS_PUSHGATEWAY_URL: ")
    assert "Connection refused" in warning
    warehouse({"fct_whos_hot": []})
    failed = run("daily")
    assert failed.code == ExitCode.MART_UNAVAILABLE
    assert len(warnings(failed)) == 1


def test_a_pushgateway_that_never_answers_is_asked_once(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(metrics, "TIMEOUT_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        monkeypatch.setenv(URL_VARIABLE, f"http://127.0.0.1:{silent.getsockname()[1]}")
        outcome = run("daily")
        silent.settimeout(0.2)
        silent.accept()[0].close()
        with pytest.raises(TimeoutError):
            silent.accept()
    assert outcome.code == 0
    (warning,) = warnings(outcome)
    assert "timed out" in warning


def test_a_server_that_is_not_a_pushgateway_is_a_warning(
    run: Run, monkeypatch: pytest.MonkeyPatch, gateway: Pushgateway
) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"{gateway.url}/nowhere")
    outcome = run("daily")
    assert outcome.code == 0
    (warning,) = warnings(outcome)
    assert warning.endswith("HTTP Error 404: Not Found")


def test_a_password_opens_the_pushgateway_and_is_never_shown(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    config = tmp_path / "web.yml"
    config.write_text(f"basic_auth_users: {{{USER}: {HASH}}}\n", encoding="utf-8")
    with pushgateway(f"--web.config.file={config}") as server:
        for password, word in ((IN_ADDRESS, "good"), ("wr0ng-4711", "wrong")):
            monkeypatch.setenv(URL_VARIABLE, f"http://{USER}:{password}@{server.address}/")
            outcome = run("daily", hour=6 if word == "good" else 9)
            assert outcome.code == 0
            assert ("401" in " ".join(warnings(outcome))) == (word == "wrong")
            assert "-4711" not in json.dumps([outcome.receipt, outcome.events])
        token = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
        found = server.metrics(f"Basic {token}")
    assert found.value("trends_last_success_timestamp_seconds", command="daily") == SIX_THIRTY


@pytest.mark.parametrize(
    "address",
    [
        "pushgateway:9091",
        "ftp://trends:p-4711@host:9091",
        "http://",
        "http://trends:p-4711@",
        "http://trends:p-4711@host:port",
        "http://trends:p-4711@host:99999",
        # A password whose slash is not encoded: the host is trends, and there is no valid port.
        "http://trends:p-4711/x@host:9091",
        "http://[p-4711",
    ],
)
def test_an_invalid_address_is_a_warning_that_does_not_show_it(
    run: Run, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    monkeypatch.setenv(URL_VARIABLE, address)
    outcome = run("daily")
    assert outcome.code == 0
    assert warnings(outcome) == [
        "metrics were not pushed: TRENDS_PUSHGATEWAY_URL is not an address like http://host:9091"
    ]
    assert "-4711" not in json.dumps([outcome.receipt, outcome.events])


def test_a_control_character_in_an_address_is_a_warning_that_does_not_show_it(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "http://127.0.0.1:9/p 4711")
    outcome = run("daily")
    assert outcome.code == 0
    assert warnings(outcome) == [
        "metrics were not pushed to the address in TRENDS_PUSHGATEWAY_URL: InvalidURL"
    ]
