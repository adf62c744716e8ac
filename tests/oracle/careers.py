"""What the league's lists say about a player: his position, his name, and when he came."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date

from .calendar import season_year
from .order import largest_first, latest_first, newest_first
from .sources import PlayerListRow, PlayerRow, RegistryRow, RosterRow

REGISTRY_FIRST_SEASON = 2021
KINDS = {"g": "G", "guard": "G", "f": "F", "forward": "F", "c": "C", "center": "C"}
KINDS |= {"pg": "G", "sg": "G", "sf": "F", "pf": "F"}
WORDS_BEFORE_A_KIND = {"point", "shooting", "small", "power"}
POSITIONS = {
    frozenset("G"): "G",
    frozenset("F"): "F",
    frozenset("C"): "C",
    frozenset("GF"): "G-F",
    frozenset("FC"): "F-C",
}

KeyOf = Callable[[str], str]


def position_of(text: str | None) -> str | None:
    """Any spelling of guard, forward and center as G, F, C, G-F or F-C; null for others."""
    words = re.findall(r"[a-z]+", (text or "").lower())
    kinds = [KINDS.get(word) for word in words if word not in WORDS_BEFORE_A_KIND]
    return POSITIONS.get(frozenset(kind or "?" for kind in kinds))


def _last_activity(row: RegistryRow) -> date | None:
    days = (row.last_gamebook_activity_date, row.last_roster_activity_date)
    return max((day for day in days if day is not None), default=None)


def has_season(row: RegistryRow) -> bool:
    """Whether the row belongs to a season at all."""
    return re.match(r"\d{4}-\d{2}$", row.season or "") is not None


def by_recency(rows: Iterable[RegistryRow]) -> list[RegistryRow]:
    """Registry rows, the latest season first, then the latest activity, then the newest row."""
    own = sorted(
        rows,
        key=lambda row: (
            latest_first(_last_activity(row)),
            newest_first(row.processed_at),
            row.team_abbr or "",
            row.player_lookup,
        ),
    )
    own.sort(key=lambda row: row.season, reverse=True)
    return own


def registry_of(rows: Iterable[RegistryRow], key_of: KeyOf) -> dict[str, list[RegistryRow]]:
    """Each player's registry rows in their order."""
    registry: dict[str, list[RegistryRow]] = defaultdict(list)
    for row in by_recency(rows):
        registry[key_of(row.player_lookup)].append(row)
    return dict(registry)


def _experience(rows: Iterable[RosterRow], key_of: KeyOf) -> dict[str, int]:
    """Each player's first season, by Basketball-Reference's roster of his latest season."""
    found: dict[str, int] = {}
    for row in sorted(
        rows, key=lambda row: (largest_first(row.season_year), newest_first(row.processed_at))
    ):
        if row.season_year is not None and row.experience_years is not None:
            found.setdefault(key_of(row.player_lookup), row.season_year - row.experience_years)
    return found


def _first_seen(
    players: Iterable[PlayerRow], registry: Iterable[RegistryRow], key_of: KeyOf
) -> dict[str, int]:
    """The first season with a box score or a registry row."""
    found: dict[str, int] = {}
    seen = [(row.player_lookup, season_year(row.game_date)) for row in players]
    seen += [(row.player_lookup, int(row.season[:4])) for row in registry]
    for lookup, season in set(seen):
        key = key_of(lookup)
        found[key] = min(season, found.get(key, season))
    return found


def entry_years(
    players: Iterable[PlayerRow],
    registry: Iterable[RegistryRow],
    listed: Iterable[PlayerListRow],
    rosters: Iterable[RosterRow],
    key_of: KeyOf,
) -> dict[str, int]:
    """Each player's first season, where it is known."""
    by_roster = _experience(rosters, key_of)
    by_list: dict[str, int] = {}
    drafted: dict[str, int] = {}
    for row in sorted(
        listed, key=lambda row: (newest_first(row.processed_at), largest_first(row.season_year))
    ):
        key = key_of(row.player_lookup)
        if row.draft_year is not None:
            drafted.setdefault(key, row.draft_year)
        if row.season_year is not None and row.years_pro is not None:
            by_list.setdefault(key, row.season_year - row.years_pro)
    entries = {
        key: season
        for key, season in _first_seen(players, registry, key_of).items()
        if season > REGISTRY_FIRST_SEASON
    }
    for key in by_list.keys() | by_roster.keys() | drafted.keys():
        experienced = by_roster.get(key, by_list.get(key))
        years = [year for year in (experienced, drafted.get(key)) if year is not None]
        entries[key] = max(years)
    return entries
