"""The rows of played games: schedule, team and player tables, right rows and wrong ones."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.sample.box import Box, Boxes
from scripts.sample.injuries import Listing, Report
from scripts.sample.people import Player
from scripts.sample.plan import (
    DUPLICATE_PLAYER_ROW,
    EAST,
    LATEST_SLATE,
    OVERTIME_DISAGREEMENT,
    PARTIAL_ONLY,
    POSTPONED,
    SEED,
    TIED_PLAYER_ROW,
    TIERED_TEAM_ROW,
    ZONES_GAP,
    season_label,
)
from scripts.sample.props import Offer
from scripts.sample.schedule import Game
from scripts.sample.tables import Tables
from scripts.sample.times import eastern, utc

STATUS_TEXT = {1: "Scheduled", 2: "Live", 3: "Final"}


def game_key(game: Game) -> str:
    """Return the analytics tables' game_id: AWAY_HOME, inverted before 2024-25."""
    order = (game.away, game.home) if game.season >= 2024 else (game.home, game.away)
    return "_".join((f"{game.day:%Y%m%d}", *order))


@dataclass(frozen=True)
class TeamLine:
    """What one team did in one game."""

    game: Game
    team: str
    points: int
    attempts: int
    ft_attempts: int
    turnovers: int
    possessions: int


class Results:
    """Writes the schedule, the team rows and the player rows."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.draw = Random(f"{SEED} defects")
        self._days: dict[date, tuple[float, bool]] = {}

    # Schedule

    def schedule(self, game: Game) -> None:
        """Write a game's schedule rows: scheduled, sometimes live, final; and where it once was."""
        draw, day, end = self.draw, game.day, game.cutoff + 3 * 3600
        published = utc(min(day - timedelta(days=20), LATEST_SLATE - timedelta(days=1)), 0)
        for old, moved in POSTPONED:
            if game.fixture == moved:
                first = utc(old - timedelta(days=20), 0)
                self._schedule_row(game, old, 19 * 60 + 30, 1, None, first)
                published = utc(min(old, LATEST_SLATE), 15)
        tip = None if draw.random() < 0.05 and day != LATEST_SLATE else game.tip
        self._schedule_row(game, day, tip, 1, None, published)
        self.tables.games.append(game)
        if game.score:
            home, away = game.score
            if draw.random() < 0.03:
                half = (home // 2, away // 2)
                self._schedule_row(game, day, game.tip, 2, half, game.cutoff + 4000)
            if draw.random() < 0.01:
                self._schedule_row(game, day, game.tip, 3, (home - 1, away), end - 1200)
            self._schedule_row(game, day, game.tip, 3, game.score, end)

    def _schedule_row(self, game: Game, day: date, tip: int | None, status: int,
                      score: tuple[int, int] | None, processed: int) -> None:  # fmt: skip
        flagged = game.prefix == "003" and game.season != 2023
        self.tables.add(
            "nbac_schedule", game.game_id, day, eastern(day, tip or 0), status, game.season,
            game.home, game.away, game.prefix == "002", game.prefix == "004", flagged,
            game.neutral, *(score or (None, None)), processed, season_label(game.season),
            STATUS_TEXT[status],
        )  # fmt: skip

    # Teams

    def teams(self, game: Game, boxes: dict[str, Boxes]) -> None:
        """Write the team rows of a game. Possessions of the two sides are about the same."""
        pace = 0.0
        for team in (game.home, game.away):
            side = boxes[team].values()
            used = sum(box.used for box in side)
            pace = pace or used - min(20, max(4, self.draw.gauss(10.8, 3)))
            rebounds = min(22, max(2, round(used - pace + self.draw.gauss(0, 0.8))))
            line = TeamLine(
                game,
                team,
                sum(box.points for box in side),
                sum(sum(box.attempts) for box in side),
                sum(box.ft_attempts for box in side),
                sum(box.turnovers for box in side),
                round(used - rebounds),
            )
            if game.fixture in PARTIAL_ONLY and team == game.home:
                self._team_row(line, 0.7, "gold", 9, partial=True)
            else:
                self._wrong_team_row(line)
                self._team_row(line, 1, "gold", 9)

    def _wrong_team_row(self, line: TeamLine) -> None:
        """Write, sometimes, a row that the right one has to win against."""
        game, team, chance = line.game, line.team, self.draw.random()
        if chance < 0.04 or (game.fixture == TIERED_TEAM_ROW and team == game.home):
            tier = self.draw.choice(("silver", "bronze"))
            self._team_row(line, 0.86, tier, 15, extra=25, key=game.game_id)
        elif chance < 0.05:
            self._team_row(line, 0.94, "gold", 18, key=f"{game.day:%Y%m%d}_{team}")
        elif chance < 0.065:
            self._team_row(line, 0.62, "gold", 12, extra=60, partial=True)
        elif chance < 0.07:
            self._team_row(line, min(0.45, 49 / line.attempts), "gold", 12, extra=80)

    def _team_row(self, line: TeamLine, share: float, tier: str, hour: int, extra: int = 0,
                  partial: bool = False, key: str = "") -> None:  # fmt: skip
        """Write a row with ``share`` of the figures, processed at ``hour`` UTC of the next day."""
        game, team = line.game, line.team
        other = game.away if team == game.home else game.home
        counts = (line.points, line.attempts, line.ft_attempts, line.turnovers)
        possessions = round(share * line.possessions) + extra
        forgot = game.fixture in OVERTIME_DISAGREEMENT and team == game.away
        overtimes = 0 if forgot else game.overtimes
        margin = 2 * line.points - sum(game.score or ())
        self.tables.add(
            "team_offense_game_summary", key or game_key(game), game.game_id, game.day, team, other,
            game.season, *(round(share * count) for count in counts), possessions, overtimes,
            round(possessions * 48 / (48 + 5 * overtimes), 1), partial, tier,
            utc(game.day + timedelta(days=1), hour), (team == game.home) == (game.season >= 2024),
            margin > 0, margin,
        )  # fmt: skip

    # Players

    def players(self, game: Game, roster: list[Player], boxes: Boxes, report: Report,
                offers: dict[Player, list[Offer]]) -> None:  # fmt: skip
        """Write a row for each player of a roster, whether he played or not."""
        team_used = sum(box.used for box in boxes.values())
        for player in roster:
            if player in boxes:
                box = boxes[player]
                usage = box.used / team_used * 10 * (48 + 5 * game.overtimes) / box.minutes
                offer = self.draw.choice(offers[player]) if player in offers else None
                self.played(game, player, box, 100 * usage, offer)
            else:
                self._absent(game, player, report.get(player))

    def played(self, game: Game, player: Player, box: Box, usage: float | None,
               offer: Offer | None) -> None:  # fmt: skip
        """Write the row of a player who played; sometimes a wrong and older one before it."""
        draw, day = self.draw, game.day
        null_share, zones = self._day(day)
        zones = zones and draw.random() < 0.96
        if draw.random() < null_share:
            usage = None
        source, line = offer or (None, None)
        zone_counts = (box.attempts[0], box.makes[0], box.attempts[1], box.makes[1])
        summary = (
            sum(box.attempts), sum(box.makes), box.attempts[2], box.makes[2], box.ft_attempts,
            box.turnovers,
            *(zone_counts if zones else [None] * 4), zones,
            None if usage is None else round(usage, 2), line, source, True, False, "active", None,
        )  # fmt: skip
        junk = (None, box.ft_makes, box.minutes > 200, False)

        def put(points: int | None, minutes: float | None, processed: int) -> None:
            margin = None if line is None or points is None else points - line
            result = None if margin is None else "OVER" if margin >= 0 else "UNDER"
            self.tables.add("player_game_summary", *self._key(game, player), points, minutes,
                            *summary, processed, *junk, result, margin, None, None)  # fmt: skip

        right = utc(day + timedelta(days=1), 9)
        stale = draw.random() < 0.006
        if (player.lookup, day) == TIED_PLAYER_ROW:
            put(None, None, right)
        elif stale or (player.lookup, day) == DUPLICATE_PLAYER_ROW:
            put(box.points + draw.randint(1, 9), box.minutes / 10, right - 3600 * 3)
        put(box.points, box.minutes / 10, right)

    def _absent(self, game: Game, player: Player, listing: Listing | None) -> None:
        """Write the row of a player who did not play: one in twelve does not say so."""
        chance = self.draw.random()
        unmarked = chance < 0.08
        category, reason = ("coach_decision", "DNP")
        if listing:
            category, reason = ("injury" if listing.category == "injury" else "other"), "NWT"
        self.tables.add(
            "player_game_summary", *self._key(game, player), 0 if chance < 0.04 else None, None,
            *[0 if unmarked else None] * 6, *[None] * 4, False, None, None, None, False,
            None if unmarked else True, "dnp", None if unmarked else category,
            utc(game.day + timedelta(days=1), 9), None if unmarked else reason, None, False, False,
            *[None] * 4,
        )  # fmt: skip

    def _key(self, game: Game, player: Player) -> tuple[object, ...]:
        """Return the columns of a player row that say who, for whom and in which game."""
        team = player.team
        if game.prefix == "003":
            team = game.home if player.team in EAST else game.away
        other = game.away if team == game.home else game.home
        return (player.lookup, player.name, game_key(game), game.day, team, other, game.season)

    def _day(self, day: date) -> tuple[float, bool]:
        """Return the share of NULL usage on a day, and whether it has shot zones."""
        if day not in self._days:
            bad = self.draw.random() < 0.4
            share = self.draw.uniform(0.3, 0.7) if bad else 0.02
            zones = self.draw.random() < 2 / 3 and not ZONES_GAP[0] <= day <= ZONES_GAP[1]
            self._days[day] = (share, zones)
        return self._days[day]
