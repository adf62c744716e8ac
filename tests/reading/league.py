"""Facts that do not depend on the as-of date: games played, their results, bad games, defences.

Every fact of a game is made of that game and earlier ones, except a situation's next game, which
carries its own date. A document for D takes only facts whose dates lie before D.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from .calendar import HISTORY_START, season_name, season_year
from .injuries import InjuryReports
from .lines import NANO, MarketLine, market_line, usable
from .order import largest_first, latest_first, newest_first
from .schedule import Schedule
from .sources import PlayerRow, PropRow, RegistryRow, Sources, TeamRow
from .statistics import nine

SHORTFALL_POINTS = 10
MIN_GAMES_BEFORE = 10
MIN_MINUTES = 15
NEXT_GAME_DAYS = 14
SHORTFALL_EDGES = (Fraction(25, 2), Fraction(15), Fraction(20))
AVERAGE_EDGES = (18, 22, 26)
MIN_FG_ATTEMPTS = 50
TIERS = ("gold", "silver", "bronze")
DEFENSE_GAMES = 15
DEFENSE_MIN_GAMES = 5
POSITIONS = {
    "guard": "G",
    "g": "G",
    "forward": "F",
    "f": "F",
    "center": "C",
    "c": "C",
    "guard-forward": "G-F",
    "forward-guard": "G-F",
    "g-f": "G-F",
    "f-g": "G-F",
    "forward-center": "F-C",
    "center-forward": "F-C",
    "f-c": "F-C",
    "c-f": "F-C",
}


@dataclass(frozen=True)
class Game:
    """A played player-game, with what was known before it of that season."""

    player: str
    full_name: str | None
    day: date
    season: int
    team: str | None
    opponent: str | None
    points: int
    minutes: Decimal | None
    games_before: int
    points_before: int
    line: MarketLine | None

    @property
    def average_before(self) -> Fraction:
        """Points a game before this one; only for a game with games before it."""
        return Fraction(self.points_before, self.games_before)

    @property
    def counts_for_averages(self) -> bool:
        """Enough games before it, and enough minutes in it."""
        return (
            self.games_before >= MIN_GAMES_BEFORE
            and self.minutes is not None
            and self.minutes >= MIN_MINUTES
        )

    @property
    def is_bad(self) -> bool:
        """Far below the average before it."""
        return self.counts_for_averages and self.shortfall >= SHORTFALL_POINTS

    @property
    def shortfall(self) -> Fraction:
        """The average before, less the points of this game."""
        return self.average_before - self.points

    @property
    def margin_nano(self) -> int | None:
        """Points less line in billionths; null without a line."""
        return None if self.line is None else self.points * NANO - self.line.nano


@dataclass(frozen=True)
class Situation:
    """A bad game with a next game: known from the day after `next_day`."""

    player: str
    next_day: date
    bucket: tuple[int, int]
    bounced: bool


@dataclass(frozen=True)
class AnyGame:
    """A game measured against the average before it, bad game or not."""

    day: date
    average_bucket: int
    reached: bool


@dataclass(frozen=True)
class DefenseGame:
    """What one team allowed in one game."""

    day: date
    season: int
    points_allowed: int
    opponent_possessions: int


@dataclass
class Record:
    """A player's graded games and pushes of some days."""

    overs: int = 0
    graded: int = 0
    pushes: int = 0
    margin_nano: int = 0

    def add(self, margin_nano: int) -> None:
        """Count one result."""
        self.margin_nano += margin_nano
        if margin_nano == 0:
            self.pushes += 1
        else:
            self.graded += 1
            self.overs += margin_nano > 0

    @property
    def margin(self) -> Fraction | None:
        """Mean margin in points over graded games and pushes."""
        results = self.graded + self.pushes
        return Fraction(self.margin_nano, NANO * results) if results else None


def bucket_of(value: Fraction, edges: Iterable[Fraction | int]) -> int:
    """How many of the edges `value` has reached."""
    return sum(value >= edge for edge in edges)


@dataclass
class League:
    """Everything that the two documents are computed from."""

    schedule: Schedule
    injuries: InjuryReports
    games: dict[str, list[Game]]
    results: list[Game] = field(init=False)
    situations: list[Situation] = field(init=False)
    any_games: list[AnyGame] = field(init=False)
    defenses: dict[str, list[DefenseGame]]
    registry: dict[str, list[RegistryRow]]
    props: dict[tuple[str, date], list[PropRow]]

    def __post_init__(self) -> None:
        every = [game for games in self.games.values() for game in games]
        self.results = sorted(
            (game for game in every if game.line is not None),
            key=lambda game: (game.day, game.player),
        )
        self._result_days = [game.day for game in self.results]
        self._player_days = {
            player: [game.day for game in games] for player, games in self.games.items()
        }
        self._days = sorted({game.day for game in every})
        self.situations = [
            Situation(
                player=bad.player,
                next_day=following.day,
                bucket=(
                    bucket_of(bad.shortfall, SHORTFALL_EDGES),
                    bucket_of(bad.average_before, AVERAGE_EDGES),
                ),
                bounced=following.points >= bad.average_before,
            )
            for games in self.games.values()
            for bad, following in pairwise(games)
            if bad.is_bad
            and following.season == bad.season
            and (following.day - bad.day).days <= NEXT_GAME_DAYS
        ]
        self.any_games = [
            AnyGame(
                game.day,
                bucket_of(game.average_before, AVERAGE_EDGES),
                game.points >= game.average_before,
            )
            for game in every
            if game.counts_for_averages
        ]

    def data_through(self, as_of: date) -> date | None:
        """The last date before `as_of` with a played game."""
        place = bisect_left(self._days, as_of)
        return self._days[place - 1] if place else None

    def season_start(self, as_of: date) -> date | None:
        """The first date of the season of `as_of`, before it, with a played game."""
        season = season_year(as_of)
        return next((day for day in self._days if season_year(day) == season and day < as_of), None)

    def results_between(self, first: date, before: date) -> list[Game]:
        """Games with a line and a result in [first, before)."""
        return self.results[
            bisect_left(self._result_days, first) : bisect_left(self._result_days, before)
        ]

    def last_game(self, player: str, as_of: date) -> Game | None:
        """The player's last played game before `as_of`."""
        place = bisect_left(self._player_days[player], as_of)
        return self.games[player][place - 1] if place else None

    def streak(self, player: str, as_of: date) -> int:
        """Signed run of overs or unders up to the latest graded game of the season."""
        season = season_year(as_of)
        run = 0
        place = bisect_left(self._player_days[player], as_of)
        for game in reversed(self.games[player][:place]):
            if game.season != season:
                break
            margin = game.margin_nano
            if not margin:  # no line, or a push
                continue
            sign = 1 if margin > 0 else -1
            if run * sign < 0:
                break
            run += sign
        return run

    def identity(self, player: str, as_of: date) -> tuple[str | None, str | None]:
        """(display name, position) from the registry as of the season of `as_of`.

        A player without any registry row has the name of the last box score and no position.
        """
        season = season_name(season_year(as_of))
        for row in self.registry.get(player, []):
            if row.season <= season:
                position = None if row.position is None else POSITIONS.get(row.position.lower())
                return row.player_name, position
        last = self.last_game(player, as_of)
        return (None if last is None else last.full_name), None

    def line_for(self, player: str, day: date, team: str) -> MarketLine | None:
        """The market line of a player of `team` on `day`."""
        return market_line(self.props.get((player, day), ()), self.schedule.cut_off(day, team))

    def defense_ranks(self, as_of: date) -> dict[str, int]:
        """Teams by points allowed per 100 possessions of their last games; 1 = fewest."""
        season = season_year(as_of)
        rated: list[tuple[Decimal, str]] = []
        for team, games in self.defenses.items():
            last = [game for game in games if game.season == season and game.day < as_of]
            last = last[-DEFENSE_GAMES:]
            possessions = sum(game.opponent_possessions for game in last)
            if len(last) < DEFENSE_MIN_GAMES or possessions == 0:
                continue
            allowed = sum(game.points_allowed for game in last)
            rated.append((nine(Fraction(100 * allowed, possessions)), team))
        return {team: rank for rank, (_, team) in enumerate(sorted(rated), start=1)}


def _player_games(
    rows: list[PlayerRow], schedule: Schedule, props: dict[tuple[str, date], list[PropRow]]
) -> dict[str, list[Game]]:
    """Played league games of each player, oldest first."""
    unique: dict[tuple[str, date], PlayerRow] = {}
    for row in sorted(
        rows,
        key=lambda row: (
            newest_first(row.processed_at),
            largest_first(row.minutes_played),
            largest_first(row.points),
            row.game_id is None,
            row.game_id or "",
        ),
    ):
        unique.setdefault((row.player_lookup, row.game_date), row)

    games: dict[str, list[Game]] = defaultdict(list)
    totals: dict[tuple[str, int], tuple[int, int]] = {}
    for (player, day), row in sorted(unique.items(), key=lambda item: item[0]):
        if day < HISTORY_START or schedule.is_exhibition(day, row.team_abbr):
            continue
        minutes = row.minutes_played
        if row.points is None or not ((minutes is not None and minutes > 0) or row.points > 0):
            continue
        season = season_year(day)
        count, points = totals.get((player, season), (0, 0))
        games[player].append(
            Game(
                player=player,
                full_name=row.player_full_name,
                day=day,
                season=season,
                team=row.team_abbr,
                opponent=row.opponent_team_abbr,
                points=row.points,
                minutes=minutes,
                games_before=count,
                points_before=points,
                line=market_line(
                    props.get((player, day), ()), schedule.cut_off(day, row.team_abbr)
                ),
            )
        )
        totals[player, season] = (count + 1, points + row.points)
    return dict(games)


def _is_partial(row: TeamRow) -> bool:
    return bool(row.is_partial_game_data) or (
        row.fg_attempts is not None and row.fg_attempts < MIN_FG_ATTEMPTS
    )


def _defenses(rows: list[TeamRow], schedule: Schedule) -> dict[str, list[DefenseGame]]:
    """Each team's games with both team rows, oldest first."""
    unique: dict[tuple[date, str], TeamRow] = {}
    for row in sorted(
        (row for row in rows if not _is_partial(row)),
        key=lambda row: (
            TIERS.index(row.quality_tier) if row.quality_tier in TIERS else len(TIERS),
            largest_first(row.possessions),
            newest_first(row.processed_at),
            row.game_id or "",
        ),
    ):
        unique.setdefault((row.game_date, row.team_abbr), row)

    defenses: dict[str, list[DefenseGame]] = defaultdict(list)
    for (day, team), row in sorted(unique.items(), key=lambda item: item[0]):
        if day < HISTORY_START or schedule.is_exhibition(day, team):
            continue
        other = unique.get((day, row.opponent_team_abbr or ""))
        if other is None or other.points_scored is None or other.possessions is None:
            continue
        defenses[team].append(
            DefenseGame(day, season_year(day), other.points_scored, other.possessions)
        )
    return dict(defenses)


def _registry(rows: list[RegistryRow]) -> dict[str, list[RegistryRow]]:
    """Each player's registry rows, the newest season and activity first."""

    def last_activity(row: RegistryRow) -> date | None:
        days = (row.last_gamebook_activity_date, row.last_roster_activity_date)
        return max((day for day in days if day is not None), default=None)

    registry: dict[str, list[RegistryRow]] = defaultdict(list)
    for row in rows:
        registry[row.player_lookup].append(row)
    for own in registry.values():
        own.sort(
            key=lambda row: (
                latest_first(last_activity(row)),
                newest_first(row.processed_at),
                row.team_abbr or "",
            )
        )
        own.sort(key=lambda row: row.season, reverse=True)
    return dict(registry)


def build(sources: Sources) -> League:
    """The league out of its source rows."""
    schedule = Schedule(sources.schedule)
    props: dict[tuple[str, date], list[PropRow]] = defaultdict(list)
    for row in sources.props:
        if usable(row) and row.player_lookup is not None and row.game_date >= HISTORY_START:
            props[row.player_lookup, row.game_date].append(row)
    return League(
        schedule=schedule,
        injuries=InjuryReports(sources.injuries),
        games=_player_games(sources.players, schedule, props),
        defenses=_defenses(sources.teams, schedule),
        registry=_registry(sources.registry),
        props=dict(props),
    )
