"""Cells of graded props: each prop's value on every dimension that a stat or a topic names."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import groupby

from .calendar import NEW_YORK, season_year
from .comparison import Comparison
from .games import Game
from .league import League
from .lines import NANO
from .schedule import Slot
from .statistics import nine
from .tonight import Night
from .what_matters import rest_level, venue_level

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
LONG_STREAK = 3
LINE_EDGES = (10, 15, 20, 25)
LINE_SIZES = ("under_10", "10_to_15", "15_to_20", "20_to_25", "25_plus")
LARGE_MARGIN = 10
EVENING_HOUR, LATE_HOUR = 17, 22
SCORER_DAYS = 30
SCORER_GAMES = 10
HIGH_LINE = 15
FIRST_GAMES = 20

Values = dict[str, str | None]


@dataclass(frozen=True)
class Prop:
    """A graded prop and its values on the dimensions that do not depend on the as-of date."""

    game: Game
    values: Values


@dataclass
class Past:
    """What a player's results in the season were before a game."""

    streak: int = 0
    last_margin: int | None = None

    def add(self, margin: int) -> None:
        """Count one result, in billionths; a push neither extends nor breaks the streak."""
        self.last_margin = margin
        if margin != 0:
            sign = 1 if margin > 0 else -1
            self.streak = self.streak + sign if self.streak * sign > 0 else sign

    def values(self) -> Values:
        """The three dimensions that look back."""
        last = streak = margin = None
        if self.streak:
            last = "over" if self.streak > 0 else "under"
            streak = f"{last}_3_plus" if abs(self.streak) >= LONG_STREAK else "short"
        if self.last_margin is not None:
            margin = "within"
            if abs(self.last_margin) >= LARGE_MARGIN * NANO:
                margin = "ten_over" if self.last_margin > 0 else "ten_under"
        return {"last_result": last, "streak": streak, "last_margin": margin}


def leading_scorers(league: League) -> dict[tuple[date, str], str]:
    """The leading scorer of each date and team with a result, by the games of the season before."""
    found: dict[tuple[date, str], str] = {}
    every = sorted(
        (game for games in league.games.values() for game in games), key=lambda game: game.day
    )
    latest: dict[str, Game] = {}
    rosters: dict[str, set[str]] = defaultdict(set)
    season = None
    for day, group in groupby(every, key=lambda game: game.day):
        played = list(group)
        if season_year(day) != season:
            season = season_year(day)
            latest.clear()
            rosters.clear()
        for team in {game.team for game in played if game.is_graded and game.team is not None}:
            scorers = []
            for player in rosters[team]:
                last = latest[player]
                games = last.games_before + 1
                if games >= SCORER_GAMES and (day - last.day).days <= SCORER_DAYS:
                    average = nine((last.points_before + last.points) / games)
                    scorers.append((-average, player))
            if scorers:
                found[day, team] = min(scorers)[1]
        for game in played:
            before = latest.get(game.player)
            if before is not None and before.team is not None:
                rosters[before.team].discard(game.player)
            if game.team is not None:
                rosters[game.team].add(game.player)
            latest[game.player] = game
    return found


def _tip_time(slot: Slot | None) -> str | None:
    if slot is None or slot.tip_off is None:
        return None
    hour = slot.tip_off.astimezone(NEW_YORK).hour
    return "afternoon" if hour < EVENING_HOUR else "evening" if hour < LATE_HOUR else "late"


def line_nano(game: Game) -> int:
    """The line of a game that has one, in billionths."""
    assert game.line is not None
    return game.line.nano


def _of_the_scorer(game: Game, scorer: str | None, plays: bool) -> Values:
    """The dimensions that say whether the team's leading scorer plays."""
    names = ("", "_venue", "_line", "_rest")
    if scorer is None or scorer == game.player:
        values: list[str | None] = [None] * len(names)
    elif plays:
        values = ["in"] * len(names)
    else:
        venue = venue_level(game.home)
        values = [
            "out",
            f"out_{venue or 'neutral'}",
            "out_low" if line_nano(game) < HIGH_LINE * NANO else "out_high",
            "out_unknown_rest"
            if game.rest is None
            else "out_no_rest"
            if game.rest == 0
            else "out_rested",
        ]
    return {f"leading_scorer{name}": value for name, value in zip(names, values, strict=True)}


@cache
def _props(league: League) -> dict[int, list[Prop]]:
    """Every graded prop by season, with its values."""
    scorers = leading_scorers(league)
    playing = {
        (game.player, game.day, game.team) for games in league.games.values() for game in games
    }
    found: dict[int, list[Prop]] = defaultdict(list)
    for games in league.games.values():
        for season, group in groupby(games, key=lambda game: game.season):
            past = Past()
            for game in group:
                margin = game.margin_nano
                if margin is None:
                    continue
                if margin != 0:
                    slot = game.slot
                    scorer = scorers.get((game.day, game.team or ""))
                    plays = (scorer, game.day, game.team) in playing
                    nano = line_nano(game)
                    values: Values = {
                        "weekday": WEEKDAYS[game.day.weekday()],
                        "player_rest": rest_level(game.rest),
                        "venue": venue_level(game.home),
                        "line_size": LINE_SIZES[sum(nano >= edge * NANO for edge in LINE_EDGES)],
                        "tip_time": _tip_time(slot),
                        "team": game.team,
                        "opponent": game.opponent,
                        "season_phase": (
                            "first_20_games" if game.games_before < FIRST_GAMES else "later"
                        ),
                        "stage": (
                            None if slot is None else "playoffs" if slot.playoffs else "regular"
                        ),
                        "line_kind": "whole" if nano % NANO == 0 else "half",
                        **past.values(),
                        **_of_the_scorer(game, scorer, plays),
                    }
                    found[season].append(Prop(game, values))
                past.add(margin)
    return dict(found)


class Cells:
    """The graded props of the basis season before D, counted by dimension and value."""

    def __init__(self, night: Night) -> None:
        self.night = night
        league, as_of = night.league, night.as_of
        self.season = season_year(as_of)
        if night.is_off_season() and not league.season_games(self.season, as_of):
            self.season -= 1
        self.is_last_season = night.is_off_season() or self.season != season_year(as_of)
        span = night.recent_days()
        self._recent_from = None if span is None else span[0]
        self._positions: dict[str, str | None] = {}
        self.overs = self.games = 0
        self._cells: dict[str, dict[str, list[int]]] = defaultdict(
            lambda: defaultdict(lambda: [0, 0])
        )
        for prop in _props(league).get(self.season, ()):
            game = prop.game
            if game.day >= as_of:
                continue
            self.games += 1
            self.overs += game.is_over
            self._count(game, prop.values.items())
            self._count(
                game, (("recency", self._recency(game)), ("position", self._position(game.player)))
            )

    def _count(self, game: Game, values: Iterable[tuple[str, str | None]]) -> None:
        for dimension, value in values:
            if value is not None:
                cell = self._cells[dimension][value]
                cell[0] += game.is_over
                cell[1] += 1

    def _recency(self, game: Game) -> str:
        recent = self._recent_from is not None and game.day >= self._recent_from
        return "last_14_days" if recent else "earlier"

    def _position(self, player: str) -> str | None:
        if player not in self._positions:
            # The registry as of the season in question, whose props these are.
            new_year = date(self.season + 1, 1, 1)
            _, self._positions[player] = self.night.league.identity(player, new_year)
        return self._positions[player]

    def compare(self, dimension: str, value: str) -> Comparison:
        """A cell against all other props that have a value on its dimension."""
        cells = self._cells.get(dimension, {})
        overs, games = cells.get(value, (0, 0))
        return Comparison(
            overs,
            games,
            sum(cell[0] for cell in cells.values()) - overs,
            sum(cell[1] for cell in cells.values()) - games,
        )
