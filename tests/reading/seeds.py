"""The two seeds that hold the editors' choices: data to both readings."""

from __future__ import annotations

import csv
from functools import cache
from pathlib import Path
from typing import NamedTuple

SEEDS = Path(__file__).parents[2] / "dbt_trends" / "seeds"


class Stat(NamedTuple):
    """A candidate of the quick hits: one cell."""

    stat_id: str
    category: str
    dimension: str
    value: str
    comparison_label: str


class Topic(NamedTuple):
    """A month's deep dive: one cell."""

    month: int
    topic: str
    dimension: str
    value: str


def _rows(name: str) -> list[dict[str, str]]:
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def quick_hit_stats() -> list[Stat]:
    """Every candidate stat."""
    return [Stat(*(row[field] for field in Stat._fields)) for row in _rows("quick_hit_stats.csv")]


@cache
def deep_dive_topics() -> dict[int, Topic]:
    """The topic of each month."""
    topics = [
        Topic(int(row["month"]), row["topic"], row["dimension"], row["value"])
        for row in _rows("deep_dive_topics.csv")
    ]
    return {topic.month: topic for topic in topics}
