"""One team's offence in one game, shot by shot."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

from scripts.sample.people import FG_PCT, Player


@dataclass(slots=True)
class Box:
    """What one player did in one game; minutes in tenths."""

    minutes: int
    attempts: list[int] = field(default_factory=lambda: [0, 0, 0])  # paint, mid-range, three
    makes: list[int] = field(default_factory=lambda: [0, 0, 0])
    ft_attempts: int = 0
    ft_makes: int = 0
    turnovers: int = 0

    @property
    def points(self) -> int:
        """Points scored."""
        return 2 * self.makes[0] + 2 * self.makes[1] + 3 * self.makes[2] + self.ft_makes

    @property
    def used(self) -> float:
        """Possessions used: attempts, 0.44 of the free throws, turnovers."""
        return sum(self.attempts) + 0.44 * self.ft_attempts + self.turnovers

    def hold_to(self, points: int) -> None:
        """Turn makes into misses until no more than ``points`` remain."""
        for zone in (2, 1, 0):
            while self.points > points and self.makes[zone]:
                self.makes[zone] -= 1
        self.ft_makes = max(0, min(self.ft_makes, points))


Boxes = dict[Player, Box]


def share_minutes(draw: Random, lineup: list[Player], base: Sequence[float], overtimes: int,
                  steady: frozenset[str]) -> list[int]:  # fmt: skip
    """Share 240 minutes, and 25 an overtime, among the lineup; in tenths, all of them used."""
    raw = []
    for minutes, player in zip(base, lineup, strict=False):
        noise = draw.gauss(1, 0.15 if minutes > 26 else 0.34)
        if draw.random() < 0.015 and player.lookup not in steady:
            noise = 0.3  # foul trouble, or hurt during the game
        raw.append(minutes * min(1.6, max(0.15, noise)))
    total = 2400 + 250 * overtimes
    most = [draw.randint(390, 450) + 50 * overtimes for _ in raw]
    tenths = [min(cap, int(m * total / sum(raw))) for cap, m in zip(most, raw, strict=True)]
    rest = total - sum(tenths)
    for i in [*range(4, len(tenths)), *range(4)]:
        more = min(rest, most[i] - tenths[i])
        tenths[i] += more
        rest -= more
    return tenths


def play_side(draw: Random, lineup: list[Player], minutes: list[int], shots: float,
              factor: float) -> Boxes:  # fmt: skip
    """Play one team's offence: ``shots`` attempts shared by usage, makes at ``factor``."""
    weights = [
        player.usage * tenths * min(1.9, max(0.2, draw.gauss(1, player.spread)))
        for player, tenths in zip(lineup, minutes, strict=True)
    ]
    total = sum(weights)
    boxes = {}
    for player, tenths, weight in zip(lineup, minutes, weights, strict=True):
        box = boxes[player] = Box(tenths)
        paint, mid = player.zones
        hot = factor * player.skill * (1 + player.form + draw.gauss(0, player.spread / 4))
        mean = shots * weight / total
        for _ in range(int(mean + draw.random())):
            chance = draw.random()
            zone = 0 if chance < paint else 1 if chance < paint + mid else 2
            box.attempts[zone] += 1
            box.makes[zone] += draw.random() < FG_PCT[zone] * hot
        trips = mean * player.ft_rate / 2 * draw.uniform(0.4, 1.6)
        box.ft_attempts = 2 * int(trips + draw.random()) + (draw.random() < 0.12)
        box.ft_makes = sum(draw.random() < player.ft_pct for _ in range(box.ft_attempts))
        box.turnovers = int(mean * 0.151 * draw.uniform(0.3, 1.7) + draw.random())
    return boxes
