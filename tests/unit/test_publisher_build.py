"""Rows in, documents out: small hand-written rows and what must become of them."""

import json
import math
from datetime import UTC, datetime

import pytest

from publisher.build import (
    GuardFacts,
    build_document,
    count_records,
    encode,
    guard_facts,
)
from publisher.documents import DOCUMENTS, NOTES, Document
from publisher.index import index_entry
from publisher.values import Mart, Rows, nest
from tests.fixtures.daily_marts import D
from tests.fixtures.hand_marts import all_tables

(
    WHOS_HOT_DOCUMENT,
    BOUNCE_BACK_DOCUMENT,
    WHAT_MATTERS_DOCUMENT,
    TEAM_TENDENCIES_DOCUMENT,
    QUICK_HITS_DOCUMENT,
    DEEP_DIVE_DOCUMENT,
) = DOCUMENTS


def rows_of(*marts: Mart) -> Rows:
    """Return the rows as the reader gives them: the mart's columns, in the order of its key."""
    tables = all_tables()
    return {
        mart.name: sorted(
            ({name: row[name] for name in mart.columns} for row in tables[mart.name]),
            key=lambda row: [row[name] for name in mart.key],
        )
        for mart in marts
    }


@pytest.fixture
def whos_hot() -> Rows:
    return rows_of(WHOS_HOT_DOCUMENT.header, *WHOS_HOT_DOCUMENT.details)


@pytest.fixture
def bounce_back() -> Rows:
    return rows_of(BOUNCE_BACK_DOCUMENT.header, *BOUNCE_BACK_DOCUMENT.details)


@pytest.fixture
def what_matters() -> Rows:
    return rows_of(WHAT_MATTERS_DOCUMENT.header, *WHAT_MATTERS_DOCUMENT.details)


@pytest.fixture
def team_tendencies() -> Rows:
    return rows_of(TEAM_TENDENCIES_DOCUMENT.header, *TEAM_TENDENCIES_DOCUMENT.details)


@pytest.fixture
def quick_hits() -> Rows:
    return rows_of(QUICK_HITS_DOCUMENT.header, *QUICK_HITS_DOCUMENT.details)


@pytest.fixture
def deep_dive() -> Rows:
    return rows_of(DEEP_DIVE_DOCUMENT.header, *DEEP_DIVE_DOCUMENT.details)


def test_the_envelope_comes_first_and_in_order(whos_hot: Rows) -> None:
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert {name: document[name] for name in list(document)[:7]} == {
        "schema_version": "2.1.0",
        "document": "whos-hot",
        "as_of_date": "2025-01-10",
        "generated_at": "2025-01-10T06:02:07.250000-05:00",
        "data_through": "2025-01-09",
        "season": "2024-25",
        "status": "ok",
    }
    assert document["refresh"] == {
        "cadence": "daily 06:00, 09:00 and hourly 12:00-23:00 America/New_York",
        "next_refresh_at": "2025-01-10T09:00:00-05:00",
    }
    assert list(document)[7:10] == ["notes", "refresh", "data_gaps"]
    assert document["data_gaps"] == {"games_without_results": 0, "lined_share_tonight": 1.0}
    assert document["default_period"] == "30d"


def test_only_flags_that_are_on_become_notes(whos_hot: Rows) -> None:
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert document["notes"] == [{"code": "no_injury_report", "text": NOTES["no_injury_report"]}]


def test_notes_come_in_one_order_with_what_is_known_of_them(whos_hot: Rows) -> None:
    (header,) = whos_hot["fct_whos_hot"]
    header |= {
        **{name: True for name in header if name.startswith("note_") and name != "note_no_lines"},
        "data_gaps__games_without_results": 3,
        "data_gaps__lined_share_tonight": 0.25,
    }
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert [note["code"] for note in document["notes"]] == [
        "lines_incomplete",
        "no_injury_report",
        "results_incomplete",
        "no_recent_lines",
    ]
    texts = {note["code"]: note["text"] for note in document["notes"]}
    assert "only 25% of tonight's teams" in texts["lines_incomplete"]
    assert "3 games of the last three days" in texts["results_incomplete"]
    assert "graded after 2025-01-09" in texts["no_recent_lines"]
    assert document["data_gaps"] == {"games_without_results": 3, "lined_share_tonight": 0.25}


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_what_the_guards_and_the_notes_go_by_is_in_no_document(document: Document) -> None:
    rows = rows_of(document.header, *document.details)
    text = encode(build_document(document, rows)).decode()
    assert "guard" not in text and "last_graded" not in text
    assert guard_facts(document, rows) == GuardFacts(
        games_without_results=0,
        games_due=21,
        is_missing_results=False,
        lines_due_at=datetime(2025, 1, 10, 21, tzinfo=UTC),
    )


def test_a_mart_without_the_instant_of_its_building_has_no_next_refresh(whos_hot: Rows) -> None:
    """It is the schema that refuses it."""
    whos_hot["fct_whos_hot"][0]["generated_at"] = None
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert document["refresh"]["next_refresh_at"] is None


def test_every_flag_of_the_marts_has_a_text() -> None:
    flags = {
        name.removeprefix("note_")
        for document in DOCUMENTS
        for name in document.header.columns
        if name.startswith("note_")
    }
    assert flags == set(NOTES)


def test_periods_and_lists_stand_in_the_contracts_order(whos_hot: Rows) -> None:
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
    # Vice versa, so that it is the rank and not the table's order that counts.
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
        "headline": "Washington Wizards players: over less often, in 40.2% of props",
        "sentence": "Washington Wizards players went over in 40.2% of 204 points props, "
        "less often than the 49.8% of 5,916 for all other teams.",
        "rate": 0.402,
        "sample_size": 204,
        "comparison": {"label": "for all other teams", "rate": 0.498, "sample_size": 5916},
        "difference": -0.096,
        "direction": "negative",
        "rate_low": 0.337,
        "rate_high": 0.47,
        "p_value": 0.0008,
        "q_value": 0.0072,
        "significance": "high",
    }
    assert document["stats"][2]["direction"] is None


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
        "label": "on no rest",
        "context": "In 2024-25, players on no rest went over in 45.8% of 1,174 points props, "
        "less often than the 48.7% of 7,991 with at least a day of rest.",
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


def test_columns_nest_at_double_underscores() -> None:
    assert nest({"a": 1, "b__c": D, "b__d_e": None}) == {
        "a": 1,
        "b": {"c": "2025-01-10", "d_e": None},
    }


def test_an_instant_without_a_zone_gets_none() -> None:
    naive = datetime(2025, 1, 10, 12, 0)  # noqa: DTZ001 - what a mart must not hold
    assert nest({"a": naive}) == {"a": "2025-01-10T12:00:00"}


def test_the_same_rows_give_the_same_bytes_and_stay_as_they_were(whos_hot: Rows) -> None:
    before = json.dumps(whos_hot, default=str)
    first = encode(build_document(WHOS_HOT_DOCUMENT, whos_hot))
    assert first == encode(build_document(WHOS_HOT_DOCUMENT, whos_hot))
    assert json.dumps(whos_hot, default=str) == before
    assert "Vučević".encode() in first and first.endswith(b"}\n")


def test_encode_refuses_nan() -> None:
    with pytest.raises(ValueError, match="not JSON compliant"):
        encode({"heat_score": math.nan})


def test_records_count_the_entries_of_all_lists_but_not_the_notes() -> None:
    document = {
        "notes": [{"code": "no_lines"}],
        "periods": {"7d": {"hot": [{"rank": 1}, {"rank": 2}], "cold": []}},
        "list": [{"inner": [{}, {}, {}]}],
    }
    assert count_records(document) == 2 + 1 + 3


def test_an_index_entry_is_told_by_the_bytes(bounce_back: Rows) -> None:
    body = encode(build_document(BOUNCE_BACK_DOCUMENT, bounce_back))
    entry = index_entry(BOUNCE_BACK_DOCUMENT, body)
    assert entry["path"] == "/v1/trends/bounce-back.json"
    assert entry["archive_path"] == "/v1/trends/archive/2025-01-10/bounce-back.json"
    assert (entry["bytes"], entry["records"], entry["status"]) == (len(body), 2, "ok")
    assert entry["schema"] == "urn:trends:schema:bounce-back"
