"""The sample league, whole: its tables as they are played, shaped, and written."""

from __future__ import annotations

import tempfile
from pathlib import Path

from scripts.sample.scaled import write_scaled
from scripts.sample.season import Seasons
from scripts.sample.shapes import SHAPES, shaped
from scripts.sample.tables import Tables


def clean_league() -> Tables:
    """Play the league and return its tables, without any shape."""
    tables = Tables()
    Seasons(tables).build()
    return tables


def build_league(
    data_dir: Path, scale: int = 1, without: frozenset[str] = frozenset()
) -> dict[str, int]:
    """Write the sample league into ``data_dir``; return the number of rows of each table.

    ``scale`` is one of SCALES: about how many times as large as the league itself. ``without``
    names the SHAPES to be left out.
    """
    if unknown := without - SHAPES.keys():
        raise ValueError(f"no such shape: {', '.join(sorted(unknown))}")
    if scale != 1:
        with tempfile.TemporaryDirectory() as folder:
            build_league(Path(folder), without=without)
            return write_scaled(Path(folder), data_dir, scale)
    return shaped(clean_league(), without).write(data_dir)
