"""Plays the seasons, game by game, and has every table written as they go."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from random import Random

from scripts.sample.box import Boxes, play_side, share_minutes
from scripts.sample.injuries import Injuries
from scripts.sample.people import MINUTES_BY_RANK, POSITIONS, League, Player, plain
from scripts.sample.plan import (
    ALL_STAR,
    CANDIDATES,
    CLOSING,
    EAST,
    LATEST_SLATE,
    LINES_START,
    MISSING_FROM_LIST,
    OPENING,
    OVERTIME_DISAGREEMENT,
    PINNED,
    PRESEASON,
    RULED_OUT,
    SEASONS,
    SEED,
    TEAMS,
    WATCH_LIST,
    season_label,
)
from scripts.sample.props import Offer, Props, has_lines
from scripts.sample.results import Results
from scripts.sample.schedule import Game, season_games
from scripts.sample.tables import Tables
from scripts.sample.times import days_between, utc

SHOTS = 0.884  # field-goal attempts a possession
DUDS = (*CANDIDATES, *WATCH_LIST, RULED_OUT)


class Seasons:
    """The seasons of the league, and the tables that they fill."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.league = League()
        self.injuries = Injuries(tables)
        self.props = Props(tables)
        self.results = Results(tables)
        self.draw = Random(f"{SEED} games")
        self.pace: dict[str, float] = {}
        self.defense: dict[str, float] = {}
        self.wins: dict[str, int] = {}
        self.last_day: dict[str, date] = {}
        self.dud_days: dict[str, date] = {}
        self.calm: set[date] = set()
        self.stints: dict[tuple[str, Player], tuple[int, date | None]] = {}

    def build(self) -> None:
        """Play every season up to LATEST_SLATE, and write all its rows and quotes."""
        for season in SEASONS:
            self._play_season(season)
        self._player_list()

    def _play_season(self, season: int) -> None:
        self.league.start_season(season)
        strength = Random(f"{SEED} strength {season}")
        self.pace = {team: strength.gauss(99.8, 1.8) for team in TEAMS}
        self.defense = {team: strength.gauss(1, 0.014) for team in TEAMS}
        self.wins = dict.fromkeys(TEAMS, 0)
        self.last_day, self.stints = {}, {}
        games = season_games(season)
        if season == SEASONS[-1]:
            before = [game for game in games if game.day < LATEST_SLATE]
            self.dud_days = {t: g.day for g in before for t in (g.home, g.away)}
        self.calm = {fixture[0] for fixture in PINNED} | set(self.dud_days.values())
        self._preseason(season)
        trades = self.league.trades(season)
        for day in days_between(OPENING[season], CLOSING[season]):
            if day < LATEST_SLATE:
                self.league.trade_day(day, trades.count(day))
            if day == ALL_STAR[season]:
                self._all_star(season)
            for game in games:
                if game.day == day:
                    self._play(game)
        if season != SEASONS[-1]:
            self._playoffs(season)
        self._registry(season)

    # A game

    def _play(self, game: Game) -> None:
        """Play a game before LATEST_SLATE, prepare one of that date, only schedule a later one."""
        if game.day <= LATEST_SLATE:
            self._contest(game)
        self.results.schedule(game)

    def _contest(self, game: Game) -> None:
        offers: dict[Player, list[Offer]] = {}
        reports, lineups = {}, {}
        for team in (game.home, game.away):
            roster = sorted(self.league.rosters[team], key=lambda player: player.depth)
            report = reports[team] = self.injuries.report(roster, game.day, game.day in self.calm)
            if game.counts:
                self.injuries.write(game, team, report)
            lineups[team] = [p for p in roster if p not in report or report[p].plays]
            if has_lines(game):
                hoped = [p for p in roster if p not in report or report[p].statuses[1] != "out"]
                expected = self._expected(game, team, hoped)
                for player in hoped[:8]:
                    offers[player] = self.props.offer(game, player, expected[player])
        if game.day == LATEST_SLATE:
            return
        boxes = self._simulate(game, lineups)
        home, away = (sum(b.points for b in boxes[t].values()) for t in (game.home, game.away))
        game.score = (home, away)
        if game.prefix == "002":
            self.wins[game.home if home > away else game.away] += 1
        self.results.teams(game, boxes)
        for team, report in reports.items():
            self.results.players(game, self.league.rosters[team], boxes[team], report, offers)
            if game.counts:
                self._remember(game, team, boxes[team])

    def _expected(self, game: Game, team: str, lineup: list[Player]) -> dict[Player, float]:
        """Return the points that bookmakers expect of each player of a lineup."""
        other = game.away if team == game.home else game.home
        weights = [p.usage * m for p, m in zip(lineup, MINUTES_BY_RANK[:9], strict=False)]
        shots = SHOTS * (self.pace[team] + self.pace[other]) / 2
        factor = shots * (1 + self.defense[other]) / 2 / sum(weights)
        return {p: factor * w * p.shot_value for p, w in zip(lineup, weights, strict=False)}

    def _simulate(self, game: Game, lineups: dict[str, list[Player]]) -> dict[str, Boxes]:
        """Return the box scores of a game: no tie, and overtimes only in close ones."""
        draw = self.draw
        chance = draw.random()
        game.overtimes = 0 if chance > 0.055 else 1 if chance > 0.006 else 2
        if game.fixture in OVERTIME_DISAGREEMENT:
            game.overtimes = 1
        base = MINUTES_BY_RANK if game.counts else (20.0,) * 12
        sides = {}
        for team, lineup in lineups.items():
            sides[team] = lineup[: draw.choice((8, 9, 9, 9, 10, 10)) if game.counts else 12]
            for player in sides[team]:
                player.form = 0.8 * player.form + draw.gauss(0, 0.03)
        steady = frozenset(DUDS if game.day in self.calm else ())
        length = 1 + 5 * game.overtimes / 48
        while True:
            pace = draw.gauss((self.pace[game.home] + self.pace[game.away]) / 2, 2.4) * length
            boxes = {}
            for team, other in ((game.home, game.away), (game.away, game.home)):
                factor = self.defense[other]
                factor *= 1 if game.neutral else 1.012 if team == game.home else 0.988
                if self.last_day.get(team) == game.day - timedelta(days=1):
                    factor *= 0.965
                minutes = share_minutes(draw, sides[team], base, game.overtimes, steady)
                shots = draw.gauss(SHOTS * pace, 1.5)
                boxes[team] = play_side(draw, sides[team], minutes, shots, factor)
                if game.day == self.dud_days.get(team):
                    for player in set(boxes[team]):
                        if player.lookup in DUDS:
                            average = player.season_points // player.season_games
                            boxes[team][player].hold_to(average - 12)
            home, away = (sum(box.points for box in side.values()) for side in boxes.values())
            if home != away and (abs(home - away) <= 11 or not game.overtimes):
                return boxes

    def _remember(self, game: Game, team: str, boxes: Boxes) -> None:
        self.last_day[team] = game.day
        for player, box in boxes.items():
            player.season_points += box.points
            player.season_games += 1
            games, _ = self.stints.get((team, player), (0, None))
            self.stints[team, player] = (games + 1, game.day)

    # Beside the regular season

    def _preseason(self, season: int) -> None:
        """Play four games on each date of the preseason (001)."""
        draw = Random(f"{SEED} preseason {season}")
        number = 0
        for day in PRESEASON[season]:
            teams = draw.sample(TEAMS, 8)
            for home, away in zip(teams[::2], teams[1::2], strict=True):
                number += 1
                self._play(Game(f"001{season % 100}{number:05d}", season, day, home, away, 19 * 60))

    def _all_star(self, season: int) -> None:
        """Play the All-Star game (003): the best scorers of each conference, with lines."""
        day = ALL_STAR[season]
        game = Game(f"003{season % 100}00001", season, day, "EST", "WST", 20 * 60 + 30, True)
        if day < LATEST_SLATE:
            leaders = sorted(self.league.players, key=lambda p: (-p.season_points, p.lookup))
            score = []
            for east in (True, False):
                stars = [player for player in leaders if (player.team in EAST) == east][:12]
                boxes = play_side(self.draw, stars, [200] * 12, 130, 1.15)
                score.append(sum(box.points for box in boxes.values()))
                for player, box in boxes.items():
                    self.results.played(game, player, box, None, None)
                    if day >= LINES_START:
                        self.props.offer(game, player, 14)
            game.score = (score[0] + (score[0] == score[1]), score[1])
        self.results.schedule(game)

    def _playoffs(self, season: int) -> None:
        """Play the play-in (005), then four rounds of best-of-seven series (004)."""
        draw = Random(f"{SEED} playoffs {season}")
        first = CLOSING[season] + timedelta(days=2)

        def winner(day: date, game_id: str, home: str, away: str) -> str:
            tip = draw.choice((19 * 60, 19 * 60 + 30, 21 * 60))
            game = Game(game_id, season, day, home, away, tip)
            self._play(game)
            home_score, away_score = game.score or (0, 0)
            return home if home_score > away_score else away

        left: list[str] = []
        for east in (True, False):
            conference = [team for team in TEAMS if (team in EAST) == east]
            conference.sort(key=lambda team: (-self.wins[team], team))
            left += self._seeds(conference, f"005{season % 100}0{int(east)}", first, winner)
        start = first + timedelta(days=4)
        for round_number in (1, 2, 3, 4):
            ahead = []
            for series, (one, two) in enumerate(zip(left[::2], left[1::2], strict=True)):
                won = {one: 0, two: 0}
                for turn in range(1, 8):
                    day = start + timedelta(days=series % 2 + 2 * (turn - 1))
                    home, away = (one, two) if turn in (1, 2, 5, 7) else (two, one)
                    code = f"004{season % 100}00{round_number}{series}{turn}"
                    won[winner(day, code, home, away)] += 1
                    if 4 in won.values():
                        break
                ahead.append(max(won, key=won.__getitem__))
            left = ahead
            start += timedelta(days=16)

    def _seeds(self, teams: list[str], code: str, first: date,
               winner: Callable[[date, str, str, str], str]) -> list[str]:  # fmt: skip
        """Play a conference's play-in; return its eight teams in the order of the bracket."""
        seventh = winner(first, f"{code}001", teams[6], teams[7])
        beaten = teams[7] if seventh == teams[6] else teams[6]
        survivor = winner(first + timedelta(days=1), f"{code}002", teams[8], teams[9])
        eighth = winner(first + timedelta(days=3), f"{code}003", beaten, survivor)
        seeds = [*teams[:6], seventh, eighth]
        return [seeds[n] for n in (0, 7, 3, 4, 1, 6, 2, 5)]

    # Reference tables

    def _registry(self, season: int) -> None:
        """Write a season's registry: a row for each player and team."""
        draw = Random(f"{SEED} registry {season}")
        for team in TEAMS:
            for player in self.league.rosters[team]:
                self.stints.setdefault((team, player), (0, None))
        for (team, player), (games, last) in self.stints.items():
            seen = last or OPENING[season]
            roster_day = min(seen + timedelta(days=draw.randint(0, 2)), LATEST_SLATE)
            processed = LATEST_SLATE if draw.random() < 0.05 else seen + timedelta(days=1)
            self.tables.add(
                "nba_players_registry", plain(player.name) if season == 2023 else player.name,
                player.lookup, team, season_label(season), games,
                draw.choice(POSITIONS[player.position]), last,
                None if season == 2024 else roster_day, utc(processed, 9), None,
            )  # fmt: skip

    def _player_list(self) -> None:
        """Write the list of today's players, as it stands on LATEST_SLATE."""
        draw = Random(f"{SEED} player list")
        for number, player in enumerate(self.league.players):
            if player not in self.league.rosters[player.team] or player.lookup in MISSING_FROM_LIST:
                continue
            years = SEASONS[-1] - player.entry + (draw.random() < 0.04)
            self.tables.add(
                "nbac_player_list_current", player.lookup, 1700001 + number, player.name,
                player.team, draw.choice(POSITIONS[player.position]),
                player.entry if player.drafted else None, None if draw.random() < 0.03 else years,
                SEASONS[-1], utc(LATEST_SLATE, 8), True,
            )  # fmt: skip
