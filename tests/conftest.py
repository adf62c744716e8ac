"""Fixtures that several folders of tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher.metrics import URL_VARIABLE
from scripts.sample.league import build_league
from scripts.sample.shapes import SHAPES


@pytest.fixture(scope="session", autouse=True)
def _no_pushgateway() -> Iterator[None]:
    """Keep the runs of the tests off a Pushgateway that the environment names."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(URL_VARIABLE, raising=False)
        yield


@pytest.fixture(scope="session")
def sample_league_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the sample league, made once per session; read-only."""
    data_dir = tmp_path_factory.mktemp("sample_league")
    build_league(data_dir)
    return data_dir


@pytest.fixture(scope="session")
def clean_league_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample league without any of the real writers' shapes; read-only."""
    data_dir = tmp_path_factory.mktemp("clean_league")
    build_league(data_dir, without=frozenset(SHAPES))
    return data_dir


@pytest.fixture(scope="session")
def warehouse_data_dir() -> Path:
    """Two real seasons as the warehouse's writers store them: too large to be in the project.

    They are in the folder that TRENDS_WAREHOUSE_DATA names, else beside the checkout.
    """
    beside = Path(__file__).parents[2] / "shared" / "data" / "warehouse"
    data_dir = Path(os.environ.get("TRENDS_WAREHOUSE_DATA", beside))
    if not data_dir.is_dir():
        pytest.skip(
            f"the warehouse's data are not at {data_dir}; set TRENDS_WAREHOUSE_DATA to their folder"
        )
    return data_dir
