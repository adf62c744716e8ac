"""Which row of a player and date counts: the oracle's rules, one example each."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from itertools import permutations

import pytest

from tests.oracle.hand_rows import DAY, LOADED, player_row
from tests.oracle.player_rows import has_played, one_a_date
from tests.oracle.sources import PlayerRow

LATER, LATEST = LOADED + timedelta(hours=1), LOADED + timedelta(hours=2)


def failed(**columns: object) -> PlayerRow:
    """A scrape without points and without a mark."""
    return player_row(**({"points": None, "minutes_played": None, "is_dnp": None} | columns))


def dnp(**columns: object) -> PlayerRow:
    """A row that says that he did not play."""
    return player_row(**({"points": None, "minutes_played": None, "is_dnp": True} | columns))


def chosen(*rows: PlayerRow) -> PlayerRow:
    """The row that counts, whatever order the rows come in."""
    found = {one_a_date(order, str)["p1", DAY] for order in permutations(rows)}
    assert len(found) == 1
    return found.pop()


@pytest.mark.parametrize(
    ("columns", "played"),
    [
        ({}, True),
        ({"points": 0}, True),
        ({"points": 2, "minutes_played": None}, True),
        ({"points": 2, "minutes_played": Decimal(0)}, True),
        ({"points": 0, "minutes_played": Decimal(0)}, False),
        ({"points": 0, "minutes_played": None, "is_dnp": None}, False),
        ({"points": None}, False),
    ],
)
def test_who_played(columns: dict[str, object], played: bool) -> None:
    assert has_played(player_row(**columns)) is played


def test_the_latest_of_one_teams_rows_counts() -> None:
    assert chosen(player_row(points=30), player_row(points=20, processed_at=LATER)).points == 20
    assert chosen(player_row(processed_at=None), player_row(points=7)).points == 7


def test_a_failed_scrape_does_not_replace_a_played_row() -> None:
    assert chosen(player_row(), failed(processed_at=LATER)).points == 20
    unmarked = failed(is_dnp=False, minutes_played=Decimal(5), processed_at=LATER)
    assert chosen(player_row(), unmarked).points == 20


def test_a_correction_to_did_not_play_does() -> None:
    assert chosen(player_row(), dnp(processed_at=LATER)).is_dnp
    assert chosen(player_row(), dnp(processed_at=LATER), failed(processed_at=LATEST)).is_dnp
    nothing = player_row(points=0, minutes_played=None, is_dnp=None, processed_at=LATER)
    assert not has_played(chosen(player_row(), nothing))


def test_without_a_played_row_the_latest_counts() -> None:
    assert chosen(dnp(), failed(processed_at=LATER)).is_dnp is None


def test_of_two_teams_rows_the_one_that_counts_as_played_wins() -> None:
    other = dnp(team_abbr="PHI", processed_at=LATEST)
    assert chosen(player_row(), other).team_abbr == "BOS"
    assert chosen(player_row(), failed(processed_at=LATER), other).team_abbr == "BOS"
    longer = dnp(team_abbr="PHI", minutes_played=Decimal(5))
    assert chosen(player_row(minutes_played=None), longer).team_abbr == "BOS"
    # His own team's row was corrected: he played for neither.
    both = chosen(player_row(), dnp(processed_at=LATER), other)
    assert not has_played(both)


def test_ties_go_to_minutes_then_points_then_the_id() -> None:
    longer = player_row(points=5, minutes_played=Decimal(37))
    assert chosen(player_row(), longer) == longer
    assert chosen(player_row(), player_row(points=21)).points == 21
    assert chosen(dnp(points=None), dnp(points=0)).points == 0
    first = player_row(game_id="a")
    assert chosen(player_row(game_id=None), player_row(game_id="b"), first) == first
    # If he played for two teams, minutes come before the later row.
    traded = player_row(team_abbr="PHI", minutes_played=Decimal(12), processed_at=LATEST)
    assert chosen(player_row(), traded).team_abbr == "BOS"


def test_spellings_of_one_player_are_one() -> None:
    rows = [player_row(), player_row(player_lookup="p1jr", points=9, processed_at=LATER)]
    found = one_a_date(rows, lambda lookup: lookup.removesuffix("jr"))
    assert [row.points for row in found.values()] == [9]
