"""Fixtures of the sample league's tests."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from tests.sample.facts import FACTS, opened


@pytest.fixture(scope="session")
def league(clean_league_dir: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The league without the real writers' shapes: what they change is tested separately."""
    with opened(clean_league_dir) as connection:
        connection.execute(FACTS)
        yield connection
