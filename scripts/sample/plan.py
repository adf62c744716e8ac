"""What the sample league is to hold: its dates, its planted games and players, its teams."""

from __future__ import annotations

from datetime import date, timedelta

SEED = 2026
LATEST_SLATE = date(2026, 1, 15)
SEASONS = (2023, 2024, 2025)
OPENING = {2023: date(2023, 10, 24), 2024: date(2024, 10, 22), 2025: date(2025, 10, 21)}
CLOSING = {2023: date(2024, 4, 14), 2024: date(2025, 4, 13), 2025: date(2026, 4, 12)}
ALL_STAR = {2023: date(2024, 2, 18), 2024: date(2025, 2, 16), 2025: date(2026, 2, 15)}
CUP_FINALS = {
    2023: (date(2023, 12, 9), "LAL", "IND"),
    2024: (date(2024, 12, 17), "OKC", "MIL"),
    2025: (date(2025, 12, 16), "SAS", "NYK"),
}
PRESEASON = {
    season: tuple(day - timedelta(days=n) for n in (12, 9, 7, 5)) for season, day in OPENING.items()
}
LINES_START = OPENING[2024]
LINES_GAP = (date(2025, 2, 18), date(2025, 3, 20))
NO_LINES_DATES = (date(2025, 12, 3), date(2025, 12, 29), date(2026, 1, 6))
NO_REPORT_DATES = (date(2024, 12, 4), date(2025, 11, 19), date(2026, 1, 7))
ZONES_GAP = (date(2025, 12, 18), date(2025, 12, 24))
STALE_TEAM_DAYS = 12
SPORTSBOOKS_ONLY = (date(2025, 11, 17), date(2025, 11, 23))  # no app, nothing odd in their quotes

Fixture = tuple[date, str, str]  # date, home team, away team
POSTPONED: tuple[tuple[date, Fixture], ...] = (  # the old date, then the game as it was played
    (date(2024, 1, 17), (date(2024, 2, 15), "GSW", "DAL")),
    (date(2025, 1, 11), (date(2025, 1, 24), "LAL", "CHA")),
    (LATEST_SLATE, (date(2026, 3, 3), "HOU", "ATL")),
)
NEUTRAL: tuple[Fixture, ...] = (  # all of them in the project's seed neutral_site_games
    (date(2023, 11, 9), "ORL", "ATL"),
    (date(2023, 12, 7), "MIL", "IND"),
    (date(2024, 1, 11), "CLE", "BKN"),
    (date(2024, 11, 2), "WAS", "MIA"),
    (date(2024, 12, 14), "OKC", "HOU"),
    (date(2025, 1, 23), "IND", "SAS"),
    (date(2025, 1, 25), "SAS", "IND"),
    (date(2025, 11, 1), "DET", "DAL"),
    (LATEST_SLATE, "MEM", "ORL"),
)
OVERTIME_DISAGREEMENT: tuple[Fixture, ...] = (
    (date(2024, 12, 6), "TOR", "SAC"),
    (date(2025, 11, 12), "PHI", "LAC"),
)
PARTIAL_ONLY: tuple[Fixture, ...] = (
    (date(2024, 3, 1), "NOP", "DET"),
    (date(2024, 12, 11), "UTA", "MIN"),
    (date(2025, 12, 10), "CHI", "POR"),
)
TIERED_TEAM_ROW: Fixture = (date(2025, 1, 3), "PHX", "MIL")
UNKNOWN_TIP: Fixture = (LATEST_SLATE, "POR", "UTA")
EARLY_TIP: Fixture = (date(2025, 12, 25), "NYK", "BOS")  # 12:00 ET, before that day's last report
SLATE: tuple[Fixture, ...] = tuple(
    (LATEST_SLATE, home, away)
    for home, away in (
        ("MEM", "ORL"),
        ("DET", "MIA"),
        ("BOS", "CLE"),
        ("CHI", "TOR"),
        ("MIN", "OKC"),
        ("LAL", "DEN"),
        ("POR", "UTA"),
        ("SAC", "PHX"),
    )
)
# The fixtures that the schedule has to hold on these very dates.
PINNED = frozenset(
    (*SLATE, *NEUTRAL, *OVERTIME_DISAGREEMENT, *PARTIAL_ONLY, TIERED_TEAM_ROW, EARLY_TIP)
) | {game for _, game in POSTPONED}
SLATE_FULL_NAME = "LAL"  # the injury report of LATEST_SLATE writes this team in full

# Players, by lookup, and what is planted for them. On LATEST_SLATE the first three groups come off
# a bad game: with a long record of such games, with a short one, and out in the injury report.
CANDIDATES = ("deshawntrevelyanjr", "olivierravendale", "jjbrockhurst")
WATCH_LIST = ("malachioduyareyes", "dordevasilkovic")
RULED_OUT = "sorenaskeland"
# What the injury report makes of two lookups that hold iv or ii inside a name.
BROKEN_LOOKUP = {"olivierravendale": "olierravendale", "hawaiikeanemoku": "hawakeanemoku"}
# Two men who share a name except for the suffix, and play on the same dates.
NAMESAKES = ("lennartlockridge", "lennartlockridgejr")
TRADED = ("jurgismaceviciunas", date(2025, 1, 20), "CHI", "UTA")  # from, to
MISSING_FROM_LIST = ("tobinashdowniii", "reyescalderwick")
DUPLICATE_PLAYER_ROW = ("deshawntrevelyanjr", date(2025, 12, 25))
TIED_PLAYER_ROW = ("cedricvantrellii", date(2025, 1, 3))
# What the injury report says of players who can play (or, on LATEST_SLATE, would), in its
# snapshots of the day before at 17:00 and of the day at 13:00 and 17:00; LATEST_SLATE has two.
REPORTED = {
    ("deshawntrevelyanjr", EARLY_TIP[0]): ("probable", "out", "out"),  # both after tip-off
    ("deshawntrevelyanjr", LATEST_SLATE): ("questionable", "questionable", None),
    ("olivierravendale", LATEST_SLATE): ("out", "available", None),
    (RULED_OUT, LATEST_SLATE): ("questionable", "out", None),
}

DIVISIONS = (
    "BOS BKN NYK PHI TOR",
    "CHI CLE DET IND MIL",
    "ATL CHA MIA ORL WAS",
    "DEN MIN OKC POR UTA",
    "GSW LAC LAL PHX SAC",
    "DAL HOU MEM NOP SAS",
)
TEAM_NAMES = {
    "ATL": "Atlanta Hawks", "BKN": "Brooklyn Nets", "BOS": "Boston Celtics",
    "CHA": "Charlotte Hornets", "CHI": "Chicago Bulls", "CLE": "Cleveland Cavaliers",
    "DAL": "Dallas Mavericks", "DEN": "Denver Nuggets", "DET": "Detroit Pistons",
    "GSW": "Golden State Warriors", "HOU": "Houston Rockets", "IND": "Indiana Pacers",
    "LAC": "LA Clippers", "LAL": "Los Angeles Lakers", "MEM": "Memphis Grizzlies",
    "MIA": "Miami Heat", "MIL": "Milwaukee Bucks", "MIN": "Minnesota Timberwolves",
    "NOP": "New Orleans Pelicans", "NYK": "New York Knicks", "OKC": "Oklahoma City Thunder",
    "ORL": "Orlando Magic", "PHI": "Philadelphia 76ers", "PHX": "Phoenix Suns",
    "POR": "Portland Trail Blazers", "SAC": "Sacramento Kings", "SAS": "San Antonio Spurs",
    "TOR": "Toronto Raptors", "UTA": "Utah Jazz", "WAS": "Washington Wizards",
}  # fmt: skip
TEAMS = tuple(sorted(TEAM_NAMES))
EAST = frozenset(" ".join(DIVISIONS[:3]).split())
LATE_TIP = {  # minutes past midnight ET at which home games start; 19:00 elsewhere
    team: tip
    for teams, tip in (
        ("CHI MIL MIN OKC DAL HOU MEM NOP SAS", 20 * 60),
        ("DEN UTA PHX", 21 * 60),
        ("GSW LAC LAL SAC POR", 22 * 60),
    )
    for team in teams.split()
}


def season_label(season: int) -> str:
    """Return a season as the league writes it: 2024-25 for 2024."""
    return f"{season}-{(season + 1) % 100:02d}"
