"""What kind of scorer a player is, from what was known before a game or a date."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from functools import cache

from .calendar import season_year
from .games import Game
from .league import League

MIN_BASIS_GAMES = 10


@dataclass(frozen=True)
class Archetype:
    """One rule; a null bound does not bind, both bounds of years are inclusive."""

    name: str
    min_years: int | None = None
    max_years: int | None = None
    min_usage: int | None = None
    min_ppg: int | None = None

    def holds(self, years: int, usage: Fraction, ppg: Fraction) -> bool:
        """Whether a player with these numbers is one."""
        return (
            (self.min_years is None or years >= self.min_years)
            and (self.max_years is None or years <= self.max_years)
            and (self.min_usage is None or usage >= self.min_usage)
            and (self.min_ppg is None or ppg >= self.min_ppg)
        )


ARCHETYPES = (
    Archetype("veteran_star", min_years=10, min_usage=25, min_ppg=20),
    Archetype("prime_star", min_years=5, max_years=9, min_usage=28, min_ppg=22),
    Archetype("young_star", max_years=4, min_usage=22, min_ppg=18),
    Archetype("other_star", min_ppg=20),
    Archetype("role_player"),
)


def classify(years: int, usage: Fraction, ppg: Fraction) -> str:
    """The first archetype whose rule holds."""
    return next(one.name for one in ARCHETYPES if one.holds(years, usage, ppg))


@dataclass
class Basis:
    """A player's played games of one season, up to some game."""

    games: int = 0
    points: int = 0
    usage_minutes: Decimal = Decimal(0)
    minutes: Decimal = Decimal(0)

    def add(self, game: Game) -> None:
        """Count one played game."""
        self.games += 1
        self.points += game.points
        if game.usage is not None and game.minutes is not None and game.minutes > 0:
            self.usage_minutes += game.usage * game.minutes
            self.minutes += game.minutes

    @property
    def ppg(self) -> Fraction:
        """Points per game; only for a basis with games."""
        return Fraction(self.points, self.games)

    @property
    def usage(self) -> Fraction | None:
        """Usage weighted by minutes."""
        return Fraction(self.usage_minutes) / Fraction(self.minutes) if self.minutes else None


@dataclass(frozen=True)
class Profile:
    """A classified player."""

    archetype: str
    years: int
    usage: Fraction
    ppg: Fraction


def profile(entry: int | None, season: int, current: Basis, previous: Basis) -> Profile | None:
    """The player in `season` by its games so far, else by the season before; null: unclassified."""
    basis = current if current.games >= MIN_BASIS_GAMES else previous
    if entry is None or basis.games < MIN_BASIS_GAMES or basis.usage is None:
        return None
    years = season - entry
    return Profile(
        classify(years, basis.usage, basis.ppg), years=years, usage=basis.usage, ppg=basis.ppg
    )


@cache
def before_games(league: League) -> dict[tuple[str, date], str]:
    """The archetype of every graded game, by player and date; unclassified ones are left out."""
    found: dict[tuple[str, date], str] = {}
    for player, games in league.games.items():
        seasons: dict[int, Basis] = {}
        for game in games:
            current = seasons.setdefault(game.season, Basis())
            if game.is_graded:
                one = profile(
                    league.entry_years.get(player),
                    game.season,
                    current,
                    seasons.get(game.season - 1, Basis()),
                )
                if one is not None:
                    found[player, game.day] = one.archetype
            current.add(game)
    return found


def at(league: League, player: str, as_of: date) -> Profile | None:
    """The player as of a date, by the same rule."""
    season = season_year(as_of)
    bases = {season: Basis(), season - 1: Basis()}
    for game in league.games[player]:
        if game.day < as_of and game.season in bases:
            bases[game.season].add(game)
    return profile(league.entry_years.get(player), season, bases[season], bases[season - 1])
