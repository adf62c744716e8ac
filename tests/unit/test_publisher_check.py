"""The check: formats, finiteness, and a message that an operator can act on."""

import copy
import math
from decimal import Decimal
from typing import Any

import pytest

from publisher.check import check_document, violations
from publisher.errors import ExitCode, InvalidDocumentError
from publisher.schemas import load_schema


@pytest.fixture
def document() -> Any:
    (example,) = load_schema("whos-hot-v2")["examples"]
    return copy.deepcopy(example)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("as_of_date", "2025-02-30"),
        ("as_of_date", "20250110"),
        ("as_of_date", "2025-01-10T00:00:00-05:00"),
        ("generated_at", "2025-01-10T06:00:00"),
        ("generated_at", "2025-01-10 06:00:00-05:00"),
        ("generated_at", "2025-01-10T26:00:00-05:00"),
        ("generated_at", "2025-01-10"),
        ("status", "fine"),
        ("season", "2024-2025"),
        ("schema_version", "3.0.0"),
        ("document", "bounce-back"),
        ("default_period", "90d"),
    ],
)
def test_a_wrong_value_is_named_with_its_path(document: Any, name: str, value: str) -> None:
    document[name] = value
    with pytest.raises(InvalidDocumentError) as caught:
        check_document("whos-hot", "whos-hot-v2", document)
    assert f"whos-hot is not valid: $.{name}:" in str(caught.value)
    assert value in str(caught.value)
    assert caught.value.exit_code == ExitCode.INVALID_DOCUMENT


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("heat_score", 10.01),
        ("heat_score", -0.01),
        ("heat_score", "8.01"),
        ("heat_score", None),
        ("heat_score", math.nan),
        ("heat_score", math.inf),
        ("heat_score", Decimal("8.01")),
        ("hit_rate", 1.001),
        ("hit_rate_games", 4.5),
        ("hit_rate_games", -1),
        ("rank", 0),
        ("rank", 11),
        ("position", "PG"),
        ("streak_direction", "push"),
        ("playing_tonight", None),
        ("team_abbr", ""),
        ("player_full_name", ""),
    ],
)
def test_a_wrong_entry_is_named_with_its_path(document: Any, name: str, value: Any) -> None:
    document["periods"]["30d"]["hot"][0][name] = value
    (found,) = violations(load_schema("whos-hot-v2"), document)
    assert found.startswith(f"$.periods.30d.hot[0].{name}: ")


def test_nulls_are_valid_where_something_may_be_unknown(document: Any) -> None:
    document["data_through"] = None
    entry = document["periods"]["30d"]["hot"][0]
    entry["position"] = None
    for name in entry["tonight"]:
        entry["tonight"][name] = "NYK" if name == "opponent" else None
    assert violations(load_schema("whos-hot-v2"), document) == []


@pytest.mark.parametrize("odds", [0, 99, -99, 1.5])
def test_american_odds_are_a_hundred_or_more_either_way(document: Any, odds: float) -> None:
    document["periods"]["30d"]["hot"][0]["tonight"]["over_odds"] = odds
    assert violations(load_schema("whos-hot-v2"), document)


def test_a_list_holds_at_most_ten(document: Any) -> None:
    lists = document["periods"]["30d"]
    lists["hot"] = lists["hot"][:1] * 10
    assert violations(load_schema("whos-hot-v2"), document) == []
    lists["hot"] = lists["hot"][:1] * 11
    assert violations(load_schema("whos-hot-v2"), document)


def test_further_problems_are_counted_and_long_ones_cut(document: Any) -> None:
    del document["season"], document["status"]
    document["periods"]["7d"]["hot"] = "x" * 10_000
    with pytest.raises(InvalidDocumentError, match=r"\(and 2 more\)") as caught:
        check_document("whos-hot", "whos-hot-v2", document)
    assert len(str(caught.value)) < 500


def test_the_watch_list_is_never_tested() -> None:
    schema = load_schema("bounce-back")
    document = copy.deepcopy(schema["examples"][0])
    document["watch_list"][0]["p_value"] = 0.5
    assert violations(schema, document)
