"""Rows in, documents out: small hand-written rows and what must become of them."""

import json
import math
from datetime import UTC, datetime
from typing import Any

import pytest

from publisher.build import (
    NOTES,
    Rows,
    baseline_sentence,
    build_document,
    clock_time,
    count_records,
    encode,
    index_entry,
    nest,
    percent,
)
from publisher.documents import DOCUMENTS
from publisher.marts import BOUNCE_BACK, WHOS_HOT, Mart
from tests.contract.daily_marts import D, daily_tables

WHOS_HOT_DOCUMENT, BOUNCE_BACK_DOCUMENT = DOCUMENTS


def rows_of(*marts: Mart) -> Rows:
    """Return the rows as the reader gives them: the mart's columns, in the order of its key."""
    tables = daily_tables()
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


def test_the_envelope_comes_first_and_in_order(whos_hot: Rows) -> None:
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert {name: document[name] for name in list(document)[:7]} == {
        "schema_version": "2.0.0",
        "document": "whos-hot",
        "as_of_date": "2025-01-10",
        "generated_at": "2025-01-10T06:02:07.250000-05:00",
        "data_through": "2025-01-09",
        "season": "2024-25",
        "status": "ok",
    }
    assert document["refresh"] == {
        "cadence": "daily 06:00 America/New_York",
        "next_refresh_at": "2025-01-11T06:00:00-05:00",
    }
    assert document["default_period"] == "30d"


def test_only_flags_that_are_on_become_notes(whos_hot: Rows) -> None:
    document = build_document(WHOS_HOT_DOCUMENT, whos_hot)
    assert document["notes"] == [{"code": "no_injury_report", "text": NOTES["no_injury_report"]}]


def test_every_flag_of_the_marts_has_a_text() -> None:
    flags = {
        name.removeprefix("note_")
        for mart in (WHOS_HOT, BOUNCE_BACK)
        for name in mart.columns
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
    assert list(document)[9:] == ["thresholds", "league_baseline", "candidates", "watch_list"]
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


@pytest.mark.parametrize(
    ("any_rate", "ending"),
    [
        # The interval is [0.401, 0.423]: its ends still are too close to call.
        (0.461, "less often than in any game (46.1%): a bad game is no sign of a bounce."),
        (0.424, "less often than in any game (42.4%): a bad game is no sign of a bounce."),
        (0.423, "and in 42.3% of all their games: too close to call."),
        (0.401, "and in 40.1% of all their games: too close to call."),
        (0.4, "more often than in any game (40%)."),
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
        "After a bad game, players reached their season average in 41.2% of their next games "
        f"(7,841 counted), {ending}"
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


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.412, "41.2%"), (0.4, "40%"), (0.0, "0%"), (1.0, "100%"), (0.005, "0.5%"), (0.29, "29%")],
)
def test_percentages_have_one_decimal_at_most(rate: float, words: str) -> None:
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
