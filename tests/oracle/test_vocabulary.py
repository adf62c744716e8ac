"""The feeds' words as one, and numbers that nobody has ever had."""

from decimal import Decimal

import pytest

from .hand_rows import injury_row, player_row
from .seeds import injury_status, team_code
from .vocabulary import injury, player


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("BKN", "BKN"),
        ("brk ", "BKN"),
        ("Trail  Blazers", "POR"),
        ("Orlando  Magic", "ORL"),
        ("76ers", "PHI"),
        ("TBD", "TBD"),
        ("", ""),
        (None, None),
    ],
)
def test_a_team_has_one_code_and_an_unknown_name_stays(name: str | None, code: str | None) -> None:
    assert team_code(name) == code


@pytest.mark.parametrize(
    ("word", "status"),
    [
        ("out", "out"),
        ("Out ", "out"),
        ("Out - Suspended", "out"),
        ("Game-Time Decision", "questionable"),
        ("Doubtful", "doubtful"),
        ("abducted", None),
        (None, None),
    ],
)
def test_an_injury_word_has_one_meaning_or_none(word: str | None, status: str | None) -> None:
    assert injury_status(word) == status
    assert injury(injury_row(injury_status=word)).injury_status == status


@pytest.mark.parametrize(
    ("points", "minutes", "is_kept"),
    [
        (100, "90", True),
        (101, "30", False),
        (10, "90.1", False),
        (-1, "30", False),
        (10, "-0.1", False),
        (None, None, True),
    ],
)
def test_an_implausible_box_score_says_nothing(
    points: int | None, minutes: str | None, is_kept: bool
) -> None:
    row = player_row(
        points=points, minutes_played=None if minutes is None else Decimal(minutes), is_dnp=False
    )
    assert (player(row) == row) == is_kept
    if not is_kept:
        assert (player(row).points, player(row).minutes_played, player(row).is_dnp) == (None,) * 3
