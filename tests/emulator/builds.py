"""Building and publishing on either engine, by the same commands."""

import json
import subprocess
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import pytest

from publisher import cli
from publisher.clock import NEW_YORK
from publisher.documents import Group
from scripts.docs.examples import GENERATED_AT
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures.harness import ROOT, WITHOUT_TESTS

# A new group of documents is a new word here.
GROUPS: tuple[Group, ...] = ("daily", "weekly", "monthly")

# The latest is last: it is published live, the others to the archive.
DATES = {
    "early season": date(2024, 10, 25),
    "off-season": date(2025, 8, 1),
    "no games": date(2025, 12, 24),
    "mid-season": LATEST_SLATE,
}

TODAY = datetime.combine(LATEST_SLATE, time(6, 30), NEW_YORK)


def start_build(
    environment: Mapping[str, str], as_of: date, *options: str, **variables: object
) -> subprocess.Popen[str]:
    """Start `dbt build` of every group for a date; the environment says on which engine."""
    fixed = {"as_of_date": str(as_of), "generated_at": GENERATED_AT, **variables}
    return subprocess.Popen(
        [
            *("dbt", "--quiet", "build"),
            *("--select", *(f"tag:trends_{group}" for group in GROUPS)),
            *options,
            *("--vars", json.dumps(fixed)),
        ],
        cwd=ROOT / "dbt_trends",
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def finish(build: subprocess.Popen[str]) -> None:
    """Wait for a build and fail with what it printed if it failed."""
    output, _ = build.communicate()
    assert build.returncode == 0, output


def build_and_publish(
    environment: Mapping[str, str], to: str, dates: Iterable[date], **variables: object
) -> None:
    """Build the marts of each date, without tests, and publish its documents."""
    for as_of in dates:
        finish(start_build(environment, as_of, *WITHOUT_TESTS, **variables))
        for group in GROUPS:
            publish(environment, group, "--as-of", str(as_of), "--to", to)


def publish(environment: Mapping[str, str], *arguments: str) -> None:
    """Run ``publish-trends`` on the latest slate's morning; the environment names the warehouse."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in environment.items():
            patch.setenv(name, value)
        assert cli.main(list(arguments), lambda: TODAY) == 0, arguments


def results(scratch: Path) -> list[dict[str, Any]]:
    """Return what became of each node of the last build with its files under ``scratch``."""
    run = json.loads((scratch / "target" / "run_results.json").read_text("utf-8"))
    found: list[dict[str, Any]] = run["results"]
    return found
