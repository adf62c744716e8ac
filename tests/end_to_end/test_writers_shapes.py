"""What the real writers put in the tables changes no document, except where knowledge is lost.

The sample league is played once, clean; each of its shapes is a change to its rows that a reader
has to see through. So the documents of the league with one shape, and with all of them, are those
of the clean league to the byte, apart from ``generated_at`` and ``data_gaps``. LOST says where a
shape takes knowledge away, and what the clean league has to lose to know as little: its documents
are then the same again.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from publisher.build import encode
from scripts.bench.rebuild import Finished
from scripts.sample.league import clean_league
from scripts.sample.plan import LATEST_SLATE
from scripts.sample.quotes import Row
from scripts.sample.schedule import EVENING, Game
from scripts.sample.shapes import SHAPES, lines, shaped, windows
from scripts.sample.shapes.plan import (
    SECOND_FEED_SLATE,
    TWO_FEEDS_SLATE,
    UNMATCHED,
    UNMATCHED_SINCE,
)
from scripts.sample.tables import DATASETS, MORE_QUOTES, PLACES, QUOTES, Tables
from scripts.sample.times import eastern
from tests.fixtures.harness import dbt_build, documents

# A slate with everything on it; a season whose schedule has only dates; an odd week of the next.
LAST_SEASON, ODD_WEEK = date(2025, 1, 10), date(2025, 11, 13)
DATES = (LATEST_SLATE, LAST_SEASON, ODD_WEEK)
LEFT_OUT = (date(2025, 1, 19), date(2025, 6, 30))
# A shape is tried on the slate, and on the others where it is different there.
ELSEWHERE = {
    "midnight-tip-offs": (ODD_WEEK,),
    "date-only-tip-offs": (LAST_SEASON, ODD_WEEK),
    "neutral-flags": (LAST_SEASON,),
    "no-cup-final": (LAST_SEASON,),
    "placeholders": (LAST_SEASON, ODD_WEEK),
    "abandoned-games": (LAST_SEASON, ODD_WEEK),
    "withdrawn-lines": (LAST_SEASON,),
    "side-updates": (LAST_SEASON,),
    "second-feed": (LAST_SEASON, ODD_WEEK),
    "reloads": (ODD_WEEK,),
    "season-spellings": (LAST_SEASON,),
    "position-spellings": (LAST_SEASON,),
}
CASES = [
    pytest.param(shape, day, id=f"{shape}-{day}")
    for shape in SHAPES
    for day in (LATEST_SLATE, *ELSEWHERE.get(shape, ()))
]

Documents = dict[str, dict[str, Any]]
DAILY = frozenset({"whos-hot", "bounce-back"})
WEEKLY = frozenset({"what-matters", "team-tendencies", "quick-hits"})
EVERY = DAILY | WEEKLY | {"deep-dive"}


def no_tip_off(tables: Tables, is_lost: Callable[[Game], bool]) -> None:
    """Leave some games without a tip-off in the schedule and without quotes from 19:00 on."""
    games = {game.game_id for game in tables.games if is_lost(game)}
    place = PLACES["nbac_schedule"]["game_id"]

    def change(row: Row) -> dict[str, object] | None:
        return {"game_date_est": None} if row[place] in games else None

    tables.edit("nbac_schedule", change)
    tables.quotes = [
        quote
        for quote in tables.quotes
        if quote.game.game_id not in games
        or quote.updated is None
        or quote.updated < eastern(quote.game.day, EVENING)
    ]


def hours_kept_secret(tables: Tables) -> None:
    """The hour of the games whose hour nobody knows."""
    no_tip_off(tables, lambda game: game.hides_tip)


def hours_not_repaired(tables: Tables) -> None:
    """The hour of the games of which only the date is known, and that the Odds API lacks."""
    no_tip_off(tables, lambda g: windows.is_date_only(g.day) and not windows.has_odds_api(g))


def hours_of_cup_finals(tables: Tables) -> None:
    """The hour of games that are not in the schedule."""
    no_tip_off(tables, lambda game: game.prefix == "006")


def quotes_of_nobody(tables: Tables) -> None:
    """The quotes under a name whose alias leads to nobody."""
    tables.quotes = [
        quote
        for quote in tables.quotes
        if quote.player != UNMATCHED[0] or quote.game.day < UNMATCHED_SINCE
    ]


def quotes_of_players_withdrawn(tables: Tables) -> None:
    """Tonight's quotes on players all of whose lines are withdrawn."""
    gone = lines.gone_players(tables)
    tables.quotes = [
        quote
        for quote in tables.quotes
        if quote.game.day != LATEST_SLATE or (quote.game.game_id, quote.player) not in gone
    ]


@dataclass(frozen=True)
class Loss:
    """Knowledge that a shape takes away.

    ``of``: what the clean league loses to know as little. ``documents``: those that then change.
    ``fields``: those that still differ from the clean league's, with their documents.
    """

    why: str
    documents: frozenset[str]
    of: Callable[[Tables], None] | None = None
    fields: dict[str, frozenset[str]] = field(default_factory=dict)


LOST = {
    "midnight-tip-offs": Loss(
        "no feed has the hour: no game_time tonight, and no game of that hour in quick hits",
        DAILY | {"quick-hits"},
        of=hours_kept_secret,
    ),
    "date-only-tip-offs": Loss(
        "a few games are not in the Odds API: as above, and of those after 19:00 the last lines, "
        "which any count of props can show",
        EVERY,
        of=hours_not_repaired,
    ),
    "no-cup-final": Loss(
        "the hour is not known; nor whether the teams were rested, so it is in neither of their "
        "back-to-back samples",
        frozenset({"quick-hits", "team-tendencies"}),
        of=hours_of_cup_finals,
        fields={"team-tendencies": frozenset({"back_to_back"})},
    ),
    "impossible-odds": Loss(
        "implausible odds are unknown",
        DAILY,
        fields=dict.fromkeys(DAILY, frozenset({"tonight.over_odds", "tonight.under_odds"})),
    ),
    "withdrawn-lines": Loss(
        "who has no line left has none tonight, and is in no list of tonight",
        DAILY,
        of=quotes_of_players_withdrawn,
    ),
    "second-feed": Loss(
        "nothing is lost, but the documents say which feed a line is from",
        DAILY,
        fields=dict.fromkeys(DAILY, frozenset({"tonight.line_feed"})),
    ),
    "unmatched-names": Loss(
        "whose lines they are cannot be known: he has none from then on",
        EVERY,
        of=quotes_of_nobody,
    ),
    "season-spellings": Loss(
        "a season's documents show the names of its box scores",
        DAILY | {"what-matters"},
        fields=dict.fromkeys(DAILY | {"what-matters"}, frozenset({"player_full_name"})),
    ),
}


def without(content: Any, fields: Collection[str], path: tuple[str, ...] = ()) -> Any:
    """Return a document without some fields, given as ends of paths: ``tonight.line_feed``."""
    if isinstance(content, list):
        return [without(item, fields, path) for item in content]
    if not isinstance(content, dict):
        return content
    kept = {}
    for key, value in content.items():
        here = (*path, key)
        if not any(".".join(here).endswith(f".{name}") for name in fields):
            kept[key] = without(value, fields, here)
    return kept


def comparable(name: str, content: dict[str, Any], losses: Collection[Loss] = ()) -> bytes:
    """Return the bytes of a document that have to be equal."""
    fields = {name for loss in losses for name in loss.fields.get(content["document"], ())}
    apart = {"root.generated_at", "root.data_gaps", *fields}
    return encode(without(content, apart, ("", "root")))


class Leagues:
    """The clean league and its builds; for other leagues only what differs is written and built."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.clean = clean_league()
        # The lines of half a season more would take their time and show nothing new.
        self.clean.quotes = [
            quote for quote in self.clean.quotes if not windows.within(quote.game.day, LEFT_OUT)
        ]
        self.clean_dir = folder / "clean"
        self.clean.write(self.clean_dir)
        self._builds: dict[date, Finished] = {}
        self._documents: dict[tuple[str, date], Documents] = {}

    def build(self, day: date) -> Finished:
        """Return the clean league's build of a date, by dbt."""
        if day not in self._builds:
            warehouse = self.folder / f"clean_{day:%Y%m%d}.duckdb"
            dbt_build(self.clean_dir, warehouse, day)
            target = self.folder / f"dbt-{warehouse.stem}" / "target"
            self._builds[day] = Finished(warehouse, target, self.clean_dir)
        return self._builds[day]

    def clean_documents(self, day: date) -> Documents:
        """Return the clean league's documents of a date."""
        if ("clean", day) not in self._documents:
            self._documents["clean", day] = documents(self.build(day).warehouse, day)
        return self._documents["clean", day]

    def documents_of(self, name: str, tables: Tables, day: date) -> Documents:
        """Return the documents of a date from a league that is made from the clean one."""
        if (name, day) not in self._documents:
            rebuilt = self.build(day).rebuilt(
                self.written(name, tables), self.folder / f"of-{name}"
            )
            self._documents[name, day] = documents(rebuilt, day)
            rebuilt.unlink()
        return self._documents[name, day]

    def written(self, name: str, tables: Tables) -> Path:
        """Write a league: its own tables, and links to the clean one's where they are the same."""
        data_dir = self.folder / name
        if data_dir.exists():
            return data_dir
        changed = [table for table in DATASETS if tables.rows[table] != self.clean.rows[table]]
        if tables.quotes != self.clean.quotes:
            changed += [QUOTES, MORE_QUOTES]
        for file in self.clean_dir.rglob("*.parquet"):
            if file.stem not in changed:
                link = data_dir / file.relative_to(self.clean_dir)
                link.parent.mkdir(parents=True, exist_ok=True)
                os.link(file, link)
        tables.write(data_dir, changed)
        return data_dir

    def with_shape(self, shape: str, day: date) -> Documents:
        """Return the documents of the league with a shape alone."""
        tables = shaped(self.clean, SHAPES.keys() - {shape})
        return self.documents_of(shape, tables, day)

    def ignorant(self, name: str, losses: Collection[Loss], day: date) -> Documents:
        """Return the documents of the clean league after it has lost what ``losses`` say."""
        tables = self.clean.copy()
        for loss in losses:
            if loss.of:
                loss.of(tables)
        return self.documents_of(f"less-{name}", tables, day)


@pytest.fixture(scope="module")
def leagues(tmp_path_factory: pytest.TempPathFactory) -> Leagues:
    return Leagues(tmp_path_factory.mktemp("shapes"))


def assert_equal(found: Documents, expected: Documents, losses: Collection[Loss] = ()) -> None:
    for name, content in found.items():
        want = comparable(name, expected[name], losses)
        assert comparable(name, content, losses) == want, f"{name} differs"


@pytest.mark.parametrize(("shape", "day"), CASES)
def test_a_shape_changes_no_document_except_for_what_is_lost(
    leagues: Leagues, shape: str, day: date
) -> None:
    found, clean = leagues.with_shape(shape, day), leagues.clean_documents(day)
    loss = LOST.get(shape)
    if loss is None:
        assert_equal(found, clean)
        return
    for name in found.keys() - loss.documents:
        assert comparable(name, found[name]) == comparable(name, clean[name]), f"{name} differs"
    expected = leagues.ignorant(shape, [loss], day) if loss.of else clean
    assert_equal(found, expected, [loss])


@pytest.mark.parametrize("shape", LOST)
def test_what_is_lost_is_lost_in_the_documents_named(leagues: Leagues, shape: str) -> None:
    changed = {
        name
        for day in (LATEST_SLATE, *ELSEWHERE.get(shape, ()))
        for name, content in leagues.with_shape(shape, day).items()
        if comparable(name, content) != comparable(name, leagues.clean_documents(day)[name])
    }
    assert changed
    assert changed <= LOST[shape].documents


def test_the_odds_api_is_named_for_a_line_in_both_feeds(leagues: Leagues) -> None:
    found = leagues.with_shape("second-feed", LATEST_SLATE)["whos-hot"]["periods"]
    feeds: dict[str, set[str]] = {"odds_api": set(), "bettingpros": set()}
    for period in found.values():
        for entry in (*period["hot_tonight"], *period["cold_tonight"]):
            if entry["tonight"]["line_type"] == "sportsbook":
                feeds[entry["tonight"]["line_feed"]].add(entry["team_abbr"])
    in_odds_api = {
        team for fixture in (*SECOND_FEED_SLATE, *TWO_FEEDS_SLATE) for team in fixture[1:]
    }
    assert feeds["odds_api"] & {team for fixture in TWO_FEEDS_SLATE for team in fixture[1:]}
    assert feeds["odds_api"] <= in_odds_api
    assert not feeds["bettingpros"] & in_odds_api


@pytest.mark.parametrize("day", DATES, ids=str)
def test_all_shapes_together_change_no_more_than_each_of_them(leagues: Leagues, day: date) -> None:
    found = leagues.documents_of("all", shaped(leagues.clean), day)
    losses = list(LOST.values())
    assert_equal(found, leagues.ignorant("all", losses, day), losses)


def test_a_build_by_dbt_gives_the_same_documents(leagues: Leagues, tmp_path: Path) -> None:
    tables = shaped(leagues.clean)
    found = leagues.documents_of("all", tables, LATEST_SLATE)
    warehouse = tmp_path / "all.duckdb"
    dbt_build(leagues.written("all", tables), warehouse, LATEST_SLATE)
    for name, content in documents(warehouse, LATEST_SLATE).items():
        assert encode(content) == encode(found[name])
