"""A second reading of definitions.md: the daily documents in plain Python.

Written from the specification alone and sharing nothing with the project's SQL, so that where the
two agree to the last digit, both have most likely understood the page. Read in this order:
`statistics` (formulas), `sources` (rows), `schedule`, `lines`, `injuries` (what a game is, and what
was known before it), `league` (facts of games), `tonight` (a date), the two documents.
"""

from __future__ import annotations

from pathlib import Path

from .bounce_back import bounce_back
from .league import League, build
from .sources import read
from .whos_hot import whos_hot

__all__ = ["League", "bounce_back", "load", "whos_hot"]


def load(data_dir: Path) -> League:
    """The league in `<data_dir>/<dataset>/<table>.parquet`, each file read once."""
    return build(read(data_dir))
