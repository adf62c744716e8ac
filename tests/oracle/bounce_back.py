"""The bounce-back document."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from fractions import Fraction
from typing import Any

from .games import MIN_GAMES_BEFORE, MIN_MINUTES, SHORTFALL_POINTS, Game
from .league import League, Situation
from .statistics import (
    BASELINE_WEIGHT,
    adjusted_rate,
    benjamini_hochberg,
    binomial_two_sided,
    matched_baselines,
    nine,
    published,
    rate,
    significance,
    wilson,
)
from .tonight import Night

MIN_SITUATIONS = 15


def _any_game_rate(league: League, as_of: date, situations: list[Situation]) -> Fraction | None:
    """How often any game reaches the average before it, in the situations' mix of averages."""
    if not situations:
        return None
    games: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for game in league.any_games:
        if game.day < as_of:
            games[game.average_bucket][0] += 1
            games[game.average_bucket][1] += game.reached
    mix: dict[int, int] = defaultdict(int)
    for situation in situations:
        mix[situation.bucket[1]] += 1
    # Every situation's bad game is itself such a game, so no bucket of the mix is empty.
    total = sum(
        (count * Fraction(games[bucket][1], games[bucket][0]) for bucket, count in mix.items()),
        Fraction(0),
    )
    return total / len(situations)


def _league_baseline(league: League, as_of: date, situations: list[Situation]) -> dict[str, Any]:
    bounced = sum(situation.bounced for situation in situations)
    low, high = wilson(bounced, len(situations))
    return {
        "bounce_back_rate": published(rate(bounced, len(situations)), 3),
        "rate_low": published(low, 3),
        "rate_high": published(high, 3),
        "situations": len(situations),
        "players": len({situation.player for situation in situations}),
        "any_game_rate": published(_any_game_rate(league, as_of, situations), 3),
    }


class Records:
    """Every player's career record of situations as of a date, tested as one family."""

    def __init__(self, situations: list[Situation]) -> None:
        self.bounces: dict[str, int] = defaultdict(int)
        self.counts: dict[str, int] = defaultdict(int)
        for situation in situations:
            self.counts[situation.player] += 1
            self.bounces[situation.player] += situation.bounced
        self.baselines = matched_baselines(
            (situation.player, situation.bucket, situation.bounced) for situation in situations
        )
        self.p_values: dict[str, float] = {}
        for player, count in self.counts.items():
            baseline = self.baselines[player]
            if count >= MIN_SITUATIONS and baseline is not None:
                self.p_values[player] = binomial_two_sided(
                    self.bounces[player], count, float(baseline)
                )
        family = list(self.p_values)
        q_values = benjamini_hochberg([self.p_values[player] for player in family])
        self.q_values = dict(zip(family, q_values, strict=True))

    def adjusted(self, player: str) -> float | None:
        """The rate shrunk to the matched baseline; null without a baseline."""
        baseline = self.baselines.get(player)
        if baseline is None:
            return None
        return adjusted_rate(self.bounces[player], self.counts[player], baseline, BASELINE_WEIGHT)


def _entry(
    night: Night, rank: int, bad: Game, records: Records, defense: dict[str, int]
) -> dict[str, Any]:
    player = bad.player
    count, bounces = records.counts[player], records.bounces[player]
    low, high = wilson(bounces, count)
    adjusted, baseline = records.adjusted(player), records.baselines.get(player)
    lift = None if adjusted is None or baseline is None else adjusted - float(baseline)
    q_value = records.q_values.get(player)
    tonight = night.tonight(player)
    if tonight is not None:
        tonight["opponent_defense_rank"] = defense.get(tonight["opponent"])
    return {
        "rank": rank,
        **night.who(player),
        "last_game": {
            "date": bad.day.isoformat(),
            "opponent": bad.opponent,
            "points": bad.points,
            "minutes": None if bad.minutes is None else published(float(bad.minutes), 2),
            "season_average": published(bad.average_before, 2),
            "shortfall": published(bad.shortfall, 2),
            "prop_line": None if bad.line is None else published(bad.line.points, 2),
        },
        "bounce_back_rate": published(rate(bounces, count), 3),
        "rate_low": published(low, 3),
        "rate_high": published(high, 3),
        "rate_adjusted": published(adjusted, 3),
        "bounce_backs": bounces,
        "situations": count,
        "baseline_rate": published(baseline, 3),
        "lift": published(lift, 3),
        "p_value": published(records.p_values.get(player), 4),
        "q_value": published(q_value, 4),
        "significance": significance(q_value),
        "tonight": tonight,
    }


def bounce_back(league: League, as_of: date) -> dict[str, Any]:
    """The document's content for `as_of`, without clock, schema version, refresh and texts.

    `notes` is the list of codes; `league_baseline` has no sentence.
    """
    night = Night(league, as_of)
    situations = [one for one in league.situations if one.next_day < as_of]
    records = Records(situations)
    defense = league.defense_ranks(as_of)

    tonight: list[Game] = []
    for player, last in night.last_games.items():
        if not night.is_recent(last.day) or not last.is_bad or night.slot(player) is None:
            continue
        if not night.is_out(player):
            tonight.append(last)

    def by_adjusted_rate(bad: Game) -> tuple[Any, ...]:
        adjusted = records.adjusted(bad.player)
        return (
            adjusted is None,
            0 if adjusted is None else -nine(adjusted),
            -records.counts[bad.player],
            bad.player,
        )

    candidates = [bad for bad in tonight if records.counts[bad.player] >= MIN_SITUATIONS]
    candidates.sort(key=by_adjusted_rate)
    watched = [bad for bad in tonight if records.counts[bad.player] < MIN_SITUATIONS]
    watched.sort(key=lambda bad: (-nine(bad.shortfall), bad.player))

    # The lists need no line: only missing results matter.
    notes = night.missing_tonight() + night.missing_results()
    if night.status() == "ok":
        if not candidates:
            notes.append("no_candidates")
        if not watched:
            notes.append("no_watch_list")
    return {
        **night.envelope("bounce-back", night.status(), league.last_played(as_of)),
        "notes": notes,
        "thresholds": {
            "shortfall_points": float(SHORTFALL_POINTS),
            "min_situations": MIN_SITUATIONS,
            "min_games_before": MIN_GAMES_BEFORE,
            "min_minutes": float(MIN_MINUTES),
        },
        "league_baseline": _league_baseline(league, as_of, situations),
        "candidates": [
            _entry(night, rank, bad, records, defense) for rank, bad in enumerate(candidates, 1)
        ],
        "watch_list": [
            _entry(night, rank, bad, records, defense) for rank, bad in enumerate(watched, 1)
        ],
    }
