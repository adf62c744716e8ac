"""Rows in, documents out: the body of each document, from small hand-written rows."""

import json

import pytest

from publisher.build import build_document
from publisher.documents import DOCUMENTS
from publisher.values import Rows
from tests.fixtures.hand_marts import hand_rows

(
    WHOS_HOT_DOCUMENT,
    BOUNCE_BACK_DOCUMENT,
    WHAT_MATTERS_DOCUMENT,
    TEAM_TENDENCIES_DOCUMENT,
    QUICK_HITS_DOCUMENT,
    DEEP_DIVE_DOCUMENT,
) = DOCUMENTS


@pytest.fixture
def whos_hot() -> Rows:
    return hand_rows(WHOS_HOT_DOCUMENT)


@pytest.fixture
def bounce_back() -> Rows:
    return hand_rows(BOUNCE_BACK_DOCUMENT)


@pytest.fixture
def what_matters() -> Rows:
    return hand_rows(WHAT_MATTERS_DOCUMENT)


@pytest.fixture
def team_tendencies() -> Rows:
    return hand_rows(TEAM_TENDENCIES_DOCUMENT)


@pytest.fixture
def quick_hits() -> Rows:
    return hand_rows(QUICK_HITS_DOCUMENT)


@pytest.fixture
def deep_dive() -> Rows:
    return hand_rows(DEEP_DIVE_DOCUMENT)


def test_periods_and_lists_are_in_the_contracts_order(whos_hot: Rows) -> None:
    periods = build_document(WHOS_HOT_DOCUMENT, whos_hot)["periods"]
    assert list(periods) == ["7d", "14d", "30d", "season"]
    assert list(periods["7d"])[-4:] == ["hot", "cold", "hot_tonight", "cold_tonight"]
    assert [entry["player_lookup"] for entry in periods["30d"]["hot"]] == [
        "jaysontatum",
        "jalenbrunson",
    ]
    assert periods["7d"]["hot"] == []
    assert periods["season"]["league_average"] == {
        "hit_rate": 0.487,
        "avg_margin": -0.12,
        "games": 6120,
    }


def test_tonight_is_an_object_for_a_player_who_plays(whos_hot: Rows) -> None:
    (entry,) = build_document(WHOS_HOT_DOCUMENT, whos_hot)["periods"]["30d"]["hot_tonight"]
    assert entry["tonight"] == {
        "opponent": "NYK",
        "home": True,
        "game_time": "2025-01-10T19:30:00-05:00",
        "game_time_display": "7:30 PM ET",
        "prop_line": 24.5,
        "line_source": "DraftKings",
        "line_type": "sportsbook",
        "line_feed": "odds_api",
        "line_updated_at": "2025-01-10T05:40:11-05:00",
        "over_odds": -115,
        "under_odds": -105,
        "injury_status": "not_listed",
        "injury_as_of": "2025-01-10T05:00:00-05:00",
    }
    assert "period" not in entry and "list_name" not in entry


def test_tonight_is_null_for_a_player_who_does_not(whos_hot: Rows) -> None:
    (entry,) = build_document(WHOS_HOT_DOCUMENT, whos_hot)["periods"]["30d"]["cold"]
    assert entry["playing_tonight"] is False
    assert entry["tonight"] is None


def test_an_unknown_tip_off_has_no_display(whos_hot: Rows) -> None:
    for row in whos_hot["fct_whos_hot_players"]:
        row["tonight__game_time"] = None
    (entry,) = build_document(WHOS_HOT_DOCUMENT, whos_hot)["periods"]["30d"]["hot_tonight"]
    assert entry["tonight"]["game_time"] is None
    assert entry["tonight"]["game_time_display"] is None


def test_an_unknown_list_is_not_dropped(whos_hot: Rows) -> None:
    whos_hot["fct_whos_hot_players"][0]["list_name"] = "lukewarm"
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert "lukewarm" in document["periods"]["30d"]


def test_bounce_back_has_its_lists_thresholds_and_sentence(bounce_back: Rows) -> None:
    document = build_document(BOUNCE_BACK_DOCUMENT, bounce_back)
    assert list(document)[10:] == ["thresholds", "league_baseline", "candidates", "watch_list"]
    assert document["thresholds"] == {
        "shortfall_points": 10.0,
        "min_situations": 15,
        "min_games_before": 10,
        "min_minutes": 15.0,
    }
    (candidate,), (watched,) = document["candidates"], document["watch_list"]
    assert candidate["last_game"]["date"] == "2025-01-08"
    assert candidate["tonight"]["opponent_defense_rank"] == 17
    assert candidate["tonight"]["game_time_display"] == "7:30 PM ET"
    assert (watched["p_value"], watched["significance"]) == (None, "insufficient")
    assert document["notes"] == []
    assert document["league_baseline"]["sentence"].startswith("After a bad game, players reached")


def test_what_matters_nests_archetypes_factors_and_examples_in_order(what_matters: Rows) -> None:
    document = build_document(WHAT_MATTERS_DOCUMENT, what_matters)
    assert list(document)[10:] == [
        "window",
        "unclassified_games",
        "archetypes",
        "key_insights",
        "tests",
    ]
    assert document["window"] == {"start_date": "2024-01-11", "end_date": "2025-01-09"}
    assert document["unclassified_games"] == 102
    assert document["tests"] == {"performed": 5, "significant": 1}
    archetypes = {entry["archetype"]: entry for entry in document["archetypes"]}
    assert list(archetypes) == [
        "veteran_star",
        "prime_star",
        "young_star",
        "other_star",
        "role_player",
    ]
    assert archetypes["prime_star"]["thresholds"] == {
        "min_years": 5,
        "max_years": 9,
        "min_usage_rate": 28.0,
        "min_ppg": 22.0,
    }
    assert archetypes["prime_star"]["description"].startswith("Players with 5 to 9 years")
    role_players = archetypes["role_player"]
    assert [one["player_lookup"] for one in role_players["example_players"]] == [
        "cobywhite",
        "nikolavucevic",
    ]
    assert role_players["example_players"][1] == {
        "player_lookup": "nikolavucevic",
        "player_full_name": "Nikola Vučević",
        "team_abbr": "CHI",
        "ppg": 18.72,
        "usage_rate": 22.15,
        "years_in_league": 13,
    }
    assert {
        factor: [entry["level"] for entry in levels]
        for factor, levels in role_players["factors"].items()
    } == {
        "rest": ["0", "1", "2", "3_plus"],
        "venue": ["home", "away"],
        "back_to_back": ["yes", "no"],
    }
    assert role_players["factors"]["back_to_back"][0] == {
        "level": "yes",
        "games": 707,
        "over_rate": 0.444,
        "rate_low": 0.424,
        "rate_high": 0.464,
        "difference": -0.054,
        "p_value": 0.0021,
        "q_value": 0.0525,
        "significance": "low",
    }


def test_an_archetype_without_games_is_shown_with_nulls(what_matters: Rows) -> None:
    entry = build_document(WHAT_MATTERS_DOCUMENT, what_matters)["archetypes"][3]
    assert (entry["archetype"], entry["games"], entry["over_rate"]) == ("other_star", 0, None)
    assert entry["example_players"] == []
    assert [(level["games"], level["over_rate"]) for level in entry["factors"]["venue"]] == [
        (0, None)
    ] * 2


def test_key_insights_are_the_ranked_hypotheses_strongest_first(what_matters: Rows) -> None:
    home = next(
        row
        for row in what_matters["fct_what_matters_factors"]
        if row["archetype"] == "role_player" and row["level"] == "home"
    )
    home.update(insight_rank=2, q_value=0.0995, significance="low")
    insights = build_document(WHAT_MATTERS_DOCUMENT, what_matters)["key_insights"]
    assert [list(insight.values())[:3] for insight in insights] == [
        ["role_player", "back_to_back", "yes"],
        ["role_player", "venue", "home"],
    ]
    # The other way round: it is the rank that counts, not the table's order.
    home["insight_rank"] = 0
    insights = build_document(WHAT_MATTERS_DOCUMENT, what_matters)["key_insights"]
    assert [insight["level"] for insight in insights] == ["home", "yes"]


def test_without_a_ranked_hypothesis_there_is_no_insight(what_matters: Rows) -> None:
    for row in what_matters["fct_what_matters_factors"]:
        row["insight_rank"] = None
    assert build_document(WHAT_MATTERS_DOCUMENT, what_matters)["key_insights"] == []


@pytest.mark.parametrize("mart", ["fct_what_matters_factors", "fct_what_matters_examples"])
def test_rows_of_an_unknown_archetype_are_not_dropped(what_matters: Rows, mart: str) -> None:
    what_matters[mart][0]["archetype"] = "coach"
    assert len(build_document(WHAT_MATTERS_DOCUMENT, what_matters)["archetypes"]) == 6


def test_team_tendencies_has_its_paired_lists(team_tendencies: Rows) -> None:
    document = build_document(TEAM_TENDENCIES_DOCUMENT, team_tendencies)
    assert list(document)[10:] == [
        "league",
        "pace",
        "defense_by_shot_profile",
        "home_away",
        "back_to_back",
        "unknown_profile_games",
    ]
    assert document["league"] == {"pace": 99.87, "over_rate": 0.487, "games": 563}
    lists = {
        "pace": ["kings", "grinders"],
        "home_away": ["home_dominant", "road_warriors"],
        "back_to_back": ["vulnerable", "resilient"],
    }
    assert {name: list(document[name]) for name in lists} == lists
    assert [(one["team_abbr"], one["rank"]) for one in document["pace"]["kings"]] == [
        ("MEM", 1),
        ("CHI", 2),
    ]
    profiles = document["defense_by_shot_profile"]
    assert list(profiles) == ["interior", "perimeter", "mid_range"]
    for pair in profiles.values():
        assert [(name, one["team_abbr"]) for name, (one,) in pair.items()] == [
            ("toughest", "OKC"),
            ("softest", "WAS"),
        ]


def test_only_the_pace_lists_publish_a_rank(team_tendencies: Rows) -> None:
    document = build_document(TEAM_TENDENCIES_DOCUMENT, team_tendencies)
    (vulnerable,) = document["back_to_back"]["vulnerable"]
    assert vulnerable == {
        "team_abbr": "PHX",
        "b2b_points": 103.25,
        "rested_points": 112.5,
        "impact": -9.25,
        "impact_se": 4.52,
        "b2b_games": 6,
        "rested_games": 31,
        "b2b": {"over_rate": 0.438, "rate_low": 0.388, "rate_high": 0.488, "graded_props": 48},
        "rested": {"over_rate": 0.494, "rate_low": 0.444, "rate_high": 0.544, "graded_props": 265},
    }
    for entry in (
        document["home_away"]["home_dominant"][0],
        document["defense_by_shot_profile"]["interior"]["softest"][0],
    ):
        assert not {"rank", "list_name", "profile"} & set(entry)


def test_teams_without_rows_leave_empty_lists(team_tendencies: Rows) -> None:
    for mart in TEAM_TENDENCIES_DOCUMENT.details:
        team_tendencies[mart.name].clear()
    document = build_document(TEAM_TENDENCIES_DOCUMENT, team_tendencies)
    assert document["pace"] == {"kings": [], "grinders": []}
    assert document["defense_by_shot_profile"]["mid_range"] == {"toughest": [], "softest": []}


@pytest.mark.parametrize(
    ("mart", "column"),
    [
        ("fct_team_tendencies_pace", "list_name"),
        ("fct_team_tendencies_defense", "list_name"),
        ("fct_team_tendencies_defense", "profile"),
        ("fct_team_tendencies_home_away", "list_name"),
    ],
)
def test_an_unknown_list_of_teams_is_not_dropped(
    team_tendencies: Rows, mart: str, column: str
) -> None:
    team_tendencies[mart][0][column] = "sideways"
    assert "sideways" in json.dumps(build_document(TEAM_TENDENCIES_DOCUMENT, team_tendencies))


def test_quick_hits_shows_the_candidates_with_a_position_in_its_order(quick_hits: Rows) -> None:
    document = build_document(QUICK_HITS_DOCUMENT, quick_hits)
    assert list(document)[10:] == ["iso_week", "stats", "total_candidates"]
    assert [stat["id"] for stat in document["stats"]] == [
        "team_was",
        "venue_home",
        "position_g",
        "leading_scorer_out",
        "team_chi",
        "player_rest_0",
        "weekday_monday",
        "weekday_friday",
    ]
    assert document["stats"][0] == {
        "id": "team_was",
        "category": "team",
        "headline": "Washington Wizards players: fewer overs, 40.2% of props",
        "sentence": "Washington Wizards players went over in 40.2% of 204 points props, "
        "less often than the 49.8% of 5,916 for players of all other teams.",
        "rate": 0.402,
        "sample_size": 204,
        "comparison": {
            "label": "for players of all other teams",
            "rate": 0.498,
            "sample_size": 5916,
        },
        "difference": -0.096,
        "direction": "negative",
        "rate_low": 0.337,
        "rate_high": 0.47,
        "p_value": 0.0008,
        "q_value": 0.0072,
        "significance": "high",
    }
    assert document["stats"][2]["direction"] is None


def test_a_quick_hit_of_last_season_names_it(quick_hits: Rows) -> None:
    quick_hits["fct_quick_hits"][0].update(note_last_season=True, season="2023-24")
    for stat in build_document(QUICK_HITS_DOCUMENT, quick_hits)["stats"]:
        assert " props in 2023-24, " in stat["sentence"]


@pytest.mark.parametrize(
    ("status", "cta"),
    [
        ("ok", "See who is on a back-to-back tonight"),
        ("off_season", "See the season's numbers"),
    ],
)
def test_the_deep_dive_leads_to_tonight_only_when_there_is_one(
    deep_dive: Rows, status: str, cta: str
) -> None:
    deep_dive["fct_deep_dive"][0]["status"] = status
    assert build_document(DEEP_DIVE_DOCUMENT, deep_dive)["cta"] == cta


def test_the_deep_dive_features_its_comparison(deep_dive: Rows) -> None:
    document = build_document(DEEP_DIVE_DOCUMENT, deep_dive)
    assert list(document)[10:] == [
        "month",
        "title",
        "subtitle",
        "teaser",
        "hero_stat",
        "slug",
        "cta",
    ]
    assert document["hero_stat"] == {
        "value": "45.8%",
        "label": "on the second night of a back-to-back",
        "context": "In 2024-25, players on the second night of a back-to-back went over in 45.8% "
        "of 1,174 points props, less often (43.0% to 48.7%) than the 48.7% of 7,991 with at least "
        "a day of rest.",
        "sample_size": 1174,
        "rate": 0.458,
        "rate_low": 0.43,
        "rate_high": 0.487,
        "comparison": {"label": "with at least a day of rest", "rate": 0.487, "sample_size": 7991},
        "difference": -0.029,
        "p_value": 0.0665,
        "significance": "low",
    }
    assert document["refresh"]["next_refresh_at"] == "2025-02-01T06:00:00-05:00"


@pytest.mark.parametrize(("rate", "value"), [(0.438, "43.8%"), (None, None)])
def test_a_deep_dive_without_sample_has_no_comparison(
    deep_dive: Rows, rate: float | None, value: str | None
) -> None:
    (row,) = deep_dive["fct_deep_dive"]
    for name in row:
        if "__comparison__" in name or name in ("hero_stat__difference", "hero_stat__p_value"):
            row[name] = None
    row.update(
        hero_stat__rate=rate,
        hero_stat__rate_low=rate,
        hero_stat__rate_high=rate,
        hero_stat__sample_size=0 if rate is None else 192,
        hero_stat__significance="insufficient",
        note_insufficient_sample=True,
        note_last_season=True,
    )
    document = build_document(DEEP_DIVE_DOCUMENT, deep_dive)
    assert document["hero_stat"]["comparison"] is None
    assert document["hero_stat"]["value"] == value
    assert [note["code"] for note in document["notes"]] == ["insufficient_sample", "last_season"]
