"""Facts that do not depend on the as-of date: games played, their results, bad games, defenses.

Every fact about a game is made from that game and earlier ones, except a situation's next game,
which carries its own date. A document for D takes only facts whose dates lie before D.
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

from . import player_rows, teams
from .calendar import SEASON_FIRST_MONTH, season_name, season_year
from .careers import entry_years, has_season, position_of, registry_of
from .games import Game, player_games
from .identity import Players
from .injuries import InjuryReports
from .lines import MarketLine, market_line
from .player_rows import PlayerRows, has_played
from .quotes import Quotes, quotes
from .records import Record, pool
from .schedule import Schedule, Slot
from .sources import RegistryRow, Sources
from .statistics import nine, prior_weight, rate
from .teams import TeamGames, TeamRows
from .tip_offs import quoted_starts
from .vocabulary import plain

NEXT_GAME_DAYS = 14
NAME_CHARACTERS = 100
SHORTFALL_EDGES = (Fraction(25, 2), Fraction(15), Fraction(20))
AVERAGE_EDGES = (18, 22, 26)
PRIOR_DAYS = 365
DEFENSE_GAMES = 15
DEFENSE_MIN_GAMES = 5


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


def bucket_of(value: Fraction, edges: Iterable[Fraction | int]) -> int:
    """How many of the edges `value` has reached."""
    return sum(value >= edge for edge in edges)


@dataclass(eq=False)
class League:
    """Everything that the documents are computed from; a league equals only itself."""

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
    quotes: Quotes
    players: Players

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
        self._day_games: dict[date, list[Game]] = defaultdict(list)
        for game in every:
            self._day_games[game.day].append(game)
        self._days = sorted(self._day_games)
        self._graded_days = sorted({game.day for game in self.results if game.is_graded})
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

    def last_played(self, as_of: date) -> date | None:
        """The last date before `as_of` with a played game."""
        place = bisect_left(self._days, as_of)
        return self._days[place - 1] if place else None

    def season_start(self, as_of: date) -> date | None:
        """The first date with a played game in the season of `as_of`, before it."""
        season = season_year(as_of)
        return next((day for day in self._days if season_year(day) == season and day < as_of), None)

    def results_between(self, first: date, before: date) -> list[Game]:
        """Games with a line and a result in [first, before)."""
        return self.results[
            bisect_left(self._result_days, first) : bisect_left(self._result_days, before)
        ]

    def records_between(self, first: date, before: date) -> dict[str, Record]:
        """Each player's record over [first, before)."""
        records: dict[str, Record] = defaultdict(Record)
        for game in self.results_between(first, before):
            margin = game.margin_nano
            if margin is not None:
                records[game.player].add(margin)
        return dict(records)

    def prior(self, as_of: date) -> tuple[Fraction | None, float]:
        """(p0, m) of the adjusted rate, over the year before `as_of`; p0 null without games."""
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

    def games_of(self, day: date) -> list[Game]:
        """Everybody's played game on a date."""
        return self._day_games.get(day, [])

    def last_graded(self, as_of: date) -> date | None:
        """The last date before `as_of` with a graded prop."""
        place = bisect_left(self._graded_days, as_of)
        return self._graded_days[place - 1] if place else None

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

    def identity(self, player: str, as_of: date) -> tuple[str, str | None]:
        """(display name, position): the last box score's name, the registry's position.

        The registry's row is that of the latest season up to `as_of`'s; its name is shown where
        the box score has none, and the look-up where neither has one. A name that is longer than
        any player's is cut.
        """
        season = season_name(season_year(as_of))
        rows = [row for row in self.registry.get(player, []) if row.season <= season]
        last = self.last_game(player, as_of)
        names = [] if last is None else [last.full_name]
        names += [row.player_name for row in rows]
        trimmed = (name.strip(" ") for name in names if name)
        name = next((name for name in trimmed if name), player)[:NAME_CHARACTERS]
        return name, position_of(rows[0].position) if rows else None

    def line_tonight(self, player: str, slot: Slot) -> MarketLine | None:
        """The market line of a player for his team's game on the as-of date."""
        quoted = self.quotes.of.get((player, slot.game_date), ())
        return market_line(quoted, slot.cut_off, tonight=True)

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


def _boxes(own: PlayerRows, of_teams: TeamRows) -> set[tuple[date, str | None, str | None]]:
    """(date, team, opponent) of the box scores: of players who played, and of whole team rows."""
    boxes: set[tuple[date, str | None, str | None]] = set()
    for row in own.values():
        if has_played(row):
            boxes.add((row.game_date, row.team_abbr, row.opponent_team_abbr))
    for team_row in of_teams.values():
        boxes.add((team_row.game_date, team_row.team_abbr, team_row.opponent_team_abbr))
    return boxes


def build(sources: Sources) -> League:
    """Build the league from its source rows."""
    sources = plain(sources)
    registry = [row for row in sources.registry if has_season(row)]
    players = Players(sources.players, registry, sources.aliases)
    rows = player_rows.one_a_date(sources.players, players.key)
    team_rows = teams.one_a_date(sources.teams)
    schedule = Schedule(sources.schedule, _boxes(rows, team_rows), quoted_starts(sources.odds))
    quoted = quotes(sources.props, sources.odds, players.named)
    team_games = teams.team_games(team_rows, schedule)
    return League(
        schedule=schedule,
        injuries=InjuryReports(sources.injuries, players.named),
        games=player_games(rows, schedule, team_games, quoted),
        team_games=team_games,
        entry_years=entry_years(
            sources.players, registry, sources.player_list, sources.rosters, players.key
        ),
        registry=registry_of(registry, players.key),
        quotes=quoted,
        players=players,
    )
