"""What the documents say about a date: envelope, status, notes, and a player's game tonight."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property
from types import EllipsisType
from typing import Any

from .calendar import clock, iso, season_name, season_year
from .games import Game
from .gaps import ResultGaps, lined_share, result_gaps
from .league import League
from .lines import MarketLine
from .schedule import Slot
from .statistics import published

OFF_SEASON_DAYS = 14
RECENT_DAYS = 14
MIN_SEASON_GRADED = 100
OUT = "out"


class Night:
    """The date D: its slate, and the lines and reports on its players."""

    def __init__(self, league: League, as_of: date) -> None:
        self.league = league
        self.as_of = as_of
        self.last_games: dict[str, Game] = {}
        for player in league.games:
            last = league.last_game(player, as_of)
            if last is not None:
                self.last_games[player] = last
        self._lines: dict[str, MarketLine | None] = {}
        schedule = league.schedule
        self.slots = [
            (team, slot)
            for team in schedule.teams(as_of)
            if (slot := schedule.tonight(as_of, team)) is not None
        ]
        self.results: ResultGaps = result_gaps(league, as_of)

    def slot(self, player: str) -> Slot | None:
        """Tonight's game of the player's team."""
        return self.league.schedule.tonight(self.as_of, self.last_games[player].team)

    def line(self, player: str) -> MarketLine | None:
        """Tonight's line of a player; null when his team does not play."""
        if player not in self._lines:
            slot = self.slot(player)
            self._lines[player] = None if slot is None else self.league.line_tonight(player, slot)
        return self._lines[player]

    def has_line(self, player: str) -> bool:
        """Whether the player's team plays tonight and he has a line."""
        return self.line(player) is not None

    @cached_property
    def lined_share(self) -> Fraction | None:
        """The share of tonight's teams with enough players with a line; null without games."""
        lined = Counter(
            last.team for player, last in self.last_games.items() if self.has_line(player)
        )
        return lined_share([team for team, _ in self.slots], lined)

    def is_out(self, player: str) -> bool:
        """Whether the latest report says that he is out."""
        status, _ = self.injury(player)
        return status is not None and status.lower() == OUT

    def injury(self, player: str) -> tuple[str | None, str | None]:
        """(status, instant of the report); nulls where the team has no report."""
        slot = self.slot(player)
        team = self.last_games[player].team
        if slot is None or team is None:
            return None, None
        report = self.league.injuries.latest(self.as_of, team, slot.cut_off)
        return (None, None) if report is None else (report.status_of(player), iso(report.instant))

    def tonight(self, player: str) -> dict[str, Any] | None:
        """The `tonight` block; null when the player's team does not play."""
        slot = self.slot(player)
        if slot is None:
            return None
        line = self.line(player)
        odds = line is not None and line.line_type == "sportsbook"
        status, reported = self.injury(player)
        return {
            "opponent": slot.opponent,
            "home": slot.home,
            "game_time": iso(slot.tip_off),
            "game_time_display": clock(slot.tip_off),
            "prop_line": None if line is None else published(line.points, 2),
            "line_source": None if line is None else line.book.name,
            "line_type": None if line is None else line.line_type,
            "line_feed": None if line is None else line.feed,
            "line_updated_at": None if line is None else iso(line.updated),
            "over_odds": line.over.odds if line is not None and odds else None,
            "under_odds": line.under.odds if line is not None and odds else None,
            "injury_status": status,
            "injury_as_of": reported,
        }

    def who(self, player: str) -> dict[str, Any]:
        """The player fields."""
        name, position = self.league.identity(player, self.as_of)
        return {
            "player_lookup": player,
            "player_full_name": name,
            "team_abbr": self.last_games[player].team,
            "position": position,
        }

    def is_recent(self, day: date) -> bool:
        """Whether `day` is at most 14 days before D."""
        return (self.as_of - day).days <= RECENT_DAYS

    def envelope(
        self, document: str, status: str, through: date | EllipsisType | None = ...
    ) -> dict[str, Any]:
        """The envelope's fields that follow from the data; by default it counts props."""
        day = self.league.last_graded(self.as_of) if through is ... else through
        share = self.lined_share
        return {
            "document": document,
            "as_of_date": self.as_of.isoformat(),
            "data_through": None if day is None else day.isoformat(),
            "season": season_name(season_year(self.as_of)),
            "status": status,
            "data_gaps": {
                "games_without_results": self.results.missing,
                "lined_share_tonight": published(share, 3),
            },
        }

    def is_off_season(self) -> bool:
        """Whether the league has no game within 14 days of D."""
        span = timedelta(days=OFF_SEASON_DAYS)
        return not self.league.schedule.any_game(self.as_of - span, self.as_of + span, self.as_of)

    def season_status(self) -> str:
        """The first status that holds for a document that needs no game tonight."""
        if self.is_off_season():
            return "off_season"
        season_first = date(season_year(self.as_of), 10, 1)
        results = self.league.results_between(season_first, self.as_of)
        if sum(game.margin_nano != 0 for game in results) < MIN_SEASON_GRADED:
            return "insufficient_data"
        return "ok"

    def status(self) -> str:
        """The first status that holds for a daily document."""
        status = self.season_status()
        if status == "ok" and not self.league.schedule.teams(self.as_of):
            return "no_games"
        return status

    def recent_days(self) -> tuple[date, date] | None:
        """The last 14 days of play as [first, before): up to D, or up to the season's last date.

        Null if nothing was ever played before D.
        """
        if not self.is_off_season():
            return self.as_of - timedelta(days=RECENT_DAYS), self.as_of
        last = self.league.last_played(self.as_of)
        if last is None:
            return None
        return last - timedelta(days=RECENT_DAYS - 1), last + timedelta(days=1)

    def has_graded(self, days: int) -> bool:
        """Whether any player has a graded game in the last `days` days before D."""
        last = self.league.last_graded(self.as_of)
        return last is not None and (self.as_of - last).days <= days

    def missing_lately(self, days: int = RECENT_DAYS) -> list[str]:
        """The notes on results that are not in, and on a season whose lines have stopped."""
        stopped = not self.is_off_season() and not self.has_graded(days)
        return self.missing_results() + (["no_recent_lines"] if stopped else [])

    def missing_results(self) -> list[str]:
        """The note on results that are not in."""
        return ["results_incomplete"] if self.results.missing > 0 else []

    def missing_tonight(self) -> list[str]:
        """The note codes for lines and reports on a night with games and enough data."""
        if self.status() != "ok":
            return []
        notes = []
        share = self.lined_share
        if share is not None and share < 1:
            has_any = any(self.has_line(player) for player in self.last_games)
            notes.append("lines_incomplete" if has_any else "no_lines")
        if not any(
            self.league.injuries.latest(self.as_of, team, slot.cut_off) for team, slot in self.slots
        ):
            notes.append("no_injury_report")
        return notes
