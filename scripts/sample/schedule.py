"""The schedule of a season: who meets whom, and on which date."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from random import Random

from scripts.sample.plan import (
    ALL_STAR,
    CLOSING,
    CUP_FINALS,
    DIVISIONS,
    EARLY_TIP,
    LATE_TIP,
    LATEST_SLATE,
    NEUTRAL,
    OPENING,
    PINNED,
    POSTPONED,
    SEED,
    SPORTSBOOKS_ONLY,
    TEAMS,
    UNKNOWN_TIP,
    Fixture,
)
from scripts.sample.times import days_between, eastern

EVENING = 19 * 60  # when a line of a game of unknown tip-off counts no more: such games start then


@dataclass
class Game:
    """A game: as scheduled, then as played."""

    game_id: str
    season: int
    day: date
    home: str
    away: str
    tip: int  # minutes past midnight ET
    neutral: bool = False
    hides_tip: bool = False  # the schedule and the feeds keep the hour to themselves
    score: tuple[int, int] | None = None
    overtimes: int = 0

    @property
    def prefix(self) -> str:
        """The league's kind of game: 001 preseason, 002 regular, 003 All-Star, 004 playoffs …"""
        return self.game_id[:3]

    @property
    def counts(self) -> bool:
        """Whether the game counts for anything: neither preseason nor All-Star."""
        return self.prefix not in ("001", "003")

    @property
    def fixture(self) -> Fixture:
        """Date, home team and away team."""
        return (self.day, self.home, self.away)

    @property
    def cutoff(self) -> int:
        """Epoch second of the tip-off, up to which a line counts."""
        return eastern(self.day, self.tip)


def pairings(season: int) -> list[tuple[str, str]]:
    """Return the 1,230 (home, away) pairs of a season: 82 games a team, 41 of them at home."""
    divisions = [division.split() for division in DIVISIONS]
    pairs = []
    for (i, first), (j, second) in combinations(enumerate(divisions), 2):
        for (a, one), (b, two) in ((x, y) for x in enumerate(first) for y in enumerate(second)):
            turn = (a - b + season) % 5 if i // 3 == j // 3 else 5
            pairs += [(one, two)] * (1 if turn in (4, 5) else 2)
            pairs += [(two, one)] * (1 if turn in (3, 5) else 2)
    for division in divisions:
        for one, two in combinations(division, 2):
            pairs += [(one, two), (two, one)] * 2
    return pairs


def season_games(season: int) -> list[Game]:
    """Lay the pairings of a season on dates: no team twice a day or three days running."""
    draw = Random(f"{SEED} schedule {season}")
    first, last = OPENING[season], CLOSING[season]
    all_star, (cup_day, cup_home, cup_away) = ALL_STAR[season], CUP_FINALS[season]
    november = days_between(date(season, 11, 22), date(season, 11, 28))
    closed = {day for day in november if day.weekday() == 3}  # Thanksgiving
    closed |= {date(season, 12, 24), cup_day, date(2024, 11, 5)}
    closed |= set(days_between(all_star - timedelta(days=2), all_star + timedelta(days=3)))
    days = [day for day in days_between(first, last) if day not in closed]
    pool = pairings(season)
    draw.shuffle(pool)
    busy: dict[str, set[date]] = defaultdict(set)
    placed: list[Fixture] = sorted(game for game in PINNED if first <= game[0] <= last)
    for day, home, away in placed:
        pool.remove((home, away))
        busy[home].add(day)
        busy[away].add(day)
    for team in (cup_home, cup_away):
        busy[team].add(cup_day)
    idle = {(old, team) for old, game in POSTPONED for team in game[1:]}
    idle |= {(LATEST_SLATE, team) for team in TEAMS}
    one = timedelta(days=1)
    # No back-to-back hangs on a Cup final, which the schedule may lack.
    idle |= {(cup_day + n * one, team) for team in (cup_home, cup_away) for n in (-1, 1)}

    def fits(team: str, day: date) -> bool:
        played = busy[team]
        if day in played or (day, team) in idle:
            return False
        before, after = day - one in played, day + one in played
        return not (
            (before and after)
            or (before and day - 2 * one in played)
            or (after and day + 2 * one in played)
        )

    def place(day: date, pair: tuple[str, str]) -> None:
        placed.append((day, *pair))
        for team in pair:
            busy[team].add(day)

    weights = [(8.5, 5, 10.5, 4, 10.5, 8, 7)[day.weekday()] for day in days]
    weights[0], weights[-1] = 2, 15
    share = 0.0
    for day, weight in zip(days, weights, strict=True):
        share += weight / sum(weights)
        count = sum(game[0] <= day for game in placed)
        need = {team: 82 * share - sum(d <= day for d in busy[team]) for team in TEAMS}
        for team in TEAMS:  # a rested team goes first
            need[team] -= 0.3 * (day - one in busy[team] or day + one in busy[team])
        order = sorted(pool, key=lambda pair: -need[pair[0]] - need[pair[1]] - 4 * draw.random())
        for pair in order:
            if count >= 1230 * share - 0.5:
                break
            if fits(pair[0], day) and fits(pair[1], day):
                place(day, pair)
                pool.remove(pair)
                count += 1
    for pair in pool:  # what did not fit in its time: the least tiring date on which it fits
        tiring = {
            day: sum(day + n * one in busy[team] for team in pair for n in (-1, 1))
            for day in days
            if fits(pair[0], day) and fits(pair[1], day)
        }
        place(min(tiring, key=tiring.__getitem__), pair)
    games = []
    for number, (day, home, away) in enumerate(sorted(placed), start=1):
        tip, hides_tip = tip_off(draw, (day, home, away))
        games.append(
            Game(f"002{season % 100}{number:05d}", season, day, home, away, tip,
                 (day, home, away) in NEUTRAL, hides_tip)
        )  # fmt: skip
    code = f"006{season % 100}00001"
    games.append(Game(code, season, cup_day, cup_home, cup_away, EVENING, True))
    return sorted(games, key=lambda game: (game.day, game.game_id))


def tip_off(draw: Random, fixture: Fixture) -> tuple[int, bool]:
    """Return a tip-off in minutes past midnight ET, and whether the hour is kept a secret."""
    day, home, _ = fixture
    chance = draw.random()
    if fixture == EARLY_TIP:
        return 12 * 60, False
    open_week = SPORTSBOOKS_ONLY[0] <= day <= SPORTSBOOKS_ONLY[1]
    if fixture == UNKNOWN_TIP or (chance < 0.03 and fixture not in PINNED and not open_week):
        return EVENING, True
    if day.weekday() >= 5 and chance > 0.6:
        return draw.choice((13 * 60, 15 * 60 + 30, 18 * 60)), False
    return LATE_TIP.get(home, EVENING) + draw.choice((0, 0, 30)), False
