"""A tiny league for both engines: three teams, seven players, the turn of a season.

Small enough to read and to evaluate in seconds, and made of edge cases: ties, halves, pushes,
NULLs, a trade, players who did not play, repeated and corrected rows, a postponed game, an
exhibition, neutral ground, unknown and repaired tip-offs, two feeds of lines, books that quote
late, twice, one side only or without odds, accents and nicknames in names, a namesake.
The games are here; league_quotes.py has the lines, league_reference.py the rest. ``COVERED`` in
test_evaluator.py says what must show up in the models' rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

Row = dict[str, Any]

NEW_YORK = ZoneInfo("America/New_York")

# Thresholds low enough for so few games; dates around the turn of the season on 1 October.
VARS: dict[str, Any] = {
    "as_of_start": "2025-09-28",
    "as_of_end": "2025-10-18",
    "generated_at": "2025-10-18T11:00:00.123456+00:00",
    "off_season_days": 1,
    "min_graded_games": 6,
    "prior_window_days": 12,
    "prior_min_players": 4,
    "prior_strength_min": 3,
    "periods": [
        {"name": "7d", "days": 7, "min_games": 2},
        {"name": "14d", "days": 14, "min_games": 3},
        {"name": "season", "days": None, "min_games": 2},
    ],
    "recent_graded_days": 4,
    "whos_hot_list_size": 3,
    "bounce_back_min_games_before": 2,
    "bounce_back_min_situations": 2,
    "bounce_back_max_gap_days": 4,
    "max_situations": 60,
    "defense_rank_games": 3,
    "defense_rank_min_games": 2,
    "two_proportions_min_games": 2,
    "archetype_min_games": 3,
    "example_recency_days": 5,
    "team_min_games": 2,
    "paired_list_size": 2,
    "shot_profile_games": 3,
    "shot_profile_min_games": 2,
    "defense_min_props": 1,
    "back_to_back_min_games": 2,
    "rested_min_games": 2,
    "quick_hits_min_games": 2,
    "leading_scorer_min_games": 3,
    "long_streak": 2,
    "first_games": 5,
    "recent_days": 5,
    "lined_team_min_players": 2,
}

TEAMS = {
    "ivonovak": "BOS",
    "alijones": "BOS",
    "tomreed": "BOS",
    "maxweiss": "LAL",
    "bjornlundjr": "LAL",
    "dansmith": "CHI",
    "edwu": "CHI",
}
NAMES = {
    "ivonovak": "Ivo Novák",
    "alijones": "Ali Jones",
    "tomreed": "Tom Reed",
    "maxweiss": "Max Weiß",
    "bjornlundjr": "Bjørn Lund Jr.",
    "dansmith": "Dan Smith",
    "edwu": "Ed Wu",
}
# Attempts per game in the paint, from mid-range and behind the line: interior, perimeter,
# mid-range, balanced; edwu's zones are unknown. Usage in percent, where the source knows it.
SHOTS = {
    "ivonovak": (10, 4, 6),
    "alijones": (3, 3, 10),
    "tomreed": (4, 2, 2),
    "maxweiss": (6, 4, 6),
    "bjornlundjr": (7, 2, 7),
    "dansmith": (10, 0, 0),
}
USAGE = {"ivonovak": "31.5", "alijones": "24.25", "bjornlundjr": "26"}
TRADED = ("alijones", date(2025, 10, 4), "LAL")
# Box scores before this date spell Lund without his suffix.
RESPELLED = ("bjornlundjr", date(2025, 9, 20), "bjornlund")

# One line per game with its players; tip-off in New York ("-": the schedule has only the date). A
# player: points/minutes/line of DraftKings; "0/-" did not play. Weiß and Lund are twins: they tie.
GAMES = """
id          date        home away tip    ivonovak      alijones      tomreed    maxweiss      bjornlundjr   dansmith   edwu
0022400001  2025-09-16  BOS  LAL  19:30  30/34.5/25.5  20/30/20.5    9/12/9.5   22/33/21.5    22/33/21.5    -          -
0022400002  2025-09-17  CHI  BOS  20:00  32/36.1/26.5  22/31/20.5    6/14.9/9.5 -             -             18/28/-    4/9/-
0022400003  2025-09-18  LAL  CHI  22:30  -             -             -          25/35/21.5    25/35/21.5    21/30/-    8/15/-
0022400004  2025-09-20  LAL  BOS  19:00  20/30/28.5    21/30/21      12/20/9.5  12/30/22.5    12/30/22.5    -          -
0022400005  2025-09-22  BOS  CHI  -      30/33/27.5    10/25/21      15/21/9.5  -             -             0/16/-     13/15/-
0022400006  2025-09-23  CHI  LAL  20:00  -             -             -          24/36/20.5    24/36/20.5    20/29/-    -
0022400007  2025-09-25  BOS  LAL  15:00  14/29/28      19/28/19      8/18/10    8.0/27/20     8/27/20       -          -
0022400008  2025-09-27  LAL  BOS  19:00  29/35/26      6/22/18.5     0/-/9.5    26/37/18.5    26/37/18.5    -          -
0022400009  2025-09-29  BOS  CHI  19:30  26/31/26      24/32/16.5    11/20/9.5  -             -             9/24/12.5  2/16/7.5
0022400010  2025-09-30  LAL  BOS  22:00  10/28/26.5    23/30/18      12/19/9.5  9/29/20.5     9/29/20.5     -          -
0022500001  2025-10-01  BOS  LAL  19:30  28/34/24.5    16/30/18.5    7/17/-     21/32/20.5    21/32/20.5    -          -
0012500002  2025-10-02  CHI  BOS  20:00  50/20/24.5    40/20/18.5    -          -             -             30/20/-    -
0022500003  2025-10-03  LAL  CHI  22:30  -             -             -          20/31/20      20/31/20      17/27/14.5 19/22/11.5
0022500004  2025-10-05  BOS  LAL  -      27/33/24.5    31/33/18.5    14/22/9.5  33/38/20.5    33/38/20.5    -          -
0022500005  2025-10-06  CHI  LAL  20:00  -             12/26/20.5    -          10/28/22.5    10/28/22.5    15/26/15.5 18/24/14.5
0022500006  2025-10-08  LAL  BOS  19:00  12/27/25.5    25/31/19.5    3/11/9.5   24/33/21.5    24/33/21.5    -          -
0022500007  2025-10-09  BOS  CHI  19:30  26/33/23.5    -             9/19/9.5   -             -             19/28/15.5 5/23/15
0022500008  2025-10-11  CHI  LAL  20:00  -             8/23/-        -          8/30/-        8/30/-        4/25/-     20/25/-
0022500009  2025-10-12  BOS  LAL  19:00  24/32/24      20/29/20      16/23/9.5  -             24/33/21.5    -          -
0022500011  2025-10-13  CHI  BOS  20:00  25/30/24.5    -             11/20/-    -             -             16/27/15   9/21/14.5
0022500010  2025-10-15  LAL  CHI  22:30  -             30/34/19.5    -          19/30/21      19/30/21      12/28/14.5 21/26/14.5
"""  # noqa: E501


def instant(day: date, clock: str) -> datetime:
    """Return the instant in UTC of a clock time in New York."""
    return datetime.combine(day, time.fromisoformat(clock), NEW_YORK).astimezone(UTC)


def _number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def games() -> list[tuple[Row, dict[str, str]]]:
    """Return the games, each with its players' cells."""
    header, *lines = (line.split() for line in GAMES.strip().splitlines())
    found = []
    for cells in lines:
        row: Row = dict(zip(header, cells, strict=True))
        row["date"] = date.fromisoformat(row["date"])
        found.append((row, {player: row.pop(player) for player in NAMES if row[player] != "-"}))
    return found


def _team(player: str, day: date) -> str:
    traded, since, team = TRADED
    return team if player == traded and day >= since else TEAMS[player]


def _shots(player: str, day: date, points: int) -> Row:
    attempts = SHOTS.get(player, (0, 0, 0))
    row: Row = {
        "fg_attempts": sum(attempts) or 9,
        "ft_attempts": points // 5,
        "turnovers": points % 4,
        # The provider's zones are missing on one day, its usage before the middle of the month.
        "has_complete_shot_zones": None if player not in SHOTS else day != date(2025, 9, 23),
        "usage_rate": Decimal(USAGE[player]) if player in USAGE and day.day > 15 else None,
    }
    for zone, tried in zip(("paint", "mid_range", "three_pt"), attempts, strict=True):
        row |= {f"{zone}_attempts": tried, f"{zone}_makes": min(tried, points % 5)}
    return row


def _spelled(player: str, day: date) -> str:
    respelled, since, spelling = RESPELLED
    return spelling if player == respelled and day < since else player


def _player_games() -> Iterator[Row]:
    for game, players in games():
        for player, cell in players.items():
            points, minutes = (_number(text) for text in cell.split("/")[:2])
            team = _team(player, game["date"])
            yield {
                "player_lookup": _spelled(player, game["date"]),
                "player_full_name": NAMES[player],
                "game_id": f"{game['date']:%Y%m%d}_{game['away']}_{game['home']}",
                "game_date": game["date"],
                "team_abbr": team,
                "opponent_team_abbr": game["away"] if team == game["home"] else game["home"],
                "points": points if points is None else int(points),
                "minutes_played": minutes,
                **_shots(player, game["date"], int(points or 0)),
                "processed_at": instant(game["date"], "23:59") + timedelta(hours=6),
            }


def player_game_summary() -> list[Row]:
    """Return the box scores, with repeated, corrected and unusable rows among them."""
    rows = list(_player_games())
    first, second = rows[0], rows[1]
    return [
        *rows,
        # The same game again, written earlier, later, and at an unknown instant, which never wins.
        {**first, "points": 99, "processed_at": first["processed_at"] - timedelta(days=1)},
        {**second, "points": 21, "processed_at": second["processed_at"] + timedelta(days=1)},
        {**first, "points": 98, "processed_at": None},
        # A failed scrape replaces nothing; a correction to did-not-play does.
        {**second, "points": None, "processed_at": second["processed_at"] + timedelta(days=2)},
        {
            **rows[7],
            "points": None,
            "is_dnp": True,
            "processed_at": instant(rows[7]["game_date"] + timedelta(days=2), "00:00"),
        },
        # Written at one instant: more minutes, then more points, then the first id; NULL last.
        {**rows[2], "minutes_played": None, "points": 40},
        {**rows[2], "points": None, "game_id": "0"},
        {**rows[3], "player_lookup": None},
        # Never played: NULL points, and 0 points in 0 minutes.
        {
            **rows[2],
            "player_lookup": "edwu",
            "player_full_name": "Ed Wu",
            "points": None,
            "minutes_played": None,
        },
        {**rows[5], "player_lookup": "maxweiss", "points": 0, "minutes_played": Decimal(0)},
        # Two men whose names differ by a suffix: they met.
        {**rows[9], "player_lookup": "edwujr", "player_full_name": "Ed Wu Jr.", "points": 3},
        # Not of a league team.
        {**rows[0], "game_date": date(2025, 9, 21), "team_abbr": "EST"},
        # A game that the schedule does not know counts; points without minutes are played.
        {
            **rows[5],
            "game_date": date(2025, 9, 14),
            "team_abbr": "BOS",
            "points": 31,
            "minutes_played": None,
        },
    ]


def team_offense_game_summary() -> list[Row]:
    """Return two rows per game, some repeated in lower tiers, some partial, one unpaired."""
    rows = []
    for number, (game, _) in enumerate(games()):
        for side, (team, opponent) in enumerate(
            ((game["home"], game["away"]), (game["away"], game["home"]))
        ):
            rows.append(
                {
                    "game_id": f"{game['date']:%Y%m%d}_{game['away']}_{game['home']}",
                    "game_date": game["date"],
                    "team_abbr": team,
                    "opponent_team_abbr": opponent,
                    # Each time LAL plays CHI: a tie of the two defenses.
                    "points_scored": 110
                    if {team, opponent} == {"LAL", "CHI"}
                    else 104 + number % 7 + 3 * side,
                    "fg_attempts": 85,
                    "ft_attempts": 20 + side,
                    "turnovers": 12,
                    "overtime_periods": 1 if number == 4 and side else 0,
                    "possessions": 100 if {team, opponent} == {"LAL", "CHI"} else 97 + number % 5,
                    "is_partial_game_data": None,
                    "quality_tier": "Gold",
                    "processed_at": instant(game["date"], "23:59"),
                }
            )
    return [
        *rows,
        {**rows[0], "quality_tier": "silver", "possessions": 140, "game_id": "other"},
        {**rows[1], "quality_tier": None, "possessions": 150, "game_id": "other"},
        {**rows[2], "possessions": None},
        {**rows[3], "points_scored": 90, "processed_at": None},
        {**rows[4], "points_scored": 91, "game_id": "Z"},
        {**rows[-2], "game_date": date(2025, 9, 14), "is_partial_game_data": True},
        {**rows[-2], "game_date": date(2025, 9, 13), "fg_attempts": 49},
        {**rows[-2], "game_date": date(2025, 9, 12), "fg_attempts": 50},
    ]
