"""A tiny league for both engines: three teams, seven players, the turn of two seasons.

Small enough to read and to evaluate in seconds, and made of edge cases: ties, halves, pushes,
NULLs, a trade, players who did not play, repeated and corrected rows, a postponed game, an
exhibition, neutral ground, unknown tip-offs, books that quote late, twice, one side only or without
odds, accents in names.
``COVERED`` in test_evaluator.py says what of it must show in the models' rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa  # type: ignore[import-untyped]
import pyarrow.parquet as pq  # type: ignore[import-untyped]

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
# Attempts a game in the paint, from mid-range and behind the line: interior, perimeter, mid-range,
# balanced; edwu's zones are unknown. Usage in percent, where the source knows it.
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

# A game and its players a line; tip-off in New York ("-": the schedule does not say). A player:
# points/minutes/line of DraftKings; "0/-" did not play. Weiß and Lund are twins, so they tie.
GAMES = """
id          date        home away tip    ivonovak      alijones      tomreed    maxweiss      bjornlundjr   dansmith   edwu
0022400001  2025-09-16  BOS  LAL  19:30  30/34.5/25.5  20/30/20.5    9/12/9.5   22/33/21.5    22/33/21.5    -          -
0022400002  2025-09-17  CHI  BOS  20:00  32/36.1/26.5  22/31/20.5    6/14.9/9.5 -             -             18/28/-    4/9/-
0022400003  2025-09-18  LAL  CHI  22:30  -             -             -          25/35/21.5    25/35/21.5    21/30/-    8/15/-
0022400004  2025-09-20  LAL  BOS  19:00  20/30/28.5    21/30/21      12/20/9.5  12/30/22.5    12/30/22.5    -          -
0022400005  2025-09-22  BOS  CHI  19:30  30/33/27.5    10/25/21      15/21/9.5  -             -             0/16/-     13/15/-
0022400006  2025-09-23  CHI  LAL  20:00  -             -             -          24/36/20.5    24/36/20.5    20/29/-    -
0022400007  2025-09-25  BOS  LAL  15:00  14/29/28      19/28/19      8/18/10    8.0/27/20     8/27/20       -          -
0022400008  2025-09-27  LAL  BOS  19:00  29/35/26      6/22/18.5     0/-/9.5    26/37/18.5    26/37/18.5    -          -
0022400009  2025-09-29  BOS  CHI  19:30  26/31/26      24/32/16.5    11/20/9.5  -             -             9/24/12.5  2/16/7.5
0022400010  2025-09-30  LAL  BOS  22:00  10/28/26.5    23/30/18      12/19/9.5  9/29/20.5     9/29/20.5     -          -
0022500001  2025-10-01  BOS  LAL  19:30  28/34/24.5    16/30/18.5    7/17/9.5   21/32/20.5    21/32/20.5    -          -
0012500002  2025-10-02  CHI  BOS  20:00  50/20/24.5    40/20/18.5    -          -             -             30/20/-    -
0022500003  2025-10-03  LAL  CHI  22:30  -             -             -          20/31/20      20/31/20      17/27/14.5 19/22/11.5
0022500004  2025-10-05  BOS  LAL  -      27/33/24.5    31/33/18.5    14/22/9.5  33/38/20.5    33/38/20.5    -          -
0022500005  2025-10-06  CHI  LAL  20:00  -             12/26/20.5    -          10/28/22.5    10/28/22.5    15/26/15.5 18/24/14.5
0022500006  2025-10-08  LAL  BOS  19:00  12/27/25.5    25/31/19.5    3/11/9.5   24/33/21.5    24/33/21.5    -          -
0022500007  2025-10-09  BOS  CHI  19:30  26/33/23.5    -             9/19/9.5   -             -             19/28/15.5 5/23/15
0022500008  2025-10-11  CHI  LAL  20:00  -             8/23/-        -          8/30/-        8/30/-        4/25/-     20/25/-
0022500009  2025-10-12  BOS  LAL  19:00  24/32/24      20/29/20      16/23/9.5  -             24/33/21.5    -          -
0022500011  2025-10-13  CHI  BOS  20:00  25/30/24.5    -             11/20/9.5  -             -             16/27/15   9/21/14.5
0022500010  2025-10-15  LAL  CHI  22:30  -             30/34/19.5    -          19/30/21      19/30/21      12/28/14.5 21/26/14.5
"""  # noqa: E501


def instant(day: date, clock: str) -> datetime:
    """Return the instant in UTC of a clock time in New York."""
    return datetime.combine(day, time.fromisoformat(clock), NEW_YORK).astimezone(UTC)


def _number(text: str) -> Decimal | None:
    return None if text == "-" else Decimal(text)


def _games() -> list[tuple[Row, dict[str, str]]]:
    header, *lines = (line.split() for line in GAMES.strip().splitlines())
    games = []
    for cells in lines:
        row: Row = dict(zip(header, cells, strict=True))
        row["date"] = date.fromisoformat(row["date"])
        games.append((row, {player: row.pop(player) for player in NAMES if row[player] != "-"}))
    return games


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


def _player_games() -> Iterator[Row]:
    for game, players in _games():
        for player, cell in players.items():
            points, minutes = (_number(text) for text in cell.split("/")[:2])
            team = _team(player, game["date"])
            yield {
                "player_lookup": player,
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
    """Return two rows a game, some repeated in lower tiers, some partial, one without its pair."""
    rows = []
    for number, (game, _) in enumerate(_games()):
        for side, (team, opponent) in enumerate(
            ((game["home"], game["away"]), (game["away"], game["home"]))
        ):
            rows.append(
                {
                    "game_id": f"{game['date']:%Y%m%d}_{game['away']}_{game['home']}",
                    "game_date": game["date"],
                    "team_abbr": team,
                    "opponent_team_abbr": opponent,
                    # Each time LAL plays CHI: a tie of the two defences.
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


def _quote(
    day: date,
    player: str,
    book: str,
    line: float | None,
    odds: tuple[int | None, int | None],
    at: str = "17:30",
) -> list[Row]:
    return [
        {
            "game_date": day,
            "market_type": "points",
            "bet_side": side,
            "player_lookup": player,
            "bookmaker": book,
            "points_line": line,
            "odds_american": price,
            "bookmaker_last_update": instant(day, at),
            "processed_at": instant(day, at) + timedelta(minutes=5),
        }
        for side, price in zip(("over", "Under"), odds, strict=True)
    ]


def bettingpros_player_points_props() -> list[Row]:
    """Return a DraftKings line of most player-games, and quotes that must not count beside it."""
    rows: list[Row] = []
    for game, players in _games():
        for player, cell in players.items():
            line = cell.split("/")[-1]
            if cell.count("/") == 2 and line != "-" and player != "tomreed":
                rows += _quote(game["date"], player, "DraftKings", float(line), (-110, -110))
            elif player == "tomreed":
                # Only a DFS app quotes him, most days.
                rows += _quote(game["date"], player, "PrizePicks", float(line), (-119, None))
    late, odd, named = date(2025, 10, 8), date(2025, 10, 12), date(2025, 10, 9)
    tonight, undated = date(2025, 10, 15), date(2025, 10, 5)
    repeated = _quote(late, "ivonovak", "DraftKings", 25.5, (-110, -110))
    return [
        *rows,
        # Snapshots at tip-off and in the game; an earlier one; one scraped again; a NULL instant.
        *_quote(late, "ivonovak", "DraftKings", 11.5, (-110, -110), "19:00"),
        *_quote(late, "ivonovak", "DraftKings", 5.5, (-110, -110), "20:10"),
        *_quote(late, "ivonovak", "DraftKings", 24.5, (-110, -110), "09:00"),
        *({**row, "odds_american": -120, "processed_at": None} for row in repeated),
        *({**row, "points_line": 1.5, "bookmaker_last_update": None} for row in repeated),
        # Two lines in one snapshot: the more balanced; both as balanced: the lower.
        *_quote(late, "maxweiss", "DraftKings", 23.5, (150, -180)),
        *_quote(late, "bjornlundjr", "DraftKings", 22.5, (-110, -110)),
        # Odds that imply nothing, and one side only: no line of that book.
        *_quote(late, "alijones", "DraftKings", 12.5, (0, None)),
        *_quote(late, "alijones", "DraftKings", 13.5, (100, 100))[:1],
        # Other books: by priority, then by name; the pseudo-book and other markets never.
        *_quote(named, "tomreed", "Zebra", 10.5, (-105, -115)),
        *_quote(named, "tomreed", "bet365", 9.0, (-105, -115)),
        *_quote(odd, "tomreed", "bet365", 15.5, (-105, -115)),
        *_quote(odd, "tomreed", "FanDuel", 14.5, (105, -125)),
        *_quote(odd, "maxweiss", "BettingPros Consensus", 14.5, (-110, -110)),
        *(
            {**row, "market_type": "rebounds"}
            for row in _quote(odd, "maxweiss", "FanDuel", 9.5, (-110, -110))
        ),
        # Impossible lines: NaN, NULL, above the limit; the limit itself is one.
        *_quote(odd, "edwu", "FanDuel", float("nan"), (-110, -110)),
        *_quote(odd, "edwu", "BetMGM", None, (-110, -110)),
        *_quote(odd, "edwu", "Caesars", 100.5, (-110, -110)),
        *_quote(tonight, "ivonovak", "DraftKings", 100.0, (-110, -110)),
        # Unknown tip-off: until midnight in New York.
        *_quote(undated, "maxweiss", "FanDuel", 19.5, (-110, -110), "23:59"),
        *_quote(undated, "alijones", "DraftKings", 17.5, (-112, -108), "23:59"),
        *_quote(tonight, "bjornlundjr", "DraftKings", 21.0, (-112, -108), "21:00"),
    ]


def nbac_schedule() -> list[Row]:
    """Return the schedule: stale rows, a postponement, exhibitions, an unknown hour."""
    rows = []
    for game, _ in _games():
        day, tip = game["date"], game["tip"]
        rows.append(
            {
                "game_id": game["id"],
                "game_date": day,
                "game_date_est": instant(day, "00:00") if tip == "-" else instant(day, tip),
                "game_status": 3,
                "season_year": day.year if day.month >= 10 else day.year - 1,
                "home_team_tricode": game["home"],
                "away_team_tricode": game["away"],
                "is_all_star": False,
                "neutral_site_flag": True if game["id"] == "0022500006" else None,
                "processed_at": instant(day, "12:00"),
            }
        )
    last, unknown = rows[-1], {**rows[3], "game_date_est": None}
    return [
        *rows,
        # The last game stood on the 14th first; of its two latest rows the higher status holds.
        {
            **last,
            "game_date": date(2025, 10, 14),
            "game_date_est": instant(date(2025, 10, 14), "22:30"),
            "game_status": 1,
            "processed_at": instant(date(2025, 10, 13), "12:00"),
        },
        {**last, "game_date": date(2025, 10, 16), "game_status": None},
        {**last, "game_date": date(2025, 10, 17), "processed_at": None},
        # A date that two ids claim: the league game counts. An all-star game; one without a team.
        {**rows[3], "game_id": "0012400099", "home_team_tricode": "CHI"},
        {**unknown, "game_id": "0022400098", "away_team_tricode": "CHI"},
        {**unknown, "game_id": "0062400001", "game_date": date(2025, 10, 10), "is_all_star": True},
        {
            **unknown,
            "game_id": "0022400097",
            "game_date": date(2025, 9, 19),
            "home_team_tricode": "CHI",
            "away_team_tricode": None,
        },
    ]


def nbac_injury_report() -> list[Row]:
    """Return snapshots before and after tip-off, names with accents, teams by any name."""

    def listed(
        day: date, hour: int, team: str, name: str, status: str | None, ahead: int = 0
    ) -> Row:
        reported = day - timedelta(days=ahead)
        return {
            "report_date": reported,
            "report_hour": hour,
            "game_date": day,
            "team": team,
            "player_full_name": name,
            "injury_status": status,
            "processed_at": instant(reported, "23:00"),
        }

    first, second, undated = date(2025, 9, 30), date(2025, 10, 12), date(2025, 10, 5)
    return [
        listed(first, 17, "Boston Celtics", "Ivo Novák", "Questionable", ahead=1),
        listed(first, 17, "Boston Celtics", "Ali Jones", "Out"),
        listed(first, 19, "BOS", "Ivo Novak", "Out"),
        listed(first, 22, "BOS", "Ivo Novák", "Probable"),
        listed(first, 9, "los angeles lakers", "Max Weiß", "Doubtful"),
        {**listed(first, 9, "LAL", "MAX WEISS", "Available"), "processed_at": None},
        listed(second, 13, "Los Angeles Lakers", "BJØRN LUND JR.", "Out"),
        {
            **listed(second, 13, "LAL", "Bjørn Lund Jr.", None),
            "processed_at": instant(second, "23:30"),
        },
        listed(second, 18, "Unknown Team", "Đuro Łęcki", "Out"),
        listed(undated, 23, "Boston Celtics", "Ivo Novák", "Out"),
        listed(undated, 9, "LA Lakers", "Ali Jones", "Questionable"),
    ]


def nba_players_registry() -> list[Row]:
    """Return a row a player, team and season, positions in any spelling."""

    def registered(
        player: str, season: str, position: str | None, *activity: date | None, team: str = "BOS"
    ) -> Row:
        return {
            "player_name": NAMES[player] + (" (old)" if season == "2023-24" else ""),
            "player_lookup": player,
            "team_abbr": team,
            "season": season,
            "position": position,
            "last_gamebook_activity_date": activity[0],
            "last_roster_activity_date": activity[1],
            "processed_at": None,
        }

    spring, autumn = date(2025, 3, 1), date(2025, 10, 6)
    return [
        registered("ivonovak", "2023-24", "Guard", spring, None),
        registered("ivonovak", "2024-25", "F-G", None, None),
        registered("alijones", "2025-26", "Center", spring, None, team="BOS"),
        registered("alijones", "2025-26", "forward-center", None, date(2025, 10, 7), team="LAL"),
        registered("alijones", "2025-26", "G", autumn, spring, team="CHI"),
        registered("maxweiss", "2024-25", "Wing", spring, autumn, team="LAL"),
        registered("bjornlundjr", "2026-27", "C", autumn, autumn, team="LAL"),
        {**registered("dansmith", "2024-25", "C", None, None), "player_lookup": None},
    ]


def nbac_player_list_current() -> list[Row]:
    """Return today's players, one of them twice: years in the league for every archetype."""

    def listed(player: str | None, draft_year: int | None, years_pro: int | None) -> Row:
        return {
            "player_lookup": player,
            "draft_year": draft_year,
            "years_pro": years_pro,
            "season_year": 2025,
            "processed_at": None,
        }

    return [
        listed("ivonovak", 2018, 6),
        {**listed("ivonovak", 2018, 3), "season_year": None},
        listed("alijones", None, 2),
        listed("maxweiss", 2016, None),
        listed("bjornlundjr", 2013, 12),
        listed("tomreed", 2025, 1),
        listed("dansmith", None, None),
        listed(None, 2018, 7),
    ]


TABLES = {
    "player_game_summary": player_game_summary,
    "team_offense_game_summary": team_offense_game_summary,
    "bettingpros_player_points_props": bettingpros_player_points_props,
    "nbac_schedule": nbac_schedule,
    "nbac_injury_report": nbac_injury_report,
    "nba_players_registry": nba_players_registry,
    "nbac_player_list_current": nbac_player_list_current,
}

ARROW_TYPES = {
    "STRING": pa.string(),
    "INT64": pa.int64(),
    "FLOAT64": pa.float64(),
    "NUMERIC": pa.decimal128(38, 9),
    "BOOL": pa.bool_(),
    "DATE": pa.date32(),
    "TIMESTAMP": pa.timestamp("us", tz="UTC"),
}


def write_parquet(path: Path, columns: dict[str, str], rows: list[Row]) -> None:
    """Write rows as a table of these columns (name -> BigQuery type); what a row lacks is NULL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    schema = pa.schema([(name, ARROW_TYPES[data_type]) for name, data_type in columns.items()])
    pq.write_table(pa.Table.from_pylist(rows, schema=schema), path)
