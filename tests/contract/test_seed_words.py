"""The seeds say in words what the vars say in numbers: new thresholds need new words."""

import csv
from typing import Any

import pytest
import yaml

from tests.fixtures.harness import ROOT

VARS: dict[str, Any] = yaml.safe_load(
    (ROOT / "dbt_trends" / "dbt_project.yml").read_text(encoding="utf-8")
)["vars"]
IN_WORDS = {3: "three", 10: "ten"}


def cells(seed: str) -> dict[tuple[str, str], str]:
    """Return all the words of each cell (dimension, value) of a seed."""
    with (ROOT / "dbt_trends" / "seeds" / f"{seed}.csv").open(encoding="utf-8") as file:
        return {
            (row["dimension"], row["value"]): " ".join(map(str, row.values()))
            for row in csv.DictReader(file)
        }


def hour(name: str) -> str:
    """Return an hour of a var as people say it."""
    return f"{VARS[name] % 12 or 12} {'AM' if VARS[name] < 12 else 'PM'}"


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        (("streak", "over_3_plus"), f"{IN_WORDS[VARS['long_streak']]} or more overs"),
        (("streak", "under_3_plus"), f"{IN_WORDS[VARS['long_streak']]} or more unders"),
        (("last_margin", "ten_over"), f"{IN_WORDS[VARS['big_margin']]} or more"),
        (("last_margin", "ten_under"), f"{IN_WORDS[VARS['big_margin']]} or more"),
        (("season_phase", "first_20_games"), f"first {VARS['first_games']} games"),
        (("recency", "last_14_days"), f"last {VARS['recent_days']} days"),
        (("line_size", "under_10"), f"below {VARS['line_size_edges'][1]}"),
        (("line_size", "10_to_15"), f"from {VARS['line_size_edges'][1]} to"),
        (("line_size", "15_to_20"), f"from {VARS['line_size_edges'][2]} to"),
        (("line_size", "20_to_25"), f"from {VARS['line_size_edges'][3]} to"),
        (("line_size", "25_plus"), f"of {VARS['line_size_edges'][4]} or more"),
        (("leading_scorer_line", "out_low"), f"below {VARS['leading_scorer_line_split']}"),
        (("leading_scorer_line", "out_high"), f"of {VARS['leading_scorer_line_split']} or more"),
        (("tip_time", "afternoon"), f"before {hour('afternoon_ends_hour')}"),
        (("tip_time", "late"), f"from {hour('late_starts_hour')}"),
    ],
    ids=str,
)
def test_words_follow_the_thresholds(cell: tuple[str, str], words: str) -> None:
    found = [
        seed[cell] for seed in map(cells, ("quick_hit_stats", "deep_dive_topics")) if cell in seed
    ]
    assert found
    assert all(words in text for text in found)
