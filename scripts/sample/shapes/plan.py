"""Where the shapes are to be found: dates, games and players that they change."""

from __future__ import annotations

from datetime import date

from scripts.sample.plan import LATEST_SLATE, Fixture

Window = tuple[date, date]

# Tip-offs
LAST_DATE_ONLY = date(2025, 6, 30)  # the last season whose schedule has dates alone
DATE_ONLY_WEEK: Window = (date(2025, 11, 10), date(2025, 11, 16))

# Rows of the schedule that are no game: id, date, home, away
PLACEHOLDERS = (
    ("0022401231", date(2024, 12, 10), "TBD", "TBD"),
    ("0022401232", date(2025, 1, 10), "TBD", "NYK"),
    ("0022501231", date(2025, 11, 13), "", "BOS"),
    ("0022501232", date(2025, 12, 9), "TBD", "TBD"),
    ("0022501233", LATEST_SLATE, "TBD", "NYK"),
    ("0022501234", LATEST_SLATE, "", ""),
    ("0052500101", date(2026, 4, 14), "TBD", "TBD"),
    ("0042500101", date(2026, 4, 18), "", "TBD"),
    ("0042500411", date(2026, 6, 17), "TBD", ""),
    ("0042500417", date(2026, 6, 19), "BOS", "TBD"),
    ("0022600001", date(2026, 10, 20), "TBD", ""),
    ("0022601231", date(2026, 12, 8), "", ""),
)
# Called off for good under these ids; the teams do not play that day, and some do the next.
ABANDONED: tuple[Fixture, ...] = (
    (date(2024, 1, 24), "NYK", "PHI"),
    (date(2025, 1, 8), "MIA", "ORL"),
    (date(2025, 11, 12), "TOR", "ORL"),
    (date(2026, 1, 14), "DET", "UTA"),
)
RISING_STARS = {
    2023: (date(2024, 2, 16), (("TMA", "TMG"), ("TMP", "TMD"))),
    2024: (date(2025, 2, 14), (("TMC", "TMM"), ("TMT", "GLG"))),
    2025: (date(2026, 2, 13), (("TMV", "TMA"), ("", ""))),
}

# Lines
SECOND_FEED: tuple[Window, ...] = (
    (date(2025, 1, 5), date(2025, 1, 18)),
    (date(2025, 10, 21), date(2025, 12, 5)),
)
TWO_FEEDS: Window = (date(2026, 1, 8), date(2026, 1, 14))
SECOND_FEED_SLATE: tuple[Fixture, ...] = (
    (LATEST_SLATE, "DET", "MIA"),
    (LATEST_SLATE, "BOS", "CLE"),
)
TWO_FEEDS_SLATE: tuple[Fixture, ...] = ((LATEST_SLATE, "CHI", "TOR"),)
MODEL_LINES: Window = (date(2023, 11, 20), date(2023, 12, 5))  # before there are lines at all
MODEL_BESIDE_LINES: Window = (date(2025, 11, 24), date(2025, 11, 30))
WITHDRAWN_NIGHT = date(2025, 12, 21)  # on it also lines that would have been the market's
# Loaded again: first and last date, how many times more. The last of these weeks is loaded again
# from 2026-01-12 on, when the feed's keys have become whole.
RELOADED = {
    "bettingpros": (
        (date(2024, 11, 11), date(2024, 11, 17), 3),
        (date(2025, 12, 8), date(2025, 12, 14), 2),
        (date(2026, 1, 8), date(2026, 1, 11), 5),
        (LATEST_SLATE, LATEST_SLATE, 1),
    ),
    "odds_api": (
        (date(2025, 1, 8), date(2025, 1, 10), 2),
        (date(2025, 11, 10), date(2025, 11, 23), 2),
    ),
}

# Names
WHOLE_LOOKUPS = date(2026, 1, 12)  # rows processed from then on have the feeds' keys whole
# What feeds call a player, and where its alias leads: to his key, sometimes less its suffix.
NICKNAMES = {
    "pawelwolkowicz": ("Paul Wołkowicz", "pawelwolkowicz"),
    "josepenalverdesr": ("Pepe Peñalverde Sr.", "josepenalverdesr"),
    "ivohaldanburyiv": ("Ivan Haldanbury", "ivohaldanbury"),
    "demarlooquinnlan": ("Marlo O'Quinnlan", "demarlooquinnlan"),
    "malachioduyareyes": ("Mal Oduya-Reyes", "malachioduyareyes"),
    "olivierravendale": ("Ollie Ravendale", "olivierravendale"),
}
MISLEADING_ALIAS = ("jjbrockhurst", "reyescalderwick")  # no longer active
# From then on his alias leads to a key that nobody has; and a man who is in no table is quoted.
UNMATCHED = ("hawaiikeanemoku", "Kai Keanemoku", "kaikeanemokuu")
UNMATCHED_SINCE = date(2025, 12, 1)
NOBODY = "Tevin Marchbanks"
# Names in a season's box scores and registry: that of the latest season is the one that stays.
SPELLINGS = {
    ("tobinashdowniii", 2023): "Tobin Ashdown",
    ("tobinashdowniii", 2024): "Tobin Ashdown",
    ("ivohaldanburyiv", 2024): "Ivo Haldanbury",
    ("josepenalverdesr", 2023): "José Peñalverde",
    ("reyescalderwick", 2023): "Reyes Calderwick Jr.",
    ("demarlooquinnlan", 2024): "De'Marlo O'Quinnlan II",
}
SPELLED_IN_THE_LIST = ("josepenalverdesr", "josepenalverde")
