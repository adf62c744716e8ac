"""The limits of a night's data, each at its edge; and the status, which may not fall."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from publisher.documents.facts import RESULTS, TONIGHT, facts_of
from publisher.guards import FALLEN, IN_SEASON_DAYS, Refusal
from publisher.limits import CUP_FINALISTS, LIMITS, Limit
from tests.fixtures.daily_marts import GUARDS, GUARDS_TONIGHT
from tests.fixtures.guard_cases import BY_NAME, DUE_AT, FACTS, Json, candidate, judged
from tests.fixtures.hand_marts import hand_document as made

ORDINARY: Json = {**GUARDS, **GUARDS_TONIGHT}
BY_STATISTIC = {limit.statistic: limit for limit in LIMITS}
# A step beyond the limit: the marts round shares to three decimals, points to two.
STEP = {True: 0.001, False: 0.01}
COUNTS = ("silent_teams", "unscheduled_team_nights")

EDGES = [
    (limit, value, side)
    for limit in LIMITS
    for value, side in ((limit.low, -1), (limit.high, 1))
    if value is not None
]


def seen(columns: Json, status: str = "ok", late: timedelta = timedelta()) -> list[Refusal]:
    """Return what is refused of a night that is ordinary but for some columns."""
    facts = replace(FACTS, statistics={**ORDINARY, **columns})
    content = {**made("whos-hot"), "status": status}
    return judged([candidate("whos-hot", content, None, facts)], now=DUE_AT + late)


def step_of(limit: Limit) -> float:
    return 1 if limit.statistic in COUNTS else STEP[limit.is_share]


def beyond(limit: Limit) -> float:
    """Return a value that the limit refuses."""
    if limit.high is not None:
        return limit.high + step_of(limit)
    assert limit.low is not None
    return limit.low - step_of(limit)


def many(limit: Limit) -> dict[str, int]:
    """Return the columns that make enough of what the limit is about."""
    return {} if limit.among is None else {limit.among: limit.enough}


def test_an_ordinary_night_is_within_all_limits() -> None:
    assert seen({}) == []


@pytest.mark.parametrize(("limit", "value", "side"), EDGES, ids=lambda one: str(one)[:0])
def test_a_value_on_the_limit_is_possible_and_one_beyond_is_refused(
    limit: Limit, value: float, side: int
) -> None:
    step = side * step_of(limit)
    for inside in (value - step, value):
        assert seen({**many(limit), limit.statistic: inside}) == []
    (refusal,) = seen({**many(limit), limit.statistic: round(value + step, 3)})
    assert (refusal.guard, refusal.document) == (limit.guard, None)
    assert refusal.text.partition(":")[0].endswith(f", expected {limit.expected}")


@pytest.mark.parametrize("limit", [one for one in LIMITS if one.among], ids=lambda one: one.text)
def test_of_too_few_a_statistic_says_nothing(limit: Limit) -> None:
    assert limit.among is not None
    for few in (None, 0, limit.enough - 1):
        assert seen({limit.statistic: beyond(limit), limit.among: few}) == []
    for enough in (limit.enough, limit.enough + 1):
        assert seen({limit.statistic: beyond(limit), limit.among: enough}) != []


@pytest.mark.parametrize("limit", LIMITS, ids=lambda one: one.statistic)
def test_what_is_unknown_is_not_refused(limit: Limit) -> None:
    assert seen({**many(limit), limit.statistic: None}) == []
    without = {name: value for name, value in ORDINARY.items() if name != limit.statistic}
    assert limit.exceeded(without) is None


@pytest.mark.parametrize("limit", LIMITS, ids=lambda one: one.statistic)
@pytest.mark.parametrize("status", ["no_games", "insufficient_data", "off_season"])
def test_tonights_limits_are_for_nights_of_a_season(limit: Limit, status: str) -> None:
    columns: Json = {"days_since_box_score": 30, **many(limit), limit.statistic: beyond(limit)}
    found = seen(columns, status)
    assert [one.guard for one in found] == ([] if limit.in_season else [limit.guard])


@pytest.mark.parametrize("limit", LIMITS, ids=lambda one: one.statistic)
def test_missing_lines_are_waited_for_until_they_are_due(limit: Limit) -> None:
    columns: Json = {**many(limit), limit.statistic: beyond(limit)}
    early = seen(columns, late=-timedelta(seconds=1))
    assert bool(early) == (not limit.when_due)
    assert seen(columns) != []
    facts = replace(FACTS, lines_due_at=None, statistics={**ORDINARY, **columns})
    without_games = judged([candidate("whos-hot", made("whos-hot"), None, facts)])
    assert bool(without_games) == (not limit.when_due)


def test_a_refusal_names_some_of_what_it_saw() -> None:
    (refusal,) = seen(
        {
            "short_teams_yesterday": 4,
            "teams_due_yesterday": 10,
            "short_share_yesterday": 0.4,
            "short_teams": "ATL, BOS, CHI, DAL",
        }
    )
    assert refusal == Refusal(
        "missing_results",
        None,
        "40.0% of yesterday's 10 teams have no whole box score, expected at most 20.0%: "
        "ATL, BOS, CHI, DAL",
    )
    (refusal,) = seen({"line_shift": 5.0})
    assert refusal.text == (
        "tonight's lines differ from the usual ones of the same 86 players by 5 points in the "
        "median, expected -2.5 to 2.5: jalenbrunson, jaysontatum"
    )


def test_what_is_said_of_a_night_is_said_once() -> None:
    facts = replace(FACTS, statistics={**ORDINARY, "misnamed_share": 1.0})
    documents = [candidate(name, made(name), None, facts) for name in BY_NAME]
    assert [one.guard for one in judged(documents)] == ["implausible_names"]


def test_every_column_that_a_limit_names_is_in_the_guards_marts() -> None:
    columns = {*RESULTS.columns, *TONIGHT.columns}
    for limit in LIMITS:
        assert {limit.statistic, limit.among, limit.examples} - {None} <= columns
        assert limit.exceeded({**ORDINARY, **many(limit), limit.statistic: beyond(limit)})
        assert limit.reason.endswith(".")


def test_tonights_lines_hold_back_the_daily_documents_only() -> None:
    for document in BY_NAME.values():
        assert (TONIGHT in facts_of(document)) == (document.group == "daily"), document.name
        assert RESULTS in facts_of(document)
    weekly = {limit.statistic for limit in LIMITS if not limit.in_season}
    assert weekly <= set(RESULTS.columns)


# --- a status that falls


def fallen(status: str, live: Json | None = None, **columns: Any) -> list[str]:
    """Return what the guard of the status says of a document with it."""
    facts = replace(FACTS, statistics={**ORDINARY, **columns})
    content = {**made("whos-hot"), "status": status}
    return [
        one.text
        for one in judged([candidate("whos-hot", content, live, facts)])
        if one.guard == FALLEN
    ]


@pytest.mark.parametrize(
    ("live", "is_refused"),
    [
        ({"status": "ok"}, True),
        ({"status": "no_games"}, True),
        ({"status": "ok", "as_of_date": "2025-01-09"}, True),
        ({"status": "insufficient_data"}, False),
        ({"status": "off_season"}, False),
        ({"status": "ok", "season": "2023-24"}, False),
        # Somebody goes back to an earlier day.
        ({"status": "ok", "as_of_date": "2025-01-11"}, False),
    ],
)
def test_a_season_that_had_enough_data_does_not_lose_it(live: Json, is_refused: bool) -> None:
    found = fallen("insufficient_data", {**made("whos-hot"), **live})
    assert bool(found) == is_refused
    if is_refused:
        date = live.get("as_of_date", "2025-01-10")
        assert found == [f"the status is insufficient_data, and was ok on {date}, in the season"]
    assert fallen("insufficient_data") == []


@pytest.mark.parametrize("days", [None, 1, IN_SEASON_DAYS, IN_SEASON_DAYS + 1])
def test_it_is_no_off_season_while_there_are_box_scores(days: int | None) -> None:
    is_refused = days is not None and days <= IN_SEASON_DAYS
    assert fallen("off_season", days_since_box_score=days) == (
        [f"the status is off_season, and the last box score is of {days} days ago"]
        if is_refused
        else []
    )
    for status in ("ok", "no_games", "insufficient_data"):
        assert fallen(status, days_since_box_score=days) == []


@pytest.mark.parametrize("teams", [None, 0, CUP_FINALISTS, CUP_FINALISTS + 1])
@pytest.mark.parametrize("status", ["ok", "no_games", "insufficient_data", "off_season"])
def test_there_are_games_while_players_of_more_than_a_cup_final_are_quoted(
    status: str, teams: int | None
) -> None:
    found = fallen(
        status,
        days_since_box_score=30,
        unscheduled_quoted_teams=teams,
        unscheduled_quoted_team_names="ATL, BOS, CHI",
    )
    is_refused = status in ("no_games", "off_season") and (teams or 0) > CUP_FINALISTS
    text = f"the status is {status}, and the books quote players of ATL, BOS, CHI for tonight"
    assert found == ([text] if is_refused else [])


def test_a_document_without_tonights_statistics_has_its_status_judged() -> None:
    facts = replace(FACTS, statistics={**GUARDS, "days_since_box_score": 1})
    content = {**made("team-tendencies"), "status": "off_season"}
    (refusal,) = judged([candidate("team-tendencies", content, None, facts)])
    assert (refusal.guard, refusal.document) == (FALLEN, "team-tendencies")
