"""A small league for the oracle's own tests.

Two teams, ten players, a game every other day.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.oracle import League
from tests.oracle.hand_rows import (
    both_sides,
    new_york,
    player_row,
    schedule_row,
    sources,
    team_row,
)
from tests.oracle.league import build
from tests.oracle.sources import Sources

FIRST = date(2024, 12, 1)
TEAMS = ("BOS", "NYK")
GAMES = 12
TONIGHT = FIRST + timedelta(days=2 * GAMES)
DAYS = [FIRST + timedelta(days=2 * place) for place in range(GAMES)]


def name(team: str, number: int) -> str:
    """The name of a player of a team; his key is the same in lower case without the space."""
    return f"{team.title()} P{number}"


def key(team: str, number: int) -> str:
    """The key of a player of a team."""
    return f"{team.lower()}p{number}"


def points_of(number: int, place: int) -> int:
    """Over and under 20.5 in turn; a player with an even number begins with an over."""
    return 25 if (place + number) % 2 == 0 else 15


def tables() -> Sources:
    """Every game of the league played and lined, and tonight's scheduled and lined."""
    schedule = [
        schedule_row(
            game_id=f"00224{place:05d}",
            game_date=day,
            game_date_est=new_york(19, 30, day),
            game_status=3 if day < TONIGHT else 1,
        )
        for place, day in enumerate([*DAYS, TONIGHT])
    ]
    players, lines = [], []
    for team, opponent in (TEAMS, TEAMS[::-1]):
        for number in range(5):
            for place, day in enumerate([*DAYS, TONIGHT]):
                lines += both_sides(
                    game_date=day,
                    player_name=name(team, number),
                    bookmaker_last_update=new_york(12, 0, day),
                )
                if day < TONIGHT:
                    players.append(
                        player_row(
                            player_lookup=key(team, number),
                            player_full_name=name(team, number),
                            game_date=day,
                            team_abbr=team,
                            opponent_team_abbr=opponent,
                            points=points_of(number, place),
                        )
                    )
    return sources(
        players=players,
        teams=[
            team_row(team, opponent, game_date=day)
            for day in DAYS
            for team, opponent in (TEAMS, TEAMS[::-1])
        ],
        schedule=schedule,
        props=lines,
    )


def league(**changed: Any) -> League:
    """The league with some tables changed: a function of the rows, or other rows."""
    whole = tables()
    made = {
        table: change(getattr(whole, table)) if callable(change) else change
        for table, change in changed.items()
    }
    return build(replace(whole, **made))
