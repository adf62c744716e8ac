"""Every sentence: grammar for one and many, and no comparing word without significance."""

import csv
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from publisher.documents import NOTES
from publisher.documents.bounce_back import baseline_sentence
from publisher.documents.deep_dive import hero_context
from publisher.documents.quick_hits import headline
from publisher.documents.what_matters import (
    ARCHETYPES,
    LEVELS,
    archetype_description,
    insight_sentence,
)
from publisher.sentences import (
    clock_time,
    comparison_sentence,
    counted,
    listed,
    note_text,
    percent,
)

DBT = Path(__file__).parents[2] / "dbt_trends"
COMPARING = re.compile(r"\b(more|less) often\b")


def stat(significance: str = "none", difference: float = 0.023, **more: Any) -> dict[str, Any]:
    """Return a comparison as the documents have it: 50.1 % against 47.8 %."""
    return {
        "rate": 0.501,
        "rate_low": 0.48,
        "rate_high": 0.522,
        "sample_size": 2214,
        "comparison": {"label": "on the road", "rate": 0.478, "sample_size": 3906},
        "difference": difference,
        "significance": significance,
        **more,
    }


def seed(name: str) -> list[dict[str, str]]:
    with (DBT / "seeds" / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def dbt_vars() -> dict[str, Any]:
    project: dict[str, Any] = yaml.safe_load((DBT / "dbt_project.yml").read_text("utf-8"))
    found: dict[str, Any] = project["vars"]
    return found


@pytest.mark.parametrize(
    ("any_rate", "ending"),
    [
        # The interval is [0.401, 0.423]: its ends are still too close to call.
        (0.461, "46.1%: a bad game does not signal a bounce-back."),
        (0.424, "42.4%: a bad game does not signal a bounce-back."),
        (0.423, "42.3%: too close to call."),
        (0.401, "40.1%: too close to call."),
        (0.4, "40.0%, less often than after a bad game."),
    ],
)
def test_the_baseline_sentence_compares_only_outside_the_interval(
    any_rate: float, ending: str
) -> None:
    baseline = {
        "bounce_back_rate": 0.412,
        "rate_low": 0.401,
        "rate_high": 0.423,
        "situations": 7841,
        "players": 402,
        "any_game_rate": any_rate,
    }
    assert baseline_sentence(baseline) == (
        "After a bad game, players reached the average they had before it in 41.2% of 7,841 next "
        f"games. In all games, players with such averages did in {ending}"
    )


@pytest.mark.parametrize("unknown", ["bounce_back_rate", "any_game_rate"])
def test_the_baseline_sentence_says_when_there_is_no_record(unknown: str) -> None:
    baseline: dict[str, Any] = {
        "bounce_back_rate": 0.412,
        "rate_low": 0.401,
        "rate_high": 0.423,
        "situations": 0,
        "any_game_rate": 0.461,
        unknown: None,
    }
    assert "no record yet" in baseline_sentence(baseline)


def note(code: str, **facts: Any) -> str:
    known = {
        "data_gaps__games_without_results": 0,
        "data_gaps__lined_share_tonight": None,
        "last_graded_date": date(2025, 1, 9),
        "status": "ok",
    }
    return note_text(code, {**known, **facts}, NOTES)


@pytest.mark.parametrize(
    ("games", "words"), [(1, "1 game"), (2, "2 games"), (12, "12 games"), (None, "0 games")]
)
def test_the_note_on_results_names_how_many_games(games: int | None, words: str) -> None:
    text = note("results_incomplete", data_gaps__games_without_results=games)
    assert text == (
        f"The box scores of {words} of the last three days are missing: no count or average here "
        f"includes {'it' if games == 1 else 'them'}."
    )


@pytest.mark.parametrize(("share", "words"), [(0.5, "50.0%"), (0.333, "33.3%"), (0.967, "96.7%")])
def test_the_note_on_lines_names_the_teams_that_have_them(share: float, words: str) -> None:
    text = note("lines_incomplete", data_gaps__lined_share_tonight=share)
    assert f"for only {words} of tonight's teams" in text


def test_the_note_on_recent_lines_names_the_date_at_which_counts_end() -> None:
    # Right whether nothing was graded for two weeks or only the shortest period is empty.
    assert note("no_recent_lines", last_graded_date=date(2025, 1, 12)) == (
        "No points prop was graded after 2025-01-12: counts of props end on that date."
    )
    assert "so far" in note("no_recent_lines", last_graded_date=None)


@pytest.mark.parametrize(
    ("status", "stretch"),
    [("ok", "in the last two weeks"), ("off_season", "in the season's last two weeks")],
)
def test_the_note_on_examples_names_the_weeks_that_were_looked_at(
    status: str, stretch: str
) -> None:
    assert note("no_examples", status=status) == (
        f"At least one kind of player has nobody who played {stretch}, and shows no examples."
    )


def test_every_other_note_is_the_same_whatever_the_facts() -> None:
    assert {code for code, text in NOTES.items() if "{" in text} == {
        "results_incomplete",
        "lines_incomplete",
        "no_recent_lines",
        "no_examples",
    }
    for code, text in NOTES.items():
        if "{" not in text:
            assert note(code) == text


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.412, "41.2%"), (0.4, "40.0%"), (0.0, "0.0%"), (1.0, "100.0%"), (0.005, "0.5%")],
)
def test_percentages_have_one_decimal(rate: float, words: str) -> None:
    assert percent(rate) == words


@pytest.mark.parametrize(
    ("instant", "words"),
    [
        (datetime(2025, 1, 11, 0, 30, tzinfo=UTC), "7:30 PM ET"),
        (datetime(2025, 1, 10, 17, 0, tzinfo=UTC), "12:00 PM ET"),
        (datetime(2025, 1, 10, 5, 5, tzinfo=UTC), "12:05 AM ET"),
        (datetime(2025, 7, 10, 17, 0, tzinfo=UTC), "1:00 PM ET"),
        (None, None),
    ],
)
def test_clock_time_is_eastern(instant: datetime | None, words: str | None) -> None:
    assert clock_time(instant) == words


@pytest.mark.parametrize(
    ("number", "noun", "words"),
    [
        (0, "game", "0 games"),
        (1, "game", "1 game"),
        (2, "points prop", "2 points props"),
        (1204, "game", "1,204 games"),
        (1.0, "point", "1 point"),
        (20.0, "point", "20 points"),
        (22.5, "point", "22.5 points"),
    ],
)
def test_one_and_many_are_worded_differently(number: float, noun: str, words: str) -> None:
    assert counted(number, noun) == words


@pytest.mark.parametrize(
    ("words", "text"), [(["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_words_are_listed_with_one_and(words: list[str], text: str) -> None:
    assert listed(words) == text


AT_HOME = "At home, players went over"


@pytest.mark.parametrize("significance", ["high", "medium"])
def test_a_significant_difference_is_stated_with_its_direction(significance: str) -> None:
    assert comparison_sentence(AT_HOME, stat(significance)) == (
        "At home, players went over in 50.1% of 2,214 points props, "
        "more often than the 47.8% of 3,906 on the road."
    )
    assert "less often than" in comparison_sentence("Guards went over", stat(significance, -0.023))
    assert headline("At home", stat(significance)) == "At home: more overs, 50.1% of props"
    assert headline("At home", stat(significance, -0.023)) == "At home: fewer overs, 50.1% of props"


def test_a_weak_difference_is_told_with_its_interval_and_makes_no_headline() -> None:
    assert comparison_sentence(AT_HOME, stat("low")) == (
        "At home, players went over in 50.1% of 2,214 points props, "
        "more often (48.0% to 52.2%) than the 47.8% of 3,906 on the road."
    )
    assert headline("At home", stat("low")) == "At home: over in 50.1% of props"


@pytest.mark.parametrize(
    ("significance", "difference"), [("none", 0.023), ("insufficient", 0.023), ("high", 0.0)]
)
def test_any_other_difference_is_too_close_to_call(significance: str, difference: float) -> None:
    assert comparison_sentence(AT_HOME, stat(significance, difference)) == (
        "At home, players went over in 50.1% of 2,214 points props, "
        "compared with 47.8% of 3,906 on the road: too close to call."
    )
    assert headline("At home", stat(significance, difference)) == "At home: over in 50.1% of props"


@pytest.mark.parametrize("significance", ["none", "high"])
def test_a_season_that_is_over_is_named(significance: str) -> None:
    sentence = comparison_sentence(AT_HOME, stat(significance), "2024-25")
    assert sentence.startswith(
        "At home, players went over in 50.1% of 2,214 points props in 2024-25, "
    )


def test_a_single_prop_is_in_the_singular() -> None:
    sentence = comparison_sentence("Guards went over", stat(rate=1.0, sample_size=1))
    assert sentence.startswith("Guards went over in 100.0% of 1 points prop, compared with")


@pytest.mark.parametrize("significance", ["none", "high"])
def test_every_candidates_headline_is_short_and_its_sentence_whole(significance: str) -> None:
    candidates = seed("quick_hit_stats")
    assert len(candidates) >= 40
    for row in candidates:
        # No number of a headline is longer.
        one = stat(significance, -0.023, rate=1.0)
        one["comparison"]["label"] = row["comparison_label"]
        short = headline(row["headline_subject"], one)
        assert len(short) < 70, short
        assert short.endswith("100.0% of props")
        sentence = comparison_sentence(row["statement"], one)
        assert sentence.startswith(f"{row['statement']} in 100.0% of 2,214 points props, ")
        assert f"47.8% of 3,906 {row['comparison_label']}" in sentence
        for text in (short, sentence):
            assert significance == "high" or not COMPARING.search(text), text
            assert not re.search(r"  |\.\.|\b(\w+) \1\b", text), text


def test_one_group_has_one_name_in_all_documents() -> None:
    rows = [*seed("quick_hit_stats"), *seed("deep_dive_topics")]
    assert not [row for row in rows if "no rest" in " ".join(row.values()).replace("No rest, ", "")]


def insight(factor: str, level: str, **more: Any) -> str:
    return insight_sentence(
        {
            "archetype": "role_player",
            "factor": factor,
            "level": level,
            "games": 707,
            "over_rate": 0.444,
            "comparison_games": 3521,
            "comparison_over_rate": 0.498,
            "rate_low": 0.408,
            "rate_high": 0.481,
            "difference": -0.054,
            "significance": "medium",
            **more,
        }
    )


@pytest.mark.parametrize(
    ("factor", "level", "where", "elsewhere"),
    [
        ("rest", "1", "on one day of rest", "with any other amount of rest"),
        ("rest", "2", "on two days of rest", "with any other amount of rest"),
        ("rest", "3_plus", "on three or more days of rest", "with less rest"),
        ("back_to_back", "yes", "on the second night of a back-to-back", "with more rest"),
        ("venue", "home", "at home", "on the road"),
    ],
)
def test_an_insight_names_players_level_and_counts(
    factor: str, level: str, where: str, elsewhere: str
) -> None:
    assert insight(factor, level) == (
        f"Role players {where} went over in 44.4% of 707 points props, "
        f"less often than the 49.8% of 3,521 {elsewhere}."
    )


def test_every_tested_level_and_every_archetype_has_its_words() -> None:
    levels = dbt_vars()["factor_levels"]
    assert {(one["factor"], one["level"]) for one in levels if one["is_tested"]} == set(LEVELS)
    assert [one["name"] for one in dbt_vars()["archetypes"]] == list(ARCHETYPES)


def test_the_archetypes_are_described_by_their_thresholds() -> None:
    descriptions = {
        one["name"]: archetype_description(one["name"], one) for one in dbt_vars()["archetypes"]
    }
    assert descriptions == {
        "veteran_star": "Players with at least 10 years in the league, a usage rate of at least "
        "25% and at least 20 points per game.",
        "prime_star": "Players with 5 to 9 years in the league, a usage rate of at least 28% and "
        "at least 22 points per game.",
        "young_star": "Players with at most 4 years in the league, a usage rate of at least 22% "
        "and at least 18 points per game.",
        "other_star": "Players with at least 20 points per game who fit no other star group.",
        "role_player": "All other players.",
    }


def test_thresholds_of_one_are_in_the_singular() -> None:
    bounds = {"min_years": None, "max_years": 1, "min_usage_rate": 22.5, "min_ppg": 1.0}
    assert archetype_description("young_star", bounds) == (
        "Players with at most 1 year in the league, a usage rate of at least 22.5% and at least "
        "1 point per game."
    )


def hero(significance: str, **more: Any) -> dict[str, Any]:
    return {**stat(significance), "label": "at home", **more}


def test_the_deep_dives_context_names_its_season() -> None:
    assert hero_context("2024-25", hero("none")) == (
        "In 2024-25, players at home went over in 50.1% of 2,214 points props, "
        "compared with 47.8% of 3,906 on the road: too close to call."
    )
    assert "more often than" in hero_context("2024-25", hero("medium"))


@pytest.mark.parametrize(
    ("rate", "sample", "ending"),
    [
        (
            0.438,
            192,
            "too few points props on one side of this month's question to answer it. "
            "In 2024-25, all players together went over in 43.8% of 192 points props.",
        ),
        (0.0, 1, "all players together went over in 0.0% of 1 points prop."),
        (None, 0, "No points prop was graded in 2024-25, so there is no number to show."),
    ],
)
def test_a_deep_dive_without_comparison_says_so(
    rate: float | None, sample: int, ending: str
) -> None:
    one = hero("insufficient", comparison=None, rate=rate, sample_size=sample, difference=None)
    context = hero_context("2024-25", one)
    assert context.endswith(ending)
    assert not COMPARING.search(context)


def test_every_topic_of_the_deep_dive_makes_a_sentence() -> None:
    for row in seed("deep_dive_topics"):
        one = hero("none", label=row["label"])
        one["comparison"]["label"] = row["comparison_label"]
        context = hero_context("2024-25", one)
        assert context.startswith(f"In 2024-25, players {row['label']} went over in")
        assert f"3,906 {row['comparison_label']}: too close to call." in context


def test_notes_are_sentences_without_advice() -> None:
    for code, text in NOTES.items():
        assert re.fullmatch(r"[A-Z].*\.", text), code
        assert not re.search(r"\bbet\b|\byou\b", text), code
