"""What the documents say of a date: envelope, status, notes, and a player's game tonight."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from .calendar import clock, iso, season_name, season_year
from .league import Game, League
from .lines import MarketLine
from .schedule import Slot
from .statistics import published

OFF_SEASON_DAYS = 14
RECENT_DAYS = 14
MIN_SEASON_GRADED = 100


class Night:
    """The date D: its slate, and the lines and reports of its players."""

    def __init__(self, league: League, as_of: date) -> None:
        self.league = league
        self.as_of = as_of
        self.last_games: dict[str, Game] = {}
        for player in league.games:
            last = league.last_game(player, as_of)
            if last is not None:
                self.last_games[player] = last
        self._lines: dict[str, MarketLine | None] = {}

    def slot(self, player: str) -> Slot | None:
        """Tonight's game of the player's team."""
        return self.league.schedule.slot(self.as_of, self.last_games[player].team)

    def line(self, player: str) -> MarketLine | None:
        """Tonight's line of a player whose team plays."""
        if player not in self._lines:
            team = self.last_games[player].team
            self._lines[player] = (
                None if team is None else self.league.line_for(player, self.as_of, team)
            )
        return self._lines[player]

    def has_line(self, player: str) -> bool:
        """Whether the player's team plays tonight and he has a line."""
        return self.slot(player) is not None and self.line(player) is not None

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
            "line_source": None if line is None else line.book,
            "line_type": None if line is None else line.line_type,
            "line_updated_at": None if line is None else iso(line.updated),
            "over_odds": line.over_odds if line is not None and odds else None,
            "under_odds": line.under_odds if line is not None and odds else None,
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

    def envelope(self, document: str, status: str) -> dict[str, Any]:
        """The envelope's fields that follow from the data."""
        through = self.league.data_through(self.as_of)
        return {
            "document": document,
            "as_of_date": self.as_of.isoformat(),
            "data_through": None if through is None else through.isoformat(),
            "season": season_name(season_year(self.as_of)),
            "status": status,
        }

    def is_off_season(self) -> bool:
        """Whether the league has no game within 14 days of D."""
        span = timedelta(days=OFF_SEASON_DAYS)
        return not self.league.schedule.any_game(self.as_of - span, self.as_of + span)

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

        Null where nothing was ever played before D.
        """
        if not self.is_off_season():
            return self.as_of - timedelta(days=RECENT_DAYS), self.as_of
        last = self.league.data_through(self.as_of)
        if last is None:
            return None
        return last - timedelta(days=RECENT_DAYS - 1), last + timedelta(days=1)

    def has_recent_results(self) -> bool:
        """Whether any player has a graded game in [D-14, D-1]."""
        first = self.as_of - timedelta(days=RECENT_DAYS)
        results = self.league.results_between(first, self.as_of)
        return any(game.margin_nano != 0 for game in results)

    def missing_lately(self) -> list[str]:
        """The note of a season whose lines have stopped."""
        return [] if self.is_off_season() or self.has_recent_results() else ["no_recent_lines"]

    def missing_tonight(self) -> list[str]:
        """The note codes for lines and reports of a night with games and enough data."""
        if self.status() != "ok":
            return []
        notes = []
        recent = (player for player, last in self.last_games.items() if self.is_recent(last.day))
        if not any(self.has_line(player) for player in recent):
            notes.append("no_lines")
        schedule = self.league.schedule
        if not any(
            self.league.injuries.latest(self.as_of, team, schedule.cut_off(self.as_of, team))
            for team in schedule.teams(self.as_of)
        ):
            notes.append("no_injury_report")
        return notes
