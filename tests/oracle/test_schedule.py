"""Games and tip-offs: what the oracle takes for a game, and when it begins."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.oracle.calendar import unknown_cut_off
from tests.oracle.hand_rows import DAY, LOADED, NEW_YORK, new_york, odds_row, schedule_row
from tests.oracle.schedule import Schedule, Slot
from tests.oracle.tip_offs import possible, quoted_starts

BOX = [(DAY, "BOS", "NYK")]
NEXT = DAY + timedelta(days=1)


def slot(schedule: Schedule, team: str = "BOS", day: date = DAY) -> Slot:
    found = schedule.tonight(day, team)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("instant", "is_known"),
    [
        (datetime(2025, 1, 10, 0, tzinfo=UTC), False),  # the date as midnight UTC
        (datetime(2025, 1, 10, 5, tzinfo=UTC), False),  # midnight in New York
        (datetime(2025, 1, 11, 5, tzinfo=UTC), False),  # the next one
        (new_york(8, 59), False),
        (new_york(9), True),
        (new_york(19, 30), True),
        (new_york(23, 59), True),
        (None, False),
    ],
)
def test_a_tip_off_is_known_on_its_date_from_nine_on(
    instant: datetime | None, is_known: bool
) -> None:
    assert possible(instant, DAY) == (instant if is_known else None)


def test_a_tip_off_in_summer_time() -> None:
    day = date(2025, 4, 10)
    assert possible(datetime(2025, 4, 10, 13, tzinfo=UTC), day) is not None
    assert possible(datetime(2025, 4, 10, 12, 59, tzinfo=UTC), day) is None
    assert possible(datetime(2025, 4, 10, 0, tzinfo=UTC), day) is None


def test_a_stored_tip_off_that_can_be_one_is_believed() -> None:
    row = schedule_row(game_date_est=new_york(20))
    assert slot(Schedule([row], starts=quoted_starts([odds_row()]))).tip_off == new_york(20)


def test_an_unknown_tip_off_is_taken_from_the_odds_api() -> None:
    row = schedule_row(game_date_est=datetime(2025, 1, 10, 0, tzinfo=UTC))
    for team in ("BOS", "NYK"):
        found = slot(Schedule([row], starts=quoted_starts([odds_row()])), team)
        assert found.tip_off == found.cut_off == new_york(19, 30)
    for other in (
        odds_row(game_date=NEXT),
        odds_row(home_team_abbr="NYK", away_team_abbr="BOS"),
        odds_row(game_start_time=None),
        odds_row(game_start_time=new_york(3)),
        odds_row(game_start_time=new_york(19, day=NEXT)),
    ):
        assert slot(Schedule([row], starts=quoted_starts([other]))).tip_off is None


def test_the_start_in_the_latest_snapshot_counts_whatever_the_book() -> None:
    rows = [
        odds_row(game_start_time=new_york(20), bookmaker="fliff", snapshot_timestamp=new_york(15)),
        odds_row(game_start_time=new_york(21), snapshot_timestamp=None),
        odds_row(game_start_time=None, snapshot_timestamp=new_york(16)),
        odds_row(),
    ]
    for order in (rows, rows[::-1]):
        assert quoted_starts(order) == {(DAY, "BOS", "NYK"): new_york(20)}


def test_without_a_tip_off_the_cut_off_is_seven_in_the_evening() -> None:
    assert slot(Schedule([schedule_row()])).cut_off == datetime(2025, 1, 10, 19, tzinfo=NEW_YORK)
    assert unknown_cut_off(date(2025, 7, 1)) == datetime(2025, 7, 1, 23, tzinfo=UTC)


def test_the_latest_row_of_an_id_fixes_its_date() -> None:
    old = schedule_row(game_date=DAY, processed_at=LOADED)
    moved = schedule_row(game_date=NEXT, processed_at=LOADED + timedelta(hours=1))
    schedule = Schedule([moved, old], BOX)
    assert schedule.teams(DAY) == []
    assert schedule.teams(NEXT) == ["BOS", "NYK"]
    # Of rows written at one instant, the higher status counts.
    final = schedule_row(game_date=NEXT)
    scheduled = schedule_row(game_status=1)
    assert Schedule([scheduled, final]).teams(NEXT) == ["BOS", "NYK"]


@pytest.mark.parametrize("team", ["TBD", "", "EST", "BRK"])
def test_a_row_without_two_of_the_thirty_teams_is_not_a_game(team: str) -> None:
    schedule = Schedule([schedule_row(away_team_tricode=team)])
    assert schedule.teams(DAY) == []
    assert schedule.tonight(DAY, "BOS") is None
    assert not schedule.any_game(DAY, DAY, DAY)


@pytest.mark.parametrize(
    "columns", [{"game_id": "0012400001"}, {"game_id": "0032400001"}, {"is_all_star": True}]
)
def test_exhibitions_are_not_games(columns: dict[str, object]) -> None:
    schedule = Schedule([schedule_row(**columns)], BOX)
    assert schedule.teams(DAY) == []
    assert schedule.is_exhibition(DAY, "BOS")
    assert schedule.games_held(DAY, NEXT) == []


@pytest.mark.parametrize(
    ("game_id", "is_playoffs"),
    [("0022400500", False), ("0042400101", True), ("0052400101", False), ("0062400001", False)],
)
def test_stages_are_recognised_by_the_prefix(game_id: str, is_playoffs: bool) -> None:
    schedule = Schedule([schedule_row(game_id=game_id)])
    assert slot(schedule).playoffs is is_playoffs
    assert schedule.teams(DAY) == ["BOS", "NYK"]


def test_neutral_ground_is_known_by_the_flag_and_by_the_seed() -> None:
    venues = [slot(Schedule([schedule_row()]), team).home for team in ("BOS", "NYK")]
    assert venues == [True, False]
    flagged = Schedule([schedule_row(neutral_site_flag=True)])
    assert [slot(flagged, team).home for team in ("BOS", "NYK")] == [None, None]
    paris = schedule_row(
        game_date=date(2025, 1, 23), home_team_tricode="IND", away_team_tricode="SAS"
    )
    assert slot(Schedule([paris]), "IND", date(2025, 1, 23)).home is None
    elsewhere = schedule_row(
        game_date=date(2025, 1, 24), home_team_tricode="IND", away_team_tricode="SAS"
    )
    assert slot(Schedule([elsewhere]), "IND", date(2025, 1, 24)).home is True


@pytest.mark.parametrize(
    ("status", "boxes", "is_held"),
    [
        (3, [], True),
        (1, [], False),
        (2, [], False),
        (None, [], False),
        (1, BOX, True),
        (1, [(DAY, "NYK", None)], True),
        (1, [(DAY, "NYK", "PHI")], False),  # it played another that day
        (1, [(NEXT, "BOS", "NYK")], False),
    ],
)
def test_a_past_row_neither_final_nor_with_a_box_score_is_not_a_game(
    status: int | None, boxes: list[tuple[date, str | None, str | None]], is_held: bool
) -> None:
    after = schedule_row(game_id="0022400501", game_date=NEXT)
    schedule = Schedule([schedule_row(game_status=status), after], boxes)
    assert (schedule.held(DAY, "BOS") is not None) is is_held
    assert schedule.games_held(DAY, NEXT) == ([(DAY, "BOS", "NYK")] if is_held else [])
    assert schedule.team_rest(NEXT, "BOS") == (0 if is_held else None)
    # On the date itself it is a game whatever its status.
    assert schedule.teams(DAY) == ["BOS", "NYK"]
    assert schedule.any_game(DAY, DAY, as_of=DAY)
    assert schedule.any_game(DAY, DAY, as_of=NEXT) is is_held


def test_a_stale_row_does_not_hide_the_game_of_that_date() -> None:
    stale = schedule_row(game_id="0022400499", game_status=1, away_team_tricode="PHI")
    schedule = Schedule([stale, schedule_row()], BOX)
    held = schedule.held(DAY, "BOS")
    assert held is not None
    assert held.opponent == "NYK"
    assert schedule.held(DAY, "PHI") is None
