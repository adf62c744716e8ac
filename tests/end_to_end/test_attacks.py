"""Attacks on a night's tables: whatever contradicts the calendar or the days before is refused.

Each attack (scripts/bench/attacks_on_*.py), on a night of the sample league: the marts are made of
the attacked tables by dbt's own statements, and ``publish-trends`` publishes them over a good
release of the day before. A few more on a night of the real seasons.
"""

import io
import json
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from publisher import cli
from scripts.bench.attacks import ATTACKS
from scripts.bench.mutations import Attack, mutated
from scripts.bench.rebuild import Finished
from tests.end_to_end.night import D, at
from tests.fixtures.harness import dbt_build
from tests.fixtures.tables import contents

REAL = date(2025, 11, 20)
# One each of lines, schedule, results and names.
ON_REAL_DAYS = ("lines-halved", "games-missing", "missed-night", "names-permuted")
BY_NAME = {attack.name: attack for attack in ATTACKS}


@dataclass
class Night:
    """A night's good tables, their build, and a site on which the day before is live."""

    day: date
    good: Finished
    site: Path

    def publish(
        self, warehouse: Path, site: Path, *more: str, group: str = "daily", hour: int = 23
    ) -> dict[str, Any]:
        """Publish the daily documents at an hour, or those of another group; return the receipt."""
        return _publish(group, warehouse, site, self.day, at(hour, day=self.day), *more)

    def attacked(self, attack: Attack, folder: Path) -> Path:
        """Return the warehouse file of the night under an attack of full strength."""
        changes = attack.changes(self.day, attack.full)
        tables = mutated(self.good.data_dir, folder / "tables", changes)
        return self.good.rebuilt(tables, folder)


def _publish(
    group: str, warehouse: Path, site: Path, day: date, now: datetime, *more: str
) -> dict[str, Any]:
    out = io.StringIO()
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(out):
        patch.setenv("TRENDS_DUCKDB_PATH", str(warehouse))
        code = cli.main([group, "--as-of", str(day), "--to", str(site), *more], lambda: now)
    receipt: dict[str, Any] = json.loads(out.getvalue())
    assert receipt["exit_code"] == code
    return receipt


def _night(data_dir: Path, day: date, folder: Path) -> Night:
    warehouse, site = folder / "trends.duckdb", folder / "site"
    eve = day - timedelta(days=1)
    dbt_build(data_dir, warehouse, eve, day)
    good = Finished(warehouse, folder / "dbt-trends" / "target", data_dir, "trends_daily")
    receipt = _publish("all", warehouse, site, eve, at(23, 59, eve))
    assert receipt["exit_code"] == 0, receipt
    return Night(day, good, site)


@pytest.fixture(scope="module")
def night(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    return _night(small_league_dir, D, tmp_path_factory.mktemp("attacks"))


@pytest.fixture(scope="module")
def real_night(warehouse_data_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Night:
    return _night(warehouse_data_dir, REAL, tmp_path_factory.mktemp("real_attacks"))


@pytest.fixture
def site(night: Night, tmp_path: Path) -> Path:
    return Path(shutil.copytree(night.site, tmp_path / "site"))


def check_refused(night: Night, attack: Attack, site: Path, folder: Path) -> None:
    """Check that an attacked night is refused by a guard that should, and changes nothing."""
    before = contents(site)
    receipt = night.publish(night.attacked(attack, folder), site)
    assert receipt["exit_code"] == 7, receipt
    assert contents(site) == before
    found = {refusal["guard"] for refusal in receipt["refusals"]}
    assert found & set(attack.guards), receipt["refusals"]


@pytest.mark.parametrize("hour", [6, 23])
def test_a_good_night_is_published(night: Night, site: Path, hour: int) -> None:
    receipt = night.publish(night.good.warehouse, site, hour=hour)
    assert (receipt["exit_code"], receipt["refusals"]) == (0, [])


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_an_attack_is_refused_if_it_can_be_told_from_a_real_night(
    night: Night, attack: Attack, site: Path, tmp_path: Path
) -> None:
    if attack.guards:
        check_refused(night, attack, site, tmp_path / "attacked")
    else:
        receipt = night.publish(night.attacked(attack, tmp_path / "attacked"), site)
        assert (receipt["exit_code"], receipt["refusals"]) == (0, [])
        assert attack.why, "it cannot be told from a real night"


def test_what_was_looked_at_can_be_published(night: Night, site: Path, tmp_path: Path) -> None:
    warehouse = night.attacked(BY_NAME["lines-moved"], tmp_path / "attacked")
    refused = night.publish(warehouse, site)
    assert "publish it with --accept-degraded REASON" in refused["error"]
    receipt = night.publish(warehouse, site, "--accept-degraded", "a new market")
    assert (receipt["exit_code"], receipt["accepted"]) == (0, "a new market")
    assert receipt["refusals"] == refused["refusals"]
    index = json.loads((site / "v1" / "trends" / "index.json").read_bytes())
    against = {entry["document"] for entry in index["documents"] if entry["degraded"]}
    assert against == {"whos-hot", "bounce-back"}


def test_tonights_lines_do_not_hold_back_what_does_not_show_them(
    night: Night, site: Path, tmp_path: Path
) -> None:
    """A bad table loses its documents, not those of others."""
    warehouse = night.attacked(BY_NAME["lines-moved"], tmp_path / "attacked")
    for group in ("weekly", "monthly"):
        assert night.publish(warehouse, site, group=group)["exit_code"] == 0
    for name in ("whos-hot", "bounce-back"):
        assert night.publish(warehouse, site, "--only", name)["exit_code"] == 7


@pytest.mark.parametrize("name", ON_REAL_DAYS)
def test_an_attack_on_a_real_night_is_refused(real_night: Night, name: str, tmp_path: Path) -> None:
    site = Path(shutil.copytree(real_night.site, tmp_path / "site"))
    check_refused(real_night, BY_NAME[name], site, tmp_path / "attacked")
    if name == ON_REAL_DAYS[0]:
        receipt = real_night.publish(real_night.good.warehouse, site)
        assert (receipt["exit_code"], receipt["refusals"]) == (0, [])
