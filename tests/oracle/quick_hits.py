"""The quick-hits document."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from .calendar import season_name
from .cells import Cells
from .comparison import Comparison, rates
from .league import League
from .seeds import Stat, Topic, deep_dive_topics, quick_hit_stats
from .statistics import benjamini_hochberg, nine, published, significance
from .tonight import Night

CATEGORIES = ("day_of_week", "situational", "injury", "team", "league")
MIN_SAMPLE = 50
POOL_SIZE = 6
STATS = 8
STEP = 2
FIRST_MONDAY = date(2021, 1, 4)
RECENCY = "recency"

Item = TypeVar("Item")


@dataclass(frozen=True)
class Candidate:
    """An eligible stat; `z` is never null."""

    stat: Stat
    cell: Comparison
    z: float
    p_value: float


def weeks_of(day: date) -> int:
    """The weeks from the first Monday of 2021 to the week of `day`."""
    return (day - FIRST_MONDAY).days // 7


def is_no_candidate(stat: Stat, topic: Topic, is_last_season: bool) -> bool:
    """The month's deep dive already says it; between seasons there are no last days."""
    is_topic = (stat.dimension, stat.value) == (topic.dimension, topic.value)
    return is_topic or (is_last_season and stat.dimension == RECENCY)


def eligible(cells: Cells, stats: Sequence[Stat]) -> list[Candidate]:
    """The stats with enough sample on both sides."""
    topic = deep_dive_topics()[cells.night.as_of.month]
    found = []
    for stat in stats:
        if is_no_candidate(stat, topic, cells.is_last_season):
            continue
        cell = cells.compare(stat.dimension, stat.value)
        if cell.games >= MIN_SAMPLE and cell.test is not None:
            found.append(Candidate(stat, cell, *cell.test))
    return found


def pools(candidates: Sequence[Candidate]) -> dict[str, list[Candidate]]:
    """The candidates with the largest |z| in each category, in that order."""
    found: dict[str, list[Candidate]] = defaultdict(list)
    for one in sorted(candidates, key=lambda one: (-nine(abs(one.z)), one.stat.stat_id)):
        if len(found[one.stat.category]) < POOL_SIZE:
            found[one.stat.category].append(one)
    return dict(found)


def rotate(pooled: Mapping[str, Sequence[Item]], weeks: int) -> list[Item]:
    """The week's stats: one from each category in turn, starting at the week's own place."""
    chosen: list[Item] = []
    start = weeks % len(CATEGORIES)
    for turn in range(POOL_SIZE):
        order = CATEGORIES if turn == 0 else CATEGORIES[start:] + CATEGORIES[:start]
        for category in order:
            pool = pooled.get(category, ())
            if turn < len(pool) and len(chosen) < STATS:
                chosen.append(pool[(STEP * weeks + turn) % len(pool)])
    return chosen


def _direction(cell: Comparison) -> str | None:
    difference = cell.overs * cell.other_games - cell.other_overs * cell.games
    return None if difference == 0 else "positive" if difference > 0 else "negative"


def _entry(one: Candidate, q_value: float | None) -> dict[str, Any]:
    cell = one.cell
    return {
        "id": one.stat.stat_id,
        "category": one.stat.category,
        **rates(cell.overs, cell.games, "rate"),
        "sample_size": cell.games,
        "comparison": {
            "label": one.stat.comparison_label,
            "rate": published(cell.other_rate, 3),
            "sample_size": cell.other_games,
        },
        "difference": published(cell.difference, 3),
        "direction": _direction(cell),
        "p_value": published(one.p_value, 4),
        "q_value": published(q_value, 4),
        "significance": significance(q_value),
    }


def quick_hits(league: League, as_of: date, stats: Sequence[Stat] | None = None) -> dict[str, Any]:
    """The document's content for `as_of`, without clock, schema version, refresh and texts.

    `stats` are the candidates, by default those of the seed. `notes` is the list of codes; stats
    have no headline and no sentence.
    """
    night = Night(league, as_of)
    cells = Cells(night)
    candidates = eligible(cells, quick_hit_stats() if stats is None else stats)
    q_values = benjamini_hochberg([one.p_value for one in candidates])
    q_of = {one.stat.stat_id: q for one, q in zip(candidates, q_values, strict=True)}
    chosen = rotate(pools(candidates), weeks_of(as_of))
    status = "ok" if len(chosen) == STATS else "insufficient_data"
    return {
        **night.envelope("quick-hits", "off_season" if night.is_off_season() else status),
        "season": season_name(cells.season),
        "notes": night.missing_lately() + (["last_season"] if cells.is_last_season else []),
        "iso_week": as_of.isocalendar().week,
        "stats": [_entry(one, q_of[one.stat.stat_id]) for one in chosen],
        "total_candidates": len(candidates),
    }
