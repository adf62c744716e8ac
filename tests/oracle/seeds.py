"""The seeds that hold choices and lists: data to the SQL and the oracle alike."""

from __future__ import annotations

import csv
from datetime import date
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


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a seed's file."""
    with (SEEDS / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def letters(text: str) -> str:
    """The letters and digits of a text, in lower case: what words are compared by."""
    return "".join(sign for sign in text.lower() if sign.isascii() and sign.isalnum())


@cache
def team_codes() -> dict[str, str]:
    """The code of each team by the letters of every name that it goes by, its code among them."""
    return {letters(row["alias"]): row["team_abbr"] for row in rows("team_aliases.csv")}


def team_code(name: str | None) -> str | None:
    """The code of a team by any of its names; a name that nobody has is left as it is."""
    return None if name is None else team_codes().get(letters(name), name)


@cache
def _injury_words() -> dict[str, str]:
    return {row["word"]: row["injury_status"] for row in rows("injury_words.csv")}


def injury_status(word: str | None) -> str | None:
    """What a word of the injury report means: null for one that nobody knows."""
    if word is None:
        return None
    return "out" if letters(word).startswith("out") else _injury_words().get(letters(word))


@cache
def teams() -> frozenset[str]:
    """The codes of the thirty teams."""
    return frozenset(team_codes().values())


@cache
def neutral_games() -> frozenset[tuple[date, str, str]]:
    """(date, home, away) of the games that are known to be played on neutral ground."""
    return frozenset(
        (date.fromisoformat(row["game_date"]), row["home_team_abbr"], row["away_team_abbr"])
        for row in rows("neutral_site_games.csv")
    )


@cache
def quick_hit_stats() -> list[Stat]:
    """Every candidate stat."""
    return [Stat(*(row[field] for field in Stat._fields)) for row in rows("quick_hit_stats.csv")]


@cache
def deep_dive_topics() -> dict[int, Topic]:
    """The topic of each month."""
    topics = [
        Topic(int(row["month"]), row["topic"], row["dimension"], row["value"])
        for row in rows("deep_dive_topics.csv")
    ]
    return {topic.month: topic for topic in topics}
