"""Fixtures that several folders of tests share."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts.sample_league import build_league


@pytest.fixture(scope="session")
def sample_league_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the sample league, made once a session; for reading only."""
    data_dir = tmp_path_factory.mktemp("sample_league")
    build_league(data_dir)
    return data_dir
