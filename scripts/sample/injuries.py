"""Who cannot play, and what the injury report says of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from scripts.sample.people import Player, report_lookup
from scripts.sample.plan import (
    LATEST_SLATE,
    LINES_START,
    NO_REPORT_DATES,
    REPORTED,
    SEED,
    SLATE_FULL_NAME,
    TEAM_NAMES,
)
from scripts.sample.schedule import Game
from scripts.sample.tables import Tables
from scripts.sample.times import eastern

REASONS = {
    "injury": "Injury/Illness - Left Ankle; Sprain",
    "rest": "Rest",
    "g_league": "G League - On Assignment",
}


@dataclass(frozen=True)
class Listing:
    """A player on the report: status in its three snapshots, None where he is not yet on it."""

    statuses: tuple[str | None, str | None, str | None]
    category: str = "injury"
    plays: bool = False


Report = dict[Player, Listing]


class Injuries:
    """Draws injuries and writes the injury report."""

    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.draw = Random(f"{SEED} injuries")

    def report(self, roster: list[Player], day: date, calm: bool) -> Report:
        """Return who is on a team's report for a game; on a calm day no planted player is hurt."""
        draw = self.draw
        report = {}
        for player in roster:
            chance = draw.random()
            if (player.lookup, day) in REPORTED:
                report[player] = Listing(REPORTED[player.lookup, day], plays=True)
            elif player.planted and calm:
                player.out_until = day
            elif day < player.out_until:
                report[player] = Listing(("out", "out", "out"))
            elif chance < (0.006 if player.planted else 0.018):
                spell = draw.choice((1, 1, 2, 3, 4, 5, 8, 12, 18, 35))
                player.out_until = day + timedelta(days=spell)
                first = draw.choice((None, "questionable", "questionable", "doubtful", "out"))
                second = draw.choice(("questionable", "out", "out"))
                last = draw.choice(("out", "out", "out", "questionable"))
                report[player] = Listing((first, second, last), draw.choice(("injury", "rest")))
            elif chance < 0.05:
                last = draw.choice(("available", "available", "probable", "questionable"))
                report[player] = Listing(("questionable", "probable", last), plays=True)
            elif player.depth > 13 and chance > 0.6:
                report[player] = Listing(("out", "out", "out"), "g_league")
        return report

    def write(self, game: Game, team: str, report: Report) -> None:
        """Write the snapshots of a team's report: the day before at 17:00, at 13:00, at 17:00."""
        day = game.day
        if day < LINES_START or day in NO_REPORT_DATES:
            return
        in_full = day.toordinal() % 8 == 0 or (day == LATEST_SLATE and team == SLATE_FULL_NAME)
        name = TEAM_NAMES[team] if in_full else team
        snapshots = [(day - timedelta(days=1), 17), (day, 13), (day, 17)]
        for turn, (report_day, hour) in enumerate(snapshots[: 2 if day == LATEST_SLATE else 3]):
            for player, listing in report.items():
                status = listing.statuses[turn]
                if status is None:
                    continue
                written = eastern(report_day, 60 * hour + 15)
                rows = [(written, status)]
                if self.draw.random() < 0.01 and day != LATEST_SLATE:
                    rows.insert(0, (written - 600, "doubtful"))  # corrected ten minutes later
                for processed, shown in rows:
                    self.tables.add(
                        "nbac_injury_report", report_day, hour, day, name, player.name,
                        report_lookup(player.name), shown, listing.category, processed,
                        REASONS[listing.category],
                    )  # fmt: skip
