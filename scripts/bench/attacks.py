"""Attack a night's source tables and see which guard refuses the release.

    python -m scripts.bench.attacks data/warehouse --as-of 2025-11-20

Each attack (scripts/bench/attacks_on_*.py) changes the tables of the date; the marts are built anew
from what has changed, and the documents are held against a good release of the day before, at 06:00
and once tonight's lines are due. Of an attack with a strength the smallest that is still refused is
looked for. With --page the limits and the attacks are written into the page, between its marks.
Exit code: 0 ok, 1 a good night was refused or an attack was not that should be, 2 usage.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

from publisher.build import build_document, guard_facts
from publisher.clock import NEW_YORK
from publisher.documents import in_group
from publisher.guards import Candidate, Refusal, refusals
from publisher.limits import LIMITS
from publisher.reading import read_marts
from publisher.values import Json
from publisher.warehouse import DuckDBReader
from scripts.bench.attacks_on_results import ON_RESULTS
from scripts.bench.attacks_on_tonight import ON_TONIGHT
from scripts.bench.mutations import Attack, mutated
from scripts.bench.rebuild import Finished
from scripts.pages import has_part, renewed, table
from scripts.project import DBT, dbt_environment

WITHOUT_TESTS = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
# The daily documents: what holds back the others is in the marts that all of them read.
TAG = "trends_daily"
ATTACKS = (*ON_TONIGHT, *ON_RESULTS)
STEPS = 16  # strengths between nothing and full that are tried
MORNING = time(6, 2)
EVENING = time(23)


class Night:
    """A date's good marts and release, to be attacked."""

    def __init__(self, data_dir: Path, day: date, folder: Path) -> None:
        self.day = day
        self._folder = folder
        self._tried = 0
        warehouse = folder / "trends.duckdb"
        dates = {"as_of_start": str(day - timedelta(days=1)), "as_of_end": str(day)}
        variables = {**dates, "generated_at": f"{day}T10:02:00+00:00"}
        subprocess.run(
            [
                *("dbt", "--quiet", "build", "--select", f"tag:{TAG}", *WITHOUT_TESTS),
                *("--vars", json.dumps(variables)),
            ],
            cwd=DBT,
            env=dbt_environment(
                folder, TRENDS_DATA_DIR=str(data_dir), TRENDS_DUCKDB_PATH=str(warehouse)
            ),
            check=True,
        )
        self._good = Finished(warehouse, folder / "target", data_dir, TAG)
        self._live = {one.document.name: one.content for one in self._candidates(warehouse, -1, {})}

    def refused(self, attack: Attack | None, strength: float, hour: time) -> list[Refusal]:
        """Return what the guards say of the attacked night, of the good one without an attack."""
        warehouse = self._good.warehouse
        if attack is not None:
            self._tried += 1
            place = self._folder / f"{self._tried}"
            changes = attack.changes(self.day, strength)
            tables = mutated(self._good.data_dir, place / "tables", changes)
            warehouse = self._good.rebuilt(tables, place)
        candidates = self._candidates(warehouse, 0, self._live)
        if attack is not None:
            warehouse.unlink()
        return refusals(candidates, (), datetime.combine(self.day, hour, NEW_YORK))

    def smallest(self, attack: Attack) -> float | None:
        """Return the smallest strength that is refused when lines are due, None if not even full.

        What is refused at one strength is taken to be refused at each greater one.
        """
        if not self.is_refused(attack, attack.full):
            return None
        low, high = 0, STEPS
        while not attack.is_whole and high - low > 1:
            middle = (low + high) // 2
            if self.is_refused(attack, attack.full * middle / STEPS):
                high = middle
            else:
                low = middle
        return attack.full * high / STEPS

    def is_refused(self, attack: Attack, strength: float) -> bool:
        """Whether any guard objects once lines are due."""
        return bool(self.refused(attack, strength, EVENING))

    def _candidates(self, warehouse: Path, days: int, live: dict[str, Json]) -> list[Candidate]:
        as_of = self.day + timedelta(days=days)
        with DuckDBReader(warehouse) as reader:
            made = [
                (document, read_marts(reader, document, as_of)) for document in in_group("daily")
            ]
        return [
            Candidate(
                document,
                build_document(document, rows),
                live.get(document.name),
                guard_facts(document, rows),
            )
            for document, rows in made
        ]


@dataclass(frozen=True)
class Outcome:
    """What the guards said of an attack on a night, and the smallest strength they refuse."""

    guards: tuple[str, ...]
    in_the_morning: bool
    smallest: float | None


def attacked(night: Night, attack: Attack) -> Outcome:
    """Attack a night at full strength, in the morning and when lines are due, then at less."""
    evening = night.refused(attack, attack.full, EVENING)
    morning = night.refused(attack, attack.full, MORNING)
    guards = tuple(dict.fromkeys(refusal.guard for refusal in evening))
    return Outcome(guards, bool(morning), night.smallest(attack))


def limits_page() -> str:
    """Return the limits as a Markdown table."""
    rows = (
        (
            f"`{limit.guard}`",
            f"`{limit.statistic}`",
            f"{limit.expected}{', once lines are due' if limit.when_due else ''}",
            "" if limit.among is None else f"{limit.enough} `{limit.among}`",
            limit.reason,
        )
        for limit in LIMITS
    )
    return table(("guard", "statistic", "possible", "of at least", "because"), rows)


def attacks_page(found: dict[date, dict[str, Outcome]]) -> str:
    """Return the attacks as a Markdown table, a column per night."""
    header = ("attack", "refused by", *(f"smallest, {day}" for day in found), "where not, why")

    def rows() -> Iterator[tuple[str, ...]]:
        for attack in ATTACKS:
            outcomes = [nights[attack.name] for nights in found.values()]
            guards = dict.fromkeys(guard for one in outcomes for guard in one.guards)
            yield (
                attack.what,
                ", ".join(f"`{guard}`" for guard in guards),
                *(_in_words(attack, one) for one in outcomes),
                attack.why if any(one.smallest is None for one in outcomes) else "",
            )

    return table(header, rows())


def _in_words(attack: Attack, outcome: Outcome) -> str:
    if outcome.smallest is None:
        return "not refused"
    when = "" if outcome.in_the_morning else ", once lines are due"
    if attack.is_whole:
        return f"refused{when}"
    if attack.unit.startswith("of "):
        amount = f"{100 * outcome.smallest:.0f} %"
    else:
        whole = attack.unit in ("days", "teams")
        amount = f"{int(outcome.smallest) if whole else outcome.smallest:.2g}"
    return f"{amount} {attack.unit}{when}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command and return its exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.bench.attacks",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("data_dir", type=Path, help="folder with the source tables")
    parser.add_argument(
        "--as-of", type=date.fromisoformat, action="append", required=True, dest="days"
    )
    parser.add_argument("--page", type=Path, help="page with the marks")
    options = parser.parse_args(arguments)
    if options.page and not has_part(options.page.read_text("utf-8"), "attacks"):
        parser.error(f"{options.page} has no part attacks")
    found: dict[date, dict[str, Outcome]] = {}
    wrong = []
    with tempfile.TemporaryDirectory(prefix="trends-attacks-") as folder:
        for day in options.days:
            place = Path(folder) / str(day)
            place.mkdir()
            night = Night(options.data_dir.resolve(), day, place)
            for hour in (MORNING, EVENING):
                wrong += [f"{day}: good, but {one}" for one in night.refused(None, 0, hour)]
            found[day] = {}
            for attack in ATTACKS:
                outcome = found[day][attack.name] = attacked(night, attack)
                print(f"{day} {attack.name}: {outcome}", file=sys.stderr, flush=True)
                if outcome.smallest is None and not attack.why:
                    wrong.append(f"{day}: {attack.name} is not refused")
    print(attacks_page(found))
    if options.page:
        page = renewed(options.page.read_text("utf-8"), "limits", limits_page())
        options.page.write_text(renewed(page, "attacks", attacks_page(found)), "utf-8")
    for text in wrong:
        print(f"attacks: error: {text}", file=sys.stderr)
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
