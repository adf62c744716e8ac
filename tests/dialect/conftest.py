"""What the dialect suites share: the compiled project, the zetasql service, and their timing."""

from __future__ import annotations

import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.dialect.compiled import Project, compile_for_bigquery, project_of
from tests.dialect.warehouse import Statement, analyse_in_order
from tests.dialect.zetasql_engine import ZetaSql

# Any date will do; this one is within the sources' dates in the project's examples.
AS_OF = {"as_of_date": "2025-01-10", "generated_at": "2025-01-10T11:00:00+00:00"}

SECONDS: defaultdict[str, float] = defaultdict(float)


@pytest.fixture(scope="session")
def zetasql() -> ZetaSql:
    """The service, loaded once."""
    started = time.monotonic()
    service = ZetaSql()
    SECONDS["loading zetasql"] = time.monotonic() - started
    return service


@pytest.fixture(scope="session")
def manifest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """dbt's manifest of the project compiled for BigQuery with its own thresholds."""
    started = time.monotonic()
    manifest = compile_for_bigquery(tmp_path_factory.mktemp("bigquery"), AS_OF)
    SECONDS["compiling for BigQuery"] = time.monotonic() - started
    return manifest


@pytest.fixture(scope="session")
def project(manifest: dict[str, Any]) -> Project:
    """The project compiled for BigQuery with its own thresholds."""
    return project_of(manifest)


@pytest.fixture(scope="session")
def statements(zetasql: ZetaSql, project: Project) -> list[Statement]:
    """Every model and data test, analysed in the order of the build."""
    return list(analyse_in_order(zetasql, project))


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    """Count the time of each suite, including its fixtures."""
    started = time.monotonic()
    yield
    SECONDS[Path(item.path).name] += time.monotonic() - started


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print how long each suite took."""
    if SECONDS:
        terminalreporter.section("dialect suites")
        for name, seconds in SECONDS.items():
            terminalreporter.write_line(f"{name}: {seconds:.1f} s")
