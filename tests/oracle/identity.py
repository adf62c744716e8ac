"""Who is who: one key per player, and the player whom a printed name means."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from itertools import combinations
from typing import Any

from .careers import by_recency
from .names import key_of, without_suffix
from .player_rows import has_played
from .sources import AliasRow, PlayerRow, RegistryRow


def _aliases(rows: Iterable[AliasRow]) -> dict[str, set[str]]:
    """The look-ups to which each active alias leads."""
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows:
        if row.is_active and row.alias_lookup and row.nba_canonical_lookup:
            found[row.alias_lookup].add(row.nba_canonical_lookup)
    return dict(found)


def _are_two(spellings: Iterable[str], days: dict[str, set[date]]) -> bool:
    """Whether two of the spellings both played on one date."""
    return any(
        days.get(one, set()) & days.get(other, set()) for one, other in combinations(spellings, 2)
    )


class Players:
    """The known players: those with a box score or a registry row, one key each."""

    def __init__(
        self,
        players: list[PlayerRow],
        registry: list[RegistryRow],
        aliases: list[AliasRow],
    ) -> None:
        days: dict[str, set[date]] = defaultdict(set)
        for row in players:
            if has_played(row):
                days[row.player_lookup].add(row.game_date)
        groups: dict[str, set[str]] = defaultdict(set)
        for lookup in {row.player_lookup for row in players} | {
            row.player_lookup for row in registry
        }:
            groups[without_suffix(lookup)].add(lookup)
        preferred = _preferred(players, registry)
        self.aliases = _aliases(aliases)
        self.split = sorted(base for base, own in groups.items() if _are_two(own, days))
        # A base stands for one player, or for none where two players share it.
        self._bases: dict[str, str] = {}
        self._keys: dict[str, str] = {}
        for base, own in groups.items():
            if base in self.split:
                self._keys.update((one, one) for one in own)
                continue
            key = min(own, key=lambda one: preferred[one])
            self._bases[base] = key
            self._keys.update((one, key) for one in own)

    def key(self, lookup: str) -> str:
        """The player's one key, from a look-up in a table of the league."""
        return self.known(lookup) or lookup

    def known(self, lookup: str) -> str | None:
        """The known player behind a look-up, by its spelling or else without a suffix."""
        exact = self._keys.get(lookup)
        return exact if exact is not None else self._bases.get(without_suffix(lookup))

    def named(self, name: str | None) -> str | None:
        """The player whom a feed's name means; null if it is nobody's."""
        key = "" if name is None else key_of(name)
        if not key:
            return None
        # An alias comes first; one that leads to two players leads to nobody.
        meant = {self.known(lookup) for lookup in self.aliases.get(key, {key})} - {None}
        return meant.pop() if len(meant) == 1 else None


def _preferred(players: list[PlayerRow], registry: list[RegistryRow]) -> dict[str, tuple[Any, ...]]:
    """How good a spelling is, smallest first: the registry's latest, the first played.

    The registry's own order decides between two spellings of one season.
    """
    places: dict[str, int] = {}
    for place, row in enumerate(by_recency(registry)):
        places.setdefault(row.player_lookup, place)
    first: dict[str, date] = {}
    for box in players:
        first[box.player_lookup] = min(first.get(box.player_lookup, box.game_date), box.game_date)
    return {
        lookup: (
            lookup not in places,
            places.get(lookup, 0),
            first.get(lookup, date.max),
            lookup,
        )
        for lookup in places.keys() | first.keys()
    }
