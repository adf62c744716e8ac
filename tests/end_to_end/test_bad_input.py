"""Documents of bad days and bad tables: what is missing is stated, what is wrong does no harm."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from itertools import count
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from publisher import cli
from publisher.clock import NEW_YORK
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures import tables
from tests.fixtures.harness import dbt_build, document_bytes
from tests.fixtures.tables import altered, contents

Documents = dict[str, Any]


class Published(NamedTuple):
    """What a run of the publisher left: its exit code, its receipt, and the live documents."""

    code: int
    receipt: dict[str, Any]
    documents: Documents

    @property
    def whos_hot(self) -> Any:
        return self.documents["whos-hot-v2.json"]

    @property
    def bounce_back(self) -> Any:
        return self.documents["bounce-back.json"]

    @property
    def notes(self) -> list[list[str]]:
        """The codes of the notes of both documents."""
        return [
            [note["code"] for note in document["notes"]]
            for document in (self.whos_hot, self.bounce_back)
        ]


Publish = Callable[[Path, date], Published]
Build = Callable[[tables.Changes, date], Path]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return tmp_path / "site"


@pytest.fixture
def publish(
    site: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Publish:
    """Return a function that publishes a day from a warehouse into the site, on that day."""

    def run(warehouse: Path, day: date) -> Published:
        monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(warehouse))
        capsys.readouterr()
        now = datetime.combine(day, time(6, 30), NEW_YORK)
        code = cli.main(["daily", "--as-of", str(day), "--to", str(site)], lambda: now)
        receipt = json.loads(capsys.readouterr().out)
        live = (site / "v1" / "trends").glob("*.json")
        return Published(code, receipt, {file.name: json.loads(file.read_text()) for file in live})

    return run


@pytest.fixture(scope="module")
def season(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse of good tables with every date from the summer to the latest slate."""
    warehouse = tmp_path_factory.mktemp("season") / "season.duckdb"
    dbt_build(small_league_dir, warehouse, date(2025, 9, 20), LATEST_SLATE, tests=True)
    return warehouse


@pytest.fixture(scope="module")
def build(small_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Return a function that builds and tests the marts of a day from changed tables.

    The one warehouse file is made again each time.
    """
    folder = tmp_path_factory.mktemp("build")
    numbers = count()

    def run(changes: tables.Changes, day: date) -> Path:
        data_dir = altered(small_league_dir, folder / str(next(numbers)), changes)
        dbt_build(data_dir, folder / "trends.duckdb", day, tests=True)
        return folder / "trends.duckdb"

    return run


def entries(document: Any) -> Iterator[Any]:
    """Yield the entries of players who play tonight, wherever they are in a document."""
    if isinstance(document, dict):
        if document.get("tonight"):
            yield document
        for child in document.values():
            yield from entries(child)
    elif isinstance(document, list):
        for child in document:
            yield from entries(child)


def players(document: Any) -> int:
    """Return how many player entries a document holds."""
    return str(document).count("'player_lookup'")


@pytest.mark.parametrize(
    ("day", "status", "data_through", "notes"),
    [
        (date(2025, 9, 20), "off_season", None, []),
        (date(2025, 10, 15), "insufficient_data", None, ["no_recent_lines"]),
        (date(2025, 10, 22), "insufficient_data", "2025-10-21", []),
        (date(2025, 12, 24), "no_games", "2025-12-23", []),
        (LATEST_SLATE, "ok", "2026-01-14", []),
    ],
    ids=["off-season", "before all data", "second day", "no game", "game day"],
)
def test_a_day_of_any_kind_has_documents_that_say_what_it_is(
    season: Path,
    publish: Publish,
    day: date,
    status: str,
    data_through: str | None,
    notes: list[str],
) -> None:
    published = publish(season, day)
    assert (published.code, published.receipt["error"]) == (0, None)
    assert [document["status"] for document in published.receipt["documents"]] == [status] * 2
    for document in (published.whos_hot, published.bounce_back):
        assert (document["status"], document["data_through"]) == (status, data_through)
    assert published.notes[0] == notes
    tonight = list(entries([published.whos_hot, published.bounce_back]))
    assert bool(tonight) == (status == "ok")


def test_the_summer_after_a_season_has_no_lists(build: Build, publish: Publish) -> None:
    published = publish(build({}, date(2026, 7, 15)), date(2026, 7, 15))
    assert published.code == 0
    assert published.whos_hot["status"] == "off_season"
    assert published.whos_hot["season"] == "2025-26"
    assert published.whos_hot["data_through"] == "2026-01-14"
    assert players(published.documents) == 0


def test_no_lines_at_all(build: Build, publish: Publish) -> None:
    no_lines = dict.fromkeys((tables.PROPS, tables.ODDS_API), tables.EMPTY)
    published = publish(build(no_lines, LATEST_SLATE), LATEST_SLATE)
    assert published.code == 0
    assert published.whos_hot["status"] == "insufficient_data"
    assert published.notes[0] == ["no_recent_lines"]
    assert players(published.whos_hot) == 0
    averages = [period["league_average"] for period in published.whos_hot["periods"].values()]
    assert averages == [{"hit_rate": None, "avg_margin": None, "games": 0}] * 4


def test_no_lines_tonight_and_empty_tables_beside_the_games(build: Build, publish: Publish) -> None:
    changes = {
        tables.PROPS: f"from source where game_date < date '{LATEST_SLATE}'",
        tables.ODDS_API: f"from source where game_date < date '{LATEST_SLATE}'",
        tables.INJURIES: tables.EMPTY,
        tables.REGISTRY: tables.EMPTY,
        tables.PLAYER_LIST: tables.EMPTY,
    }
    published = publish(build(changes, LATEST_SLATE), LATEST_SLATE)
    assert published.code == 0
    assert published.whos_hot["status"] == published.bounce_back["status"] == "ok"
    for notes in published.notes:
        assert notes[:2] == ["no_lines", "no_injury_report"]
    for period in published.whos_hot["periods"].values():
        assert period["hot_tonight"] == period["cold_tonight"] == []
        assert period["qualifying_tonight"] == 0
    tonight = list(entries([published.whos_hot, published.bounce_back]))
    assert tonight
    for entry in tonight:
        assert entry["position"] is None
        assert entry["player_full_name"]
        assert entry["tonight"]["prop_line"] is None
        assert entry["tonight"]["injury_status"] is None


LINE = """
    from source union all
    select * replace (cast({line} as double) as points_line, bookmaker_last_update
        + interval 1 second as bookmaker_last_update)
    from source where market_type = 'points'
"""


@pytest.mark.parametrize(
    "changes",
    [
        dict.fromkeys(tables.TABLES, tables.DOUBLED),
        {tables.PROPS: LINE.format(line="'nan'")},
        {tables.PROPS: LINE.format(line="-points_line - 1")},
    ],
    ids=["every row twice", "lines NaN", "lines negative"],
)
def test_what_is_wrong_but_not_used_changes_no_byte(
    season: Path, build: Build, changes: tables.Changes
) -> None:
    good = document_bytes(season, LATEST_SLATE)
    assert document_bytes(build(changes, LATEST_SLATE), LATEST_SLATE) == good


def test_all_usage_null_is_computed_and_touches_only_the_archetypes(
    season: Path, build: Build
) -> None:
    no_usage = "select * replace (null::decimal(6, 2) as usage_rate) from source"
    good = document_bytes(season, LATEST_SLATE)
    bare = document_bytes(build({tables.PLAYER_GAMES: no_usage}, LATEST_SLATE), LATEST_SLATE)
    assert {name for name in good if good[name] != bare[name]} <= {"what-matters"}
    archetypes = json.loads(bare["what-matters"])["archetypes"]
    stars = [one for one in archetypes if one["archetype"] != "role_player"]
    assert sum(one["games"] for one in stars) > 100


# Names as they may come, and the key that the warehouse makes of each: letters that do not
# decompose, two kinds of apostrophes, dots, a hyphen, suffixes.
NAMES = {
    "D\N{RIGHT SINGLE QUOTATION MARK}Ángelo O'Łukasz III": "dangeloolukasziii",
    "Þórður Strauß-Æsir Jr.": "thordurstraussaesirjr",
    "J.Ç. Öztürk Iş\N{LATIN SMALL LETTER DOTLESS I}k": "jcozturkisik",
}
NAME_COLUMNS = {
    tables.PLAYER_GAMES: "player_full_name",
    tables.PROPS: "player_name",
    tables.INJURIES: "player_full_name",
    tables.PLAYER_LIST: "player_full_name",
    tables.REGISTRY: "player_name",
}


def test_names_with_accents_apostrophes_and_suffixes(
    season: Path, build: Build, publish: Publish
) -> None:
    hot = publish(season, LATEST_SLATE).whos_hot["periods"]["season"]["hot_tonight"]
    changes = {}
    for table, column in NAME_COLUMNS.items():
        lookups, names, reports = "player_lookup", column, ""
        for entry, (name, lookup) in zip(hot, NAMES.items(), strict=False):
            old, name = entry["player_lookup"], name.replace("'", "''")
            lookups = f"if(player_lookup = '{old}', '{lookup}', {lookups})"
            names = f"if(player_lookup = '{old}', '{name}', {names})"
            reported_at = datetime.fromisoformat(entry["tonight"]["injury_as_of"])
            # The report's own key is not to be relied upon.
            reports += (
                f" union all (select * replace (date '{reported_at.date()}' as report_date,"
                f" {reported_at.hour} as report_hour, date '{LATEST_SLATE}' as game_date,"
                f" '{entry['team_abbr']}' as team, '{name}' as player_full_name, 'x' as"
                " player_lookup, 'Doubtful' as injury_status) from source limit 1)"
            )
        changes[table] = (
            f"select * replace ({lookups} as player_lookup, {names} as {column}) from source"
        )
        if table == tables.INJURIES:
            changes[table] += reports
    published = publish(build(changes, LATEST_SLATE), LATEST_SLATE)
    assert published.code == 0
    renamed = published.whos_hot["periods"]["season"]["hot_tonight"][: len(NAMES)]
    assert {entry["player_full_name"]: entry["player_lookup"] for entry in renamed} == NAMES
    assert [entry["tonight"]["injury_status"] for entry in renamed] == ["doubtful"] * len(NAMES)


@pytest.mark.parametrize(
    ("damage", "day", "code", "message"),
    [
        (
            "update trends.fct_whos_hot_players set heat_score = 11 where period = '30d'"
            " and list_name = 'hot' and rank = 2",
            LATEST_SLATE,
            3,
            "whos-hot is not valid: $.periods.30d.hot[1].heat_score: 11.0 is greater than the"
            " maximum of 10",
        ),
        (
            "update trends.fct_bounce_back set league_baseline__any_game_rate = 'nan'",
            LATEST_SLATE,
            3,
            "bounce-back is not valid: $.league_baseline.any_game_rate: nan is not a finite number",
        ),
        (
            "update trends.fct_whos_hot set status = 'fine'",
            LATEST_SLATE,
            3,
            "whos-hot is not valid: $.status: 'fine' is not one of",
        ),
        (
            "select 1",
            date(2026, 1, 16),
            4,
            "whos-hot: mart trends.fct_whos_hot has no row for 2026-01-16: it holds 2026-01-15,"
            " 2026-01-14, 2026-01-13 and",
        ),
        (
            "drop table trends.fct_bounce_back_players",
            LATEST_SLATE,
            4,
            "bounce-back: mart trends.fct_bounce_back_players does not exist; build it: dbt build",
        ),
    ],
    ids=["impossible heat", "no number", "unknown status", "another date", "no mart"],
)
def test_marts_that_cannot_be_published(
    season: Path,
    publish: Publish,
    site: Path,
    tmp_path: Path,
    damage: str,
    day: date,
    code: int,
    message: str,
) -> None:
    assert publish(season, LATEST_SLATE).code == 0
    before = contents(site)
    damaged = Path(shutil.copyfile(season, tmp_path / "damaged.duckdb"))
    with duckdb.connect(str(damaged)) as warehouse:
        warehouse.execute(damage.replace("trends.", "damaged.trends."))
    published = publish(damaged, day)
    assert published.code == published.receipt["exit_code"] == code
    assert published.receipt["error"].startswith(message)
    assert contents(site) == before


def test_a_folder_that_cannot_be_written(season: Path, publish: Publish, site: Path) -> None:
    site.write_text("a file, no folder")
    published = publish(season, LATEST_SLATE)
    assert published.code == published.receipt["exit_code"] == 6
    assert published.receipt["error"].startswith(f"cannot read {site}/v1/trends/index.json: Not a")
    assert site.read_text() == "a file, no folder"
