"""The deep-dive document."""

from __future__ import annotations

from datetime import date
from typing import Any

from .calendar import season_name
from .cells import Cells
from .comparison import rates
from .league import League
from .seeds import Topic, deep_dive_topics
from .statistics import published, significance
from .tonight import Night

MIN_SAMPLE = 50
MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)


def _hero(cells: Cells, topic: Topic) -> dict[str, Any]:
    """The topic's comparison; without enough sample the league's over rate alone."""
    cell = cells.compare(topic.dimension, topic.value)
    p_value = cell.p_value
    if cell.games < MIN_SAMPLE or p_value is None:
        return {
            "sample_size": cells.games,
            **rates(cells.overs, cells.games, "rate"),
            "comparison": None,
            "difference": None,
            "p_value": None,
            "significance": significance(None),
        }
    return {
        "sample_size": cell.games,
        **rates(cell.overs, cell.games, "rate"),
        "comparison": {
            "rate": published(cell.other_rate, 3),
            "sample_size": cell.other_games,
        },
        "difference": published(cell.difference, 3),
        "p_value": published(p_value, 4),
        "significance": significance(p_value),
    }


def deep_dive(league: League, as_of: date, topic: Topic | None = None) -> dict[str, Any]:
    """The document's content for `as_of`, without clock, schema version, refresh and texts.

    `topic` is by default the month's topic in the seed. `notes` is the list of codes; there is no
    title, subtitle, teaser, call to action or label, and the hero stat has no value or context.
    """
    night = Night(league, as_of)
    cells = Cells(night)
    if topic is None:
        topic = deep_dive_topics()[as_of.month]
    hero = _hero(cells, topic)
    status = night.season_status()
    notes = night.missing_lately()
    if hero["p_value"] is None:
        notes.append("insufficient_sample")
    if cells.is_last_season:
        notes.append("last_season")
    return {
        **night.envelope("deep-dive", status),
        "season": season_name(cells.season),
        "notes": notes,
        "month": f"{as_of:%Y-%m}",
        "hero_stat": hero,
        "slug": f"{topic.topic}-{MONTHS[as_of.month - 1]}-{as_of.year}".lower(),
    }
