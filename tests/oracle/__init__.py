"""The oracle: the feed's definitions computed a second time, in plain Python.

It is written from the specification alone and shares nothing with the project's SQL, so where the
two agree to the last digit, both have most likely understood the page. Read it in this order:
`statistics` (formulas), `sources` (rows), `seeds`; `names`, `careers`, `player_rows`, `identity`
(who is who); `tip_offs`, `schedule`, `teams`, `usage` (games); `books`, `odds`, `quotes`, `lines`
(the market line); `injuries`, `games` (what was known before a game, and its line), `records`,
`league` (facts about games), `gaps` and `tonight` (a date), the two daily documents; then
`archetypes`, `comparison`, `cells`, and the weekly and monthly ones.
"""

from __future__ import annotations

from pathlib import Path

from .bounce_back import bounce_back
from .deep_dive import deep_dive
from .league import League, build
from .quick_hits import quick_hits
from .sources import read
from .team_tendencies import team_tendencies
from .what_matters import what_matters
from .whos_hot import whos_hot

__all__ = [
    "League",
    "bounce_back",
    "deep_dive",
    "load",
    "quick_hits",
    "team_tendencies",
    "what_matters",
    "whos_hot",
]


def load(data_dir: Path) -> League:
    """Return the league in `<data_dir>/<dataset>/<table>.parquet`, each file read once."""
    return build(read(data_dir))
