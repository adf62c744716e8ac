"""The content guards, at each threshold's edge: documents of the hand-written marts, altered."""

import copy

import pytest

from publisher import guards, limits
from publisher.build import count_records
from publisher.check import violations
from publisher.guards import (
    EMPTIED,
    FALLEN,
    FULL_LIST,
    IMPLAUSIBLE,
    LEAGUE_OVER_RATE,
    MIN_HEAT_ENTRIES,
    MIN_LEAGUE_GAMES,
    MIN_TOTAL,
    RESULTS,
    SHRUNK,
    SOURCES,
    STALE,
    Refusal,
)
from publisher.schemas import load_schema
from tests.fixtures.guard_cases import BY_NAME, Json, candidate, entries, found, guards_of, judged
from tests.fixtures.hand_marts import hand_document as made


@pytest.mark.parametrize("name", BY_NAME)
@pytest.mark.parametrize("with_live", [False, True])
def test_a_good_document_is_not_refused(name: str, with_live: bool) -> None:
    assert found(name, made(name), made(name) if with_live else None) == []


# --- a list that was full and is empty


# Each list of every document that is not inside another list.
LISTS = [
    *(
        ("whos-hot", f"periods.{period}.{name}")
        for period in ("7d", "14d", "30d", "season")
        for name in ("hot", "cold", "hot_tonight", "cold_tonight")
    ),
    ("bounce-back", "candidates"),
    ("bounce-back", "watch_list"),
    ("what-matters", "archetypes"),
    ("what-matters", "key_insights"),
    ("team-tendencies", "pace.kings"),
    ("team-tendencies", "pace.grinders"),
    ("team-tendencies", "defense_by_shot_profile.interior.toughest"),
    ("team-tendencies", "home_away.road_warriors"),
    ("team-tendencies", "back_to_back.vulnerable"),
    ("quick-hits", "stats"),
]


@pytest.mark.parametrize(("name", "path"), LISTS)
@pytest.mark.parametrize("before", [FULL_LIST - 1, FULL_LIST, FULL_LIST + 1])
def test_a_list_that_was_full_may_not_be_empty(name: str, path: str, before: int) -> None:
    live, content = (
        entries(made(name), path, before),
        entries(made(name), path, 0),
    )
    is_free = path == "key_insights"
    expected = [EMPTIED] if before >= FULL_LIST and not is_free else []
    refused = found(name, content, live)
    assert guards_of(refused) == expected
    if expected:
        assert refused[0] == Refusal(EMPTIED, name, f"{path} is empty and had {before} entries")


@pytest.mark.parametrize(("name", "path"), LISTS)
def test_one_entry_left_is_not_an_empty_list(name: str, path: str) -> None:
    live, content = (
        entries(made(name), path, FULL_LIST),
        entries(made(name), path, 1),
    )
    assert found(name, content, live) == []


@pytest.mark.parametrize("status", ["no_games", "insufficient_data", "off_season"])
@pytest.mark.parametrize(("name", "path"), LISTS)
def test_a_status_explains_an_empty_list(name: str, path: str, status: str) -> None:
    live, content = entries(made(name), path, 10), entries(made(name), path, 0)
    assert EMPTIED not in guards_of(found(name, {**content, "status": status}, live))


COUNTED = [
    ("hot", "qualifying_players", "no_recent_lines"),
    ("cold", "qualifying_players", "no_recent_lines"),
    ("hot_tonight", "qualifying_tonight", "no_lines"),
    ("cold_tonight", "qualifying_tonight", "no_lines"),
]


@pytest.mark.parametrize(("name", "count", "note"), COUNTED)
@pytest.mark.parametrize("left", [9, 10, 11])
def test_a_count_below_what_the_list_had_explains_it(
    name: str, count: str, note: str, left: int
) -> None:
    path = f"periods.30d.{name}"
    live, content = (
        entries(made("whos-hot"), path, 10),
        entries(made("whos-hot"), path, 0),
    )
    content["notes"] = []
    content["periods"]["30d"][count] = left
    assert guards_of(found("whos-hot", content, live)) == ([] if left < 10 else [EMPTIED])
    # A count that lacks its source explains nothing.
    content["notes"] = [{"code": note, "text": "…"}]
    assert guards_of(found("whos-hot", content, live)) == [EMPTIED]
    # The other note is about something else.
    other = "no_lines" if note == "no_recent_lines" else "no_recent_lines"
    content["notes"] = [{"code": other, "text": "…"}]
    assert guards_of(found("whos-hot", content, live)) == ([] if left < 10 else [EMPTIED])


@pytest.mark.parametrize("count", ["qualifying_players", "qualifying_tonight"])
def test_the_count_of_another_list_or_period_explains_nothing(count: str) -> None:
    path = "periods.30d.hot" if count == "qualifying_tonight" else "periods.30d.hot_tonight"
    live, content = (
        entries(made("whos-hot"), path, 10),
        entries(made("whos-hot"), path, 0),
    )
    content["periods"]["30d"][count] = 0
    content["periods"]["14d"].update(qualifying_players=0, qualifying_tonight=0)
    assert guards_of(found("whos-hot", content, live)) == [EMPTIED]


@pytest.mark.parametrize(
    ("path", "note"), [("candidates", "no_candidates"), ("watch_list", "no_watch_list")]
)
def test_a_note_explains_the_empty_list_that_it_speaks_of(path: str, note: str) -> None:
    live, content = (
        entries(made("bounce-back"), path, 6),
        entries(made("bounce-back"), path, 0),
    )
    assert found("bounce-back", {**content, "notes": [{"code": note, "text": "…"}]}, live) == []
    for other in ({"no_candidates", "no_watch_list"} - {note}) | {"no_lines"}:
        content["notes"] = [{"code": other, "text": "…"}]
        assert guards_of(found("bounce-back", content, live)) == [EMPTIED]


def test_every_emptied_list_is_named() -> None:
    live, content = made("whos-hot"), made("whos-hot")
    for path in ("periods.7d.hot", "periods.season.cold"):
        live, content = entries(live, path, 7), entries(content, path, 0)
    assert [refusal.text for refusal in found("whos-hot", content, live)] == [
        "periods.7d.hot is empty and had 7 entries",
        "periods.season.cold is empty and had 7 entries",
    ]


@pytest.mark.parametrize(
    "live",
    [
        {"status": "ok", "as_of_date": "2025-01-09", "generated_at": "2025-01-09T06:00:00-05:00"},
        {
            "as_of_date": "2025-01-09",
            "generated_at": "2025-01-09T06:00:00-05:00",
            "leaders": [1, 2, 3, 4, 5, 6],
            "periods": {"60d": {"hot": [1, 2, 3, 4, 5, 6]}, "30d": [1, 2, 3, 4, 5, 6]},
        },
    ],
)
def test_lists_of_a_live_document_of_another_form_are_not_compared(live: Json) -> None:
    assert found("whos-hot", entries(made("whos-hot"), "periods.30d.hot", 0), live) == []


# --- fewer records


def with_total(total: int) -> Json:
    """Return who's hot with that many records in all, none of its lists ever empty."""
    content = made("whos-hot")
    paths = [path for name, path in LISTS if name == "whos-hot"]
    for number, path in enumerate(paths):
        share = total // len(paths) + (number < total % len(paths))
        content = entries(content, path, share)
    assert count_records(content) == total
    return content


@pytest.mark.parametrize(
    ("before", "after", "is_refused"),
    [
        (MIN_TOTAL - 1, 16, False),
        (MIN_TOTAL, MIN_TOTAL // 2 - 1, True),
        (MIN_TOTAL, MIN_TOTAL // 2, False),
        (MIN_TOTAL + 1, MIN_TOTAL // 2, True),
        (MIN_TOTAL + 1, MIN_TOTAL // 2 + 1, False),
        (160, 79, True),
        (160, 80, False),
    ],
)
def test_more_than_half_of_the_records_must_not_disappear(
    before: int, after: int, is_refused: bool
) -> None:
    refused = found("whos-hot", with_total(after), with_total(before))
    text = f"{after} records in all, against {before} live"
    assert refused == ([Refusal(SHRUNK, None, text)] if is_refused else [])


def test_records_are_summed_over_the_release() -> None:
    shrunk = candidate("whos-hot", with_total(30), with_total(100))
    assert guards_of(judged([shrunk])) == [SHRUNK]
    many = entries(made("quick-hits"), "stats", 40)
    steady = candidate("quick-hits", many, many)
    # 70 of 140: half.
    assert judged([shrunk, steady]) == []
    # A new document has nothing to be compared with; one that is explained does not count.
    new = candidate("quick-hits", many, None)
    assert guards_of(judged([shrunk, new])) == [SHRUNK]
    idle = candidate("quick-hits", {**many, "status": "off_season"}, many)
    assert guards_of(judged([shrunk, idle])) == [SHRUNK]


@pytest.mark.parametrize("status", ["no_games", "insufficient_data", "off_season"])
def test_a_status_explains_fewer_records(status: str) -> None:
    refused = found("whos-hot", {**with_total(16), "status": status}, with_total(160))
    assert SHRUNK not in guards_of(refused)


# --- implausible numbers


LOW, HIGH = LEAGUE_OVER_RATE


@pytest.mark.parametrize(
    ("rate", "games", "is_refused"),
    [
        (LOW, MIN_LEAGUE_GAMES, False),
        (LOW - 0.001, MIN_LEAGUE_GAMES, True),
        (HIGH, MIN_LEAGUE_GAMES, False),
        (HIGH + 0.001, MIN_LEAGUE_GAMES, True),
        (LOW - 0.001, MIN_LEAGUE_GAMES - 1, False),
        (HIGH + 0.001, MIN_LEAGUE_GAMES + 1, True),
        (0, 5000, True),
        (1, 5000, True),
        (None, MIN_LEAGUE_GAMES, False),
    ],
)
def test_the_leagues_over_rate_must_be_plausible(
    rate: float | None, games: int, is_refused: bool
) -> None:
    whos_hot, teams = made("whos-hot"), made("team-tendencies")
    whos_hot["periods"]["14d"]["league_average"].update(hit_rate=rate, games=games)
    teams["league"].update(over_rate=rate, games=games)
    for name, content in (("whos-hot", whos_hot), ("team-tendencies", teams)):
        refused = found(name, content)
        assert guards_of(refused) == ([IMPLAUSIBLE] if is_refused else [])
        if is_refused:
            assert f"is {rate} over {games} graded games" in refused[0].text
            assert refused[0].document == name


@pytest.mark.parametrize("count", [MIN_HEAT_ENTRIES - 1, MIN_HEAT_ENTRIES, MIN_HEAT_ENTRIES + 1])
def test_heat_may_not_be_the_same_for_all(count: int) -> None:
    content = made("whos-hot")
    content["periods"]["30d"]["hot"] = []
    content["periods"]["30d"]["cold"] = []
    content = entries(content, "periods.7d.hot", count - 1)
    content = entries(content, "periods.7d.cold", 1)
    period = content["periods"]["7d"]
    for entry in (*period["hot"], *period["cold"]):
        entry["heat_score"] = 5.0
    expected = [IMPLAUSIBLE] if count >= MIN_HEAT_ENTRIES else []
    refused = found("whos-hot", content)
    assert guards_of(refused) == expected
    if expected:
        assert refused[0].text == f"all {count} players in 7d have heat 5.0"
    period["cold"][0]["heat_score"] = 4.99
    assert found("whos-hot", content) == []


# --- a stale mart


@pytest.mark.parametrize(
    ("generated_at", "is_refused"),
    [
        ("2025-01-09T23:59:59-05:00", True),
        ("2025-01-10T00:00:00-05:00", False),
        # The same instants in another zone: it is the date in New York that counts.
        ("2025-01-10T04:59:59+00:00", True),
        ("2025-01-10T05:00:00+00:00", False),
        ("2025-01-10T04:59:59Z", True),
        ("2026-07-01T12:00:00-04:00", False),
    ],
)
def test_a_mart_built_before_its_date_is_stale(generated_at: str, is_refused: bool) -> None:
    content = {**made("deep-dive"), "generated_at": generated_at}
    assert guards_of(found("deep-dive", content)) == ([STALE] if is_refused else [])


@pytest.mark.parametrize(
    ("as_of", "seconds", "is_refused"),
    [
        ("2025-01-10", 6, True),
        ("2025-01-10", 7, False),
        ("2025-01-10", 8, False),
        ("2025-01-09", 6, False),
    ],
)
def test_a_mart_older_than_what_is_live_of_its_date_is_stale(
    as_of: str, seconds: int, is_refused: bool
) -> None:
    live = {
        **made("deep-dive"),
        "as_of_date": as_of,
        "generated_at": "2025-01-10T11:00:07Z",
    }
    content = {**made("deep-dive"), "generated_at": f"2025-01-10T06:00:0{seconds}-05:00"}
    assert guards_of(found("deep-dive", content, live)) == ([STALE] if is_refused else [])


# --- stale sources


@pytest.mark.parametrize("status", ["ok", "no_games", "insufficient_data", "off_season"])
def test_stale_sources_are_refused_while_a_document_says_all_is_well(status: str) -> None:
    texts = ("props are 3 days old", "games are 2 days old")
    content = {**made("bounce-back"), "status": status}
    expected = [Refusal(SOURCES, None, text) for text in texts] if status == "ok" else []
    assert found("bounce-back", content, stale=texts) == expected
    assert found("bounce-back", content) == []


def test_one_document_that_is_ok_is_enough_for_stale_sources() -> None:
    idle = candidate("bounce-back", {**made("bounce-back"), "status": "no_games"}, None)
    fine = candidate("whos-hot", made("whos-hot"), None)
    assert guards_of(judged([idle, fine], ("old",))) == [SOURCES]
    assert judged([], ("old",)) == []


def test_each_document_is_judged_by_its_own_status() -> None:
    live = entries(made("whos-hot"), "periods.30d.hot", 10)
    emptied = entries(made("whos-hot"), "periods.30d.hot", 0)
    idle = candidate("bounce-back", {**made("bounce-back"), "status": "no_games"}, None)
    assert guards_of(judged([candidate("whos-hot", emptied, live), idle])) == [EMPTIED]
    excused = candidate("whos-hot", {**emptied, "status": "no_games"}, live)
    fine = candidate("bounce-back", made("bounce-back"), None)
    assert judged([excused, fine]) == []


@pytest.mark.parametrize("guard", guards.GUARDS)
def test_every_guard_can_be_named_in_the_index(guard: str) -> None:
    index = copy.deepcopy(load_schema("index")["examples"][0])
    refusal = Refusal(guard, None, "what it found").as_json()
    against = {name: refusal[name] for name in ("guard", "text")}
    index["documents"][0]["degraded"] = {"reason": "closed", "refusals": [against]}
    assert violations(load_schema("index"), index) == []


def test_every_guard_is_registered() -> None:
    own = {EMPTIED, FALLEN, IMPLAUSIBLE, RESULTS, SHRUNK, SOURCES, STALE}
    assert {*own, *limits.GUARDS} == set(guards.GUARDS)
    assert {limit.guard for limit in limits.LIMITS} == {RESULTS, *limits.GUARDS}
