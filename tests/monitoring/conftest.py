"""Fixtures of the monitoring tests: a Pushgateway that the command knows of."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from publisher import cli, clock, metrics
from publisher.clock import NEW_YORK
from publisher.errors import ExitCode
from publisher.metrics import URL_VARIABLE
from tests.fixtures.daily_marts import D, Tables
from tests.fixtures.hand_marts import all_tables, write_warehouse
from tests.fixtures.release import Outcome, Run, clock_at, run, warehouse, whole_warehouse
from tests.monitoring.servers import Pushgateway, pushgateway

__all__ = ["run", "warehouse", "whole_warehouse"]

SIX_THIRTY = datetime(2025, 1, 10, 6, 30, tzinfo=NEW_YORK).timestamp()
NINE_THIRTY = datetime(2025, 1, 10, 9, 30, tzinfo=NEW_YORK).timestamp()

Status = Callable[..., int]


def warnings(outcome: Outcome) -> list[str]:
    """Return the warnings that a run reported."""
    return [e["message"] for e in outcome.events if e["event"] == "warning"]


def implausible_tables() -> Tables:
    """Return all marts; in who's hot, seven in ten of the league beat their line."""
    tables = all_tables()
    for period in tables["fct_whos_hot_periods"]:
        period["league_average__hit_rate"], period["league_average__games"] = 0.7, 600
    return tables


@pytest.fixture
def status(run: Run) -> Status:
    """Return a function that runs ``publish-trends status``; it comes after the first release."""

    def run_it(hour: int = 6) -> int:
        return cli.main(["status", "--json"], clock_at(D, hour))

    return run_it


@pytest.fixture
def gateway(monkeypatch: pytest.MonkeyPatch) -> Iterator[Pushgateway]:
    """Return a Pushgateway without any metrics; TRENDS_PUSHGATEWAY_URL points to it."""
    with pushgateway() as server:
        monkeypatch.setenv(URL_VARIABLE, server.url)
        yield server


@pytest.fixture(scope="session")
def everything(
    whole_warehouse: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Pushgateway]:
    """Return a Pushgateway with every metric there is, as pushed by the code itself.

    All commands succeeded; then the guards refused a daily run, and status found nothing wrong.
    """
    folder = tmp_path_factory.mktemp("everything")
    file = folder / "trends.duckdb"
    shutil.copy(whole_warehouse, file)
    with pushgateway() as server:
        with pytest.MonkeyPatch.context() as patch:
            patch.chdir(folder)
            patch.setenv(URL_VARIABLE, server.url)
            patch.setenv("TRENDS_DUCKDB_PATH", str(file))
            for command in ("daily", "weekly", "monthly", "all"):
                assert cli.main([command], clock_at(D)) == ExitCode.OK
            assert cli.main(["rollback", str(D)], clock_at(D)) == ExitCode.OK
            file.unlink()
            write_warehouse(file, implausible_tables())
            assert cli.main(["daily"], clock_at(D)) == ExitCode.REFUSED_BY_GUARD
            assert cli.main(["status"], clock_at(D)) == ExitCode.OK
            metrics.push_rejected_message("unknown_group", clock.now(), pytest.fail)
        yield server
