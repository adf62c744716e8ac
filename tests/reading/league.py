"""Facts that do not depend on the as-of date: games played, their results, bad games, defences.

Every fact of a game is made of that game and earlier ones, except a situation's next game, which
carries its own date. A document for D takes only facts whose dates lie before D.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

from .calendar import HISTORY_START, SEASON_FIRST_MONTH, season_name, season_year
from .injuries import InjuryReports
from .lines import NANO, MarketLine, market_line, usable
from .order import largest_first, latest_first, newest_first
from .schedule import Schedule
from .sources import PlayerListRow, PlayerRow, PropRow, RegistryRow, Sources
from .statistics import nine, prior_weight, rate
from .teams import TeamGames, team_games
from .usage import usage

SHORTFALL_POINTS = 10
MIN_GAMES_BEFORE = 10
MIN_MINUTES = 15
NEXT_GAME_DAYS = 14
SHORTFALL_EDGES = (Fraction(25, 2), Fraction(15), Fraction(20))
AVERAGE_EDGES = (18, 22, 26)
PRIOR_DAYS = 365
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
    rest: int | None
    home: bool | None
    usage: Decimal | None
    row: PlayerRow
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

    @property
    def is_graded(self) -> bool:
        """Over or under, not a push."""
        return self.margin_nano not in (None, 0)

    @property
    def is_over(self) -> bool:
        """Over the line."""
        return (self.margin_nano or 0) > 0


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


def pool(records: Iterable[Record]) -> Record:
    """All the records as one."""
    total = Record()
    for record in records:
        total.overs += record.overs
        total.graded += record.graded
        total.pushes += record.pushes
        total.margin_nano += record.margin_nano
    return total


def bucket_of(value: Fraction, edges: Iterable[Fraction | int]) -> int:
    """How many of the edges `value` has reached."""
    return sum(value >= edge for edge in edges)


@dataclass(eq=False)
class League:
    """Everything that the documents are computed from; one league is equal to itself alone."""

    schedule: Schedule
    injuries: InjuryReports
    games: dict[str, list[Game]]
    results: list[Game] = field(init=False)
    situations: list[Situation] = field(init=False)
    any_games: list[AnyGame] = field(init=False)
    team_games: TeamGames
    defenses: dict[str, list[DefenseGame]] = field(init=False)
    entry_years: dict[str, int]
    registry: dict[str, list[RegistryRow]]
    props: dict[tuple[str, date], list[PropRow]]

    def __post_init__(self) -> None:
        every = [game for games in self.games.values() for game in games]
        self.results = sorted(
            (game for game in every if game.line is not None),
            key=lambda game: (game.day, game.player),
        )
        self._season_games: dict[int, list[Game]] = defaultdict(list)
        for game in every:
            self._season_games[game.season].append(game)
        self._result_days = [game.day for game in self.results]
        self._player_days = {
            player: [game.day for game in games] for player, games in self.games.items()
        }
        self._days = sorted({game.day for game in every})
        self.defenses = _defenses(self.team_games)
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

    def records_between(self, first: date, before: date) -> dict[str, Record]:
        """Each player's record of [first, before)."""
        records: dict[str, Record] = defaultdict(Record)
        for game in self.results_between(first, before):
            margin = game.margin_nano
            if margin is not None:
                records[game.player].add(margin)
        return dict(records)

    def prior(self, as_of: date) -> tuple[Fraction | None, float]:
        """(p0, m) of the adjusted rate: the league's year before `as_of`; p0 null without games."""
        year = self.records_between(as_of - timedelta(days=PRIOR_DAYS), as_of)
        total = pool(year.values())
        weight = prior_weight([(one.overs, one.graded) for one in year.values() if one.graded > 0])
        return rate(total.overs, total.graded), weight

    def season_results(self, season: int, as_of: date) -> list[Game]:
        """Games of a season with a line and a result, before `as_of`."""
        last = min(as_of, date(season + 1, SEASON_FIRST_MONTH, 1))
        return self.results_between(date(season, SEASON_FIRST_MONTH, 1), last)

    def season_games(self, season: int, as_of: date) -> list[Game]:
        """Played games of a season before `as_of`, with or without a line."""
        return [game for game in self._season_games.get(season, ()) if game.day < as_of]

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
    rows: list[PlayerRow],
    schedule: Schedule,
    teams: TeamGames,
    props: dict[tuple[str, date], list[PropRow]],
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
        before = games[player][-1] if count else None
        slot = schedule.slot(day, row.team_abbr)
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
                rest=None if before is None else (day - before.day).days - 1,
                home=None if slot is None else slot.home,
                usage=usage(row, teams.get((day, row.team_abbr or ""))),
                row=row,
                line=market_line(
                    props.get((player, day), ()), schedule.cut_off(day, row.team_abbr)
                ),
            )
        )
        totals[player, season] = (count + 1, points + row.points)
    return dict(games)


def _defenses(team_games: TeamGames) -> dict[str, list[DefenseGame]]:
    """Each team's games with both team rows, oldest first."""
    defenses: dict[str, list[DefenseGame]] = defaultdict(list)
    for game in team_games.values():
        other = game.other
        if other is None or other.points_scored is None or other.possessions is None:
            continue
        defenses[game.team].append(
            DefenseGame(game.day, game.season, other.points_scored, other.possessions)
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


def _entry_years(rows: list[PlayerListRow]) -> dict[str, int]:
    """Each player's first season by the latest row of the player list, where it says."""
    newest: dict[str, PlayerListRow] = {}
    for row in sorted(
        rows, key=lambda row: (newest_first(row.processed_at), largest_first(row.season_year))
    ):
        newest.setdefault(row.player_lookup, row)
    entries: dict[str, int] = {}
    for player, row in newest.items():
        found = [] if row.draft_year is None else [row.draft_year]
        if row.season_year is not None and row.years_pro is not None:
            found.append(row.season_year - row.years_pro)
        if found:
            entries[player] = max(found)
    return entries


def build(sources: Sources) -> League:
    """The league out of its source rows."""
    schedule = Schedule(sources.schedule)
    props: dict[tuple[str, date], list[PropRow]] = defaultdict(list)
    for row in sources.props:
        if usable(row) and row.player_lookup is not None and row.game_date >= HISTORY_START:
            props[row.player_lookup, row.game_date].append(row)
    teams = team_games(sources.teams, schedule)
    return League(
        schedule=schedule,
        injuries=InjuryReports(sources.injuries),
        games=_player_games(sources.players, schedule, teams, props),
        team_games=teams,
        entry_years=_entry_years(sources.player_list),
        registry=_registry(sources.registry),
        props=dict(props),
    )
