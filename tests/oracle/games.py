"""The games that players played, each with what was known before it and with its line."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from .calendar import HISTORY_START, season_year, unknown_cut_off
from .lines import NANO, MarketLine, market_line
from .player_rows import PlayerRows, has_played
from .quotes import Quotes
from .schedule import Schedule, Slot
from .seeds import teams as nba_teams
from .sources import PlayerRow
from .teams import TeamGames
from .usage import usage

SHORTFALL_POINTS = 10
MIN_GAMES_BEFORE = 10
MIN_MINUTES = 15


@dataclass(frozen=True)
class Game:
    """A played player-game, with what was known of that season before it."""

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
    slot: Slot | None
    usage: Decimal | None
    row: PlayerRow
    line: MarketLine | None

    @property
    def home(self) -> bool | None:
        """At home; null on neutral ground and where the schedule does not have the game."""
        return None if self.slot is None else self.slot.home

    @property
    def average_before(self) -> Fraction:
        """Points per game before this one; only for a game with games before it."""
        return Fraction(self.points_before, self.games_before)

    @property
    def counts_for_averages(self) -> bool:
        """Enough games before it."""
        return self.games_before >= MIN_GAMES_BEFORE

    @property
    def is_bad(self) -> bool:
        """Far below the average before it, in enough minutes."""
        return (
            self.counts_for_averages
            and self.minutes is not None
            and self.minutes >= MIN_MINUTES
            and self.shortfall >= SHORTFALL_POINTS
        )

    @property
    def shortfall(self) -> Fraction:
        """The average before, minus the points of this game."""
        return self.average_before - self.points

    @property
    def margin_nano(self) -> int | None:
        """Points minus line, in billionths; null without a line."""
        return None if self.line is None else self.points * NANO - self.line.nano

    @property
    def is_graded(self) -> bool:
        """Over or under, not a push."""
        return self.margin_nano not in (None, 0)

    @property
    def is_over(self) -> bool:
        """Over the line."""
        return (self.margin_nano or 0) > 0


def player_games(
    rows: PlayerRows, schedule: Schedule, teams: TeamGames, quotes: Quotes
) -> dict[str, list[Game]]:
    """Played league games of each player, oldest first."""
    games: dict[str, list[Game]] = defaultdict(list)
    totals: dict[tuple[str, int], tuple[int, int]] = {}
    for (player, day), row in sorted(rows.items(), key=lambda item: item[0]):
        if day < HISTORY_START or schedule.is_exhibition(day, row.team_abbr):
            continue
        if row.points is None or not has_played(row):
            continue
        if row.team_abbr is not None and row.team_abbr not in nba_teams():
            continue  # an All-Star's row
        season = season_year(day)
        count, points = totals.get((player, season), (0, 0))
        before = games[player][-1] if count else None
        slot = schedule.held(day, row.team_abbr)
        cut_off = unknown_cut_off(day) if slot is None else slot.cut_off
        games[player].append(
            Game(
                player=player,
                full_name=row.player_full_name,
                day=day,
                season=season,
                team=row.team_abbr,
                opponent=row.opponent_team_abbr,
                points=row.points,
                minutes=row.minutes_played,
                games_before=count,
                points_before=points,
                rest=None if before is None else (day - before.day).days - 1,
                slot=slot,
                usage=usage(row, teams.get((day, row.team_abbr or ""))),
                row=row,
                line=market_line(quotes.of.get((player, day), ()), cut_off),
            )
        )
        totals[player, season] = (count + 1, points + row.points)
    return dict(games)
