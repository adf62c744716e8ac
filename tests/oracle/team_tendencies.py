"""The team-tendencies document."""

from __future__ import annotations

import math
from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import cache
from typing import Any

from .calendar import season_year
from .comparison import rates
from .games import Game
from .league import League
from .records import Record
from .statistics import adjusted_rate, nine, published, rate
from .teams import TeamGame
from .tonight import Night

LIST_SIZE = 5
MIN_TEAM_GAMES = 5
MIN_VENUE_GAMES = 5
MIN_BACK_TO_BACKS = 3
MIN_RESTED = 2
MIN_PROFILE_PROPS = 10
ZONE_GAMES = 10
MIN_ZONE_GAMES = 5
PROFILES = ("interior", "perimeter", "mid_range")


@dataclass(frozen=True)
class Zones:
    """Attempts and makes of paint, three and mid-range, in the order of PROFILES."""

    attempts: tuple[int, int, int]
    makes: tuple[int, int, int]


def zones(game: Game) -> Zones | None:
    """The game's shots by zone; null without zone data."""
    row = game.row
    if not row.has_complete_shot_zones:
        return None
    return Zones(
        (row.paint_attempts or 0, row.three_pt_attempts or 0, row.mid_range_attempts or 0),
        (row.paint_makes or 0, row.three_pt_makes or 0, row.mid_range_makes or 0),
    )


def profile_of(recent: Sequence[Zones]) -> str | None:
    """The shot profile from the last games with zone data; null where there are too few."""
    if len(recent) < MIN_ZONE_GAMES:
        return None
    paint, three, middle = (sum(one.attempts[zone] for one in recent) for zone in range(3))
    total = paint + three + middle
    if total == 0:
        return None
    if 2 * paint >= total:
        return "interior"
    if 2 * three >= total:
        return "perimeter"
    return "mid_range" if 5 * middle >= total else "balanced"


@cache
def _profiles(league: League) -> dict[tuple[str, date], str]:
    """The shot profile before every played game that has one, by player and date."""
    found: dict[tuple[str, date], str] = {}
    for player, games in league.games.items():
        recent: deque[Zones] = deque(maxlen=ZONE_GAMES)
        season = None
        for game in games:
            if game.season != season:
                recent.clear()
                season = game.season
            shape = profile_of(recent)
            if shape is not None:
                found[player, game.day] = shape
            shots = zones(game)
            if shots is not None:
                recent.append(shots)
    return found


def mean(values: Sequence[Fraction]) -> Fraction:
    """The mean of at least one value."""
    return sum(values, Fraction(0)) / len(values)


def standard_error(first: Sequence[Fraction], second: Sequence[Fraction]) -> float:
    """Standard error of the difference of two means, each of at least two values."""

    def squared(values: Sequence[Fraction]) -> Fraction:
        middle = mean(values)
        spread = sum(((value - middle) ** 2 for value in values), Fraction(0))
        return spread / (len(values) - 1) / len(values)

    return math.sqrt(squared(first) + squared(second))


def _record(props: Sequence[Game]) -> Record:
    record = Record()
    for game in props:
        record.add(game.margin_nano or 0)
    return record


def _props(props: Sequence[Game]) -> dict[str, Any]:
    """Over rate, interval and number of graded props."""
    record = _record(props)
    return {**rates(record.overs, record.graded), "graded_props": record.graded}


@dataclass(frozen=True)
class Row:
    """One team in a pair of lists: ranked by `value`, then more `games`, then tricode."""

    team: str
    value: Fraction | float
    games: int
    content: dict[str, Any]


def paired(rows: list[Row], largest_chosen_first: bool) -> tuple[list[Row], list[Row]]:
    """(largest first, smallest first), never sharing a team: one end is chosen first."""
    size = min(LIST_SIZE, len(rows) // 2)

    def end(among: list[Row], sign: int) -> list[Row]:
        return sorted(among, key=lambda row: (sign * nine(row.value), -row.games, row.team))[:size]

    first = end(rows, -1 if largest_chosen_first else 1)
    second = end([row for row in rows if row not in first], 1 if largest_chosen_first else -1)
    return (first, second) if largest_chosen_first else (second, first)


def _contents(rows: list[Row]) -> list[dict[str, Any]]:
    return [row.content for row in rows]


class Season:
    """The season to date: team games, props and shots."""

    def __init__(self, league: League, as_of: date) -> None:
        self.league = league
        self.as_of = as_of
        season = season_year(as_of)
        self.games = league.season_games(season, as_of)
        self.props = league.season_results(season, as_of)
        self.team_games: dict[str, list[TeamGame]] = defaultdict(list)
        for game in league.team_games.values():
            if game.season == season and game.day < as_of:
                self.team_games[game.team].append(game)
        self.team_props: dict[tuple[date, str], list[Game]] = defaultdict(list)
        for prop in self.props:
            if prop.team is not None:
                self.team_props[prop.day, prop.team].append(prop)
        self.has_zones = any(game.row.has_complete_shot_zones for game in self.games)
        self.profiles = _profiles(league)

    def teams(self) -> list[str]:
        """Teams with enough games."""
        return [team for team, games in self.team_games.items() if len(games) >= MIN_TEAM_GAMES]

    def pace(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """The league block and the pace lists."""
        by_game: dict[frozenset[object], Fraction] = {}
        paces: dict[str, list[tuple[TeamGame, Fraction]]] = defaultdict(list)
        for team, games in self.team_games.items():
            for game in games:
                pace = game.pace
                if pace is not None:
                    paces[team].append((game, pace))
                    by_game[frozenset((game.day, team, game.row.opponent_team_abbr))] = pace
        league_pace = mean(list(by_game.values())) if by_game else None
        total = _record(self.props)
        block = {
            "pace": published(league_pace, 2),
            "over_rate": published(rate(total.overs, total.graded), 3),
            "games": len(by_game),
        }
        rows = []
        for team, pairs in paces.items():
            if len(pairs) < MIN_TEAM_GAMES or league_pace is None:
                continue
            own = mean([pace for _, pace in pairs])
            props = [
                prop
                for game, _ in pairs
                for side in (team, game.row.opponent_team_abbr or "")
                for prop in self.team_props.get((game.day, side), ())
            ]
            content = {
                "team_abbr": team,
                "pace": published(own, 2),
                "vs_league": published(own - league_pace, 2),
                "games": len(pairs),
                **_props(props),
            }
            rows.append(Row(team, own, len(pairs), content))
        kings, grinders = paired(rows, largest_chosen_first=True)
        return block, {
            name: [{"rank": rank, **row.content} for rank, row in enumerate(listed, 1)]
            for name, listed in (("kings", kings), ("grinders", grinders))
        }

    def defense(self) -> dict[str, Any]:
        """Props and shooting allowed, by the opposing player's shot profile."""
        prior, weight = self.league.prior(self.as_of)
        props: dict[tuple[str, str], list[Game]] = defaultdict(list)
        for prop in self.props:
            shape = self.profiles.get((prop.player, prop.day))
            if shape is not None and prop.opponent is not None:
                props[shape, prop.opponent].append(prop)
        shots: dict[tuple[int, str], list[int]] = defaultdict(lambda: [0, 0])
        for game in self.games:
            shot = zones(game)
            if shot is not None and game.opponent is not None:
                for zone in range(len(PROFILES)):
                    shots[zone, game.opponent][0] += shot.makes[zone]
                    shots[zone, game.opponent][1] += shot.attempts[zone]
        lists: dict[str, Any] = {}
        for zone, shape in enumerate(PROFILES):
            rows = []
            for team in self.teams():
                record = _record(props[shape, team])
                if record.graded < MIN_PROFILE_PROPS or prior is None:
                    continue
                adjusted = adjusted_rate(record.overs, record.graded, prior, weight)
                made, tried = shots[zone, team]
                content = {
                    "team_abbr": team,
                    "over_rate_adjusted": published(adjusted, 3),
                    **_props(props[shape, team]),
                    "avg_margin": published(record.margin, 2),
                    "zone_fg_pct_allowed": published(rate(made, tried), 3),
                }
                rows.append(Row(team, adjusted, record.graded, content))
            softest, toughest = paired(rows, largest_chosen_first=False)
            lists[shape] = {"toughest": _contents(toughest), "softest": _contents(softest)}
        return lists

    def unknown_profile_games(self) -> int:
        """Graded props whose player had no shot profile."""
        return sum(
            prop.is_graded and (prop.player, prop.day) not in self.profiles for prop in self.props
        )

    def home_away(self) -> dict[str, Any]:
        """Scoring at home against scoring away."""
        props: dict[tuple[str | None, bool], list[Game]] = defaultdict(list)
        for prop in self.props:
            if prop.home is not None:
                props[prop.team, prop.home].append(prop)
        rows = []
        for team, games in self.team_games.items():
            home = _points(games, lambda game: game.home is True)
            away = _points(games, lambda game: game.home is False)
            if min(len(home), len(away)) < MIN_VENUE_GAMES:
                continue
            difference = mean(home) - mean(away)
            content = {
                "team_abbr": team,
                "home_points": published(mean(home), 2),
                "away_points": published(mean(away), 2),
                "difference": published(difference, 2),
                "difference_se": published(standard_error(home, away), 2),
                "home_games": len(home),
                "away_games": len(away),
                "home": _props(props[team, True]),
                "away": _props(props[team, False]),
            }
            rows.append(Row(team, difference, len(home) + len(away), content))
        dominant, warriors = paired(rows, largest_chosen_first=True)
        return {"home_dominant": _contents(dominant), "road_warriors": _contents(warriors)}

    def back_to_back(self) -> dict[str, Any]:
        """Scoring on no days off against scoring with rest, by the team's own rest."""
        rows = []
        for team in self.teams():
            games = self.team_games[team]
            tired = _points(games, _is_back_to_back)
            rested = _points(games, _is_rested)
            if len(tired) < MIN_BACK_TO_BACKS or len(rested) < MIN_RESTED:
                continue
            impact = mean(tired) - mean(rested)
            content = {
                "team_abbr": team,
                "b2b_points": published(mean(tired), 2),
                "rested_points": published(mean(rested), 2),
                "impact": published(impact, 2),
                "impact_se": published(standard_error(tired, rested), 2),
                "b2b_games": len(tired),
                "rested_games": len(rested),
                "b2b": _props(self._props_of(games, _is_back_to_back)),
                "rested": _props(self._props_of(games, _is_rested)),
            }
            rows.append(Row(team, impact, len(tired), content))
        resilient, vulnerable = paired(rows, largest_chosen_first=False)
        return {"vulnerable": _contents(vulnerable), "resilient": _contents(resilient)}

    def _props_of(self, games: list[TeamGame], wanted: Callable[[TeamGame], bool]) -> list[Game]:
        """The own players' props in the wanted games."""
        return [
            prop
            for game in games
            if wanted(game)
            for prop in self.team_props.get((game.day, game.team), ())
        ]


def _is_back_to_back(game: TeamGame) -> bool:
    return game.rest == 0


def _is_rested(game: TeamGame) -> bool:
    return game.rest is not None and game.rest >= 1


def _points(games: list[TeamGame], wanted: Callable[[TeamGame], bool]) -> list[Fraction]:
    """Points per 48 minutes in the wanted games."""
    return [game.points for game in games if wanted(game) and game.points is not None]


def team_tendencies(league: League, as_of: date) -> dict[str, Any]:
    """The document's content for `as_of`, without clock, schema version, refresh and texts.

    `notes` is the list of codes.
    """
    night = Night(league, as_of)
    season = Season(league, as_of)
    block, pace = season.pace()
    status = night.season_status()
    notes = night.missing_lately()
    if status == "ok" and not season.has_zones:
        notes.append("no_shot_zones")
    defense, home_away, back_to_back = season.defense(), season.home_away(), season.back_to_back()
    if status == "ok" and not all(any(ends.values()) for ends in (pace, home_away, back_to_back)):
        notes.append("too_few_games")
    if status == "ok" and season.has_zones and not all(any(e.values()) for e in defense.values()):
        notes.append("too_few_props")
    return {
        **night.envelope("team-tendencies", status),
        "notes": notes,
        "league": block,
        "pace": pace,
        "defense_by_shot_profile": defense,
        "home_away": home_away,
        "back_to_back": back_to_back,
        "unknown_profile_games": season.unknown_profile_games(),
    }
