"""A night of the sample league, published hour by hour, each export with a clock of its own.

The whole export runs: source tables as files, dbt, guards, archive, live, index, receipt. ``D`` is
the day of the latest slate, ``EVE`` the day before it, whose ten games' box scores come in last.
"""

import io
import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import duckdb
import pytest

from publisher.clock import NEW_YORK
from scripts.export import command as export_trends
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures import tables
from tests.fixtures.harness import environment

D = LATEST_SLATE
EVE = D - timedelta(days=1)
DOCUMENTS = ("whos-hot-v2.json", "bounce-back.json")
# A book that nobody knows, and two players who differ only by a suffix.
PLANTED = ("books_of_tonight_are_known: ", "look_ups_that_differ_by_a_suffix_are_one_player: ")
FEEDS = (tables.PROPS, "nba_raw/odds_api_player_points_props")


@dataclass(frozen=True)
class Outcome:
    """What an export left: its exit code, its receipt, the events of its log."""

    code: int
    receipt: dict[str, Any]
    events: list[dict[str, Any]]

    @property
    def gaps(self) -> list[dict[str, Any]]:
        """The gaps that the receipt names, document by document."""
        return [document["data_gaps"] for document in self.receipt["documents"]]

    @property
    def warnings(self) -> list[str]:
        """The receipt's warnings, except those that the sample league always has."""
        return [text for text in self.receipt["warnings"] if not text.startswith(PLANTED)]


class Exporter:
    """Runs the export again and again with one DuckDB file and one dbt target folder."""

    def __init__(self, scratch: Path) -> None:
        self._scratch = scratch

    def __call__(self, data_dir: Path, site: Path, now: datetime, *more: str) -> Outcome:
        """Publish the daily documents of the clock's day."""
        variables = environment(data_dir, self._scratch / "trends.duckdb", self._scratch)
        out, err = io.StringIO(), io.StringIO()
        with pytest.MonkeyPatch.context() as patch, redirect_stdout(out), redirect_stderr(err):
            for name, value in {**variables, "TRENDS_LOG_FORMAT": "json"}.items():
                patch.setenv(name, value)
            code = export_trends.main(
                ["daily", "--verbose", "--data", str(data_dir), "--to", str(site), *more],
                lambda: now,
            )
        (line,) = out.getvalue().splitlines()
        events = [json.loads(text) for text in err.getvalue().splitlines()]
        receipt = json.loads(line)
        assert receipt["exit_code"] == code, err.getvalue()
        return Outcome(code, receipt, events)


def at(hour: int, minute: int = 2, day: date = D) -> datetime:
    """Return an instant of a day in New York."""
    return datetime.combine(day, time(hour, minute), NEW_YORK)


def loaded_now(data_dir: Path, target: Path) -> Path:
    """Copy a data directory, each table as if its newest row had been loaded a minute ago.

    dbt judges how fresh a table is by the real clock; the order of the rows stays.
    """
    now = datetime.now(UTC) - timedelta(minutes=1)
    change = f"""select * replace (
        processed_at + (timestamptz '{now.isoformat()}' - (select max(processed_at) from source))
        as processed_at) from source"""
    changes = {
        str(file.relative_to(data_dir).with_suffix("")): change
        for file in data_dir.rglob("*.parquet")
        if "processed_at" in duckdb.read_parquet(str(file)).columns
    }
    return tables.altered(data_dir, target, changes)


def of_feeds(data_dir: Path, change: str) -> tables.Changes:
    """Return the same change for each feed of lines."""
    return {feed: change for feed in FEEDS if tables.file_of(data_dir, feed).exists()}


def without_results(where: str) -> tables.Changes:
    """Return the removal of the box scores that a condition names, for players and teams."""
    change = f"from source where not ({where})"
    return {tables.PLAYER_GAMES: change, tables.TEAM_GAMES: change}


def games_of(data_dir: Path, day: date) -> list[tuple[str, str]]:
    """Return home and away for each game of a date that was or is to be played, in order."""
    schedule = duckdb.read_parquet(str(tables.file_of(data_dir, tables.SCHEDULE)))
    # Before today, a game that is not final was postponed; an unknown team is TBD or empty.
    status = 3 if day < D else 1
    found = schedule.filter(f"game_date = date '{day}' and game_status = {status}").project(
        "home_team_tricode, away_team_tricode"
    )
    return sorted({game for game in found.fetchall() if "TBD" not in game and "" not in game})


def document(site: Path, file: str = DOCUMENTS[0]) -> dict[str, Any]:
    """Return a live document."""
    content: dict[str, Any] = json.loads((site / "v1" / "trends" / file).read_bytes())
    return content


def notes(content: dict[str, Any]) -> dict[str, str]:
    """Return the texts of a document's notes, by code."""
    return {note["code"]: note["text"] for note in content["notes"]}


def tonight(content: dict[str, Any]) -> int:
    """Return how many entries the lists that need a line hold."""
    return sum(
        len(period[name])
        for period in content["periods"].values()
        for name in ("hot_tonight", "cold_tonight")
    )
