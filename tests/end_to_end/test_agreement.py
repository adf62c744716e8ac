"""Every field of every document agrees with the oracle's, date by date."""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from publisher.build import encode
from publisher.check import check_document
from publisher.documents import DOCUMENTS
from publisher.documents.whos_hot import DEFAULT_PERIOD
from scripts.docs import api
from scripts.docs.command import COMMAND
from scripts.docs.examples import write_examples
from scripts.docs.shortened import EXAMPLES
from scripts.project import ROOT
from scripts.sample.plan import LATEST_SLATE
from tests.fixtures.harness import dbt_build, documents
from tests.oracle import (
    League,
    bounce_back,
    deep_dive,
    load,
    quick_hits,
    team_tendencies,
    what_matters,
    whos_hot,
)

ORACLE: dict[str, Callable[[League, date], dict[str, Any]]] = {
    "whos-hot": whos_hot,
    "bounce-back": bounce_back,
    "what-matters": what_matters,
    "team-tendencies": team_tendencies,
    "quick-hits": quick_hits,
    "deep-dive": deep_dive,
}
# What the publisher and the seeds add to the oracle's content: words.
ADDED = {"schema_version", "generated_at", "refresh", "sentence", "headline", "description"}
ADDED |= {"title", "subtitle", "teaser", "cta", "value", "context", "label"}


class Case(NamedTuple):
    """Source tables, the marts of a range of dates built from them, and the dates to compare."""

    league: League
    warehouse: Path
    dates: list[date]


def every(days: int, first: date, last: date) -> list[date]:
    """Return the dates from first to last, that many days apart, and the last one."""
    count = (last - first).days // days
    return [first + timedelta(days * i) for i in range(count + 1)] + [last]


@pytest.fixture(scope="module")
def sample_case(sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> Case:
    warehouse = tmp_path_factory.mktemp("agreement") / "sample.duckdb"
    first = date(2023, 10, 1)
    dbt_build(sample_league_dir, warehouse, first, LATEST_SLATE)
    return Case(load(sample_league_dir), warehouse, every(13, first, LATEST_SLATE))


# Dates that the README of the data names, each for a shape of its own.
NAMED = (
    date(2025, 1, 10),  # two DFS apps; a fifth of the tip-offs unknown
    date(2025, 2, 16),  # no games
    date(2025, 3, 10),  # no lines
    date(2025, 7, 15),  # off-season
    date(2025, 11, 20),  # eight sportsbooks, each row three times; repaired tip-offs before it
    date(2025, 12, 15),
    date(2026, 2, 11),  # each row of BettingPros three times
    date(2026, 3, 1),  # a withdrawn line
    date(2026, 4, 5),  # a withdrawn line
    date(2026, 5, 10),  # playoffs
    date(2026, 6, 14),  # placeholder games ahead
)


@pytest.fixture(scope="module")
def real_case(warehouse_league: League, warehouse_marts: Path) -> Case:
    dates = every(17, date(2024, 10, 20), date(2026, 6, 20))
    return Case(warehouse_league, warehouse_marts, sorted({*dates, *NAMED}))


def differences(published: Any, expected: Any, path: str = "") -> Iterator[str]:
    """Yield where a published document differs from the expected one."""
    if isinstance(published, dict) and isinstance(expected, dict):
        for key in (published.keys() | expected.keys()) - ADDED:
            if key not in published or key not in expected:
                yield f"{path}/{key} is in one only"
            else:
                yield from differences(published[key], expected[key], f"{path}/{key}")
    elif path == "/notes":
        # Their order is the publisher's.
        codes = sorted(note["code"] for note in published)
        yield from differences(codes, sorted(expected), f"{path}/codes")
    elif isinstance(published, list) and isinstance(expected, list):
        if len(published) != len(expected):
            yield f"{path} holds {len(published)}, expected {len(expected)}"
        for place, (left, right) in enumerate(zip(published, expected, strict=False)):
            yield from differences(left, right, f"{path}/{place}")
    elif published != expected:
        yield f"{path} is {published!r}, expected {expected!r}"


def disagreements(case: Case) -> list[str]:
    """Return every difference on every date of a case."""
    return [
        f"{day} {name} {difference}"
        for day in case.dates
        for name, content in documents(case.warehouse, day).items()
        for difference in differences(content, ORACLE[name](case.league, day))
    ]


def test_sample_league_agrees_with_the_oracle(sample_case: Case) -> None:
    assert disagreements(sample_case) == []


def test_real_seasons_agree_with_the_oracle(real_case: Case) -> None:
    assert disagreements(real_case) == []


def test_all_documents_of_every_compared_date_are_valid(sample_case: Case) -> None:
    """All documents are valid JSON and valid against their schemas, through seasons and summers."""
    for day in sample_case.dates:
        contents = documents(sample_case.warehouse, day)
        for document in DOCUMENTS:
            content = contents[document.name]
            check_document(document.name, document.schema, json.loads(encode(content)))


def test_the_examples_of_the_docs_are_what_the_sample_league_gives(
    sample_case: Case, tmp_path: Path
) -> None:
    write_examples(sample_case.warehouse, tmp_path)
    fresh, kept = (
        {path.name: path.read_bytes() for path in folder.iterdir()}
        for folder in (tmp_path, EXAMPLES)
    )
    assert fresh == kept, f"docs/examples is out of date: {COMMAND} --examples renews it"


def test_each_month_of_a_year_has_a_deep_dive_of_its_own(sample_case: Case) -> None:
    titles = set()
    for month in range(1, 13):
        day = date(2025, month, 1)
        content = documents(sample_case.warehouse, day)["deep-dive"]
        check_document("deep-dive", "deep-dive-current", content)
        assert content["slug"].endswith(f"-{day:%B-%Y}".lower())
        codes = [note["code"] for note in content["notes"]]
        assert ("last_season" in codes) == (content["status"] == "off_season")
        hero = content["hero_stat"]
        assert (hero["comparison"] is None) == ("insufficient_sample" in codes)
        assert hero["sample_size"] >= 30, content["month"]
        titles.add(content["title"])
    assert len(titles) == 12


def facts(case: Case, query: str) -> list[Any]:
    """Return the rows of a query on a case's warehouse."""
    with duckdb.connect(str(case.warehouse), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_every_team_game_has_two_rows_and_home_teams_win_more(real_case: Case) -> None:
    teams = """
        select season_year, count(distinct team_abbr), avg(is_paired::int),
            avg((points_scored > points_allowed)::int) filter (where is_home)
        from trends.int_teams__games where season_year >= 2024 group by all order by all
    """
    for _, count, paired, home_wins in facts(real_case, teams):
        assert (count, paired) == (30, 1)
        assert 0.52 <= home_wins <= 0.60


def test_pace_and_defense_rank_as_basketball_reference_has_them(real_case: Case) -> None:
    paces = {
        date(2025, 4, 14): ("MEM CHI ATL WAS UTA", "MIA BOS ORL BKN NYK"),
        date(2026, 4, 13): ("MIA CHI UTA DAL ATL", "BOS HOU LAC BKN NYK"),
    }
    for day, (fastest, slowest) in paces.items():
        pace = documents(real_case.warehouse, day)["team-tendencies"]["pace"]
        assert " ".join(team["team_abbr"] for team in pace["kings"]) == fastest
        assert " ".join(team["team_abbr"] for team in pace["grinders"]) == slowest
    allowed = """
        select team_abbr from trends.int_teams__games
        where season_year = 2024 and game_date < date '2025-04-14'
        group by all order by sum(points_allowed) / sum(opponent_possessions)
    """
    ranked = [team for (team,) in facts(real_case, allowed)]
    assert ranked[:3] == ["OKC", "ORL", "LAC"]
    assert ranked[-3:] == ["WAS", "NOP", "UTA"]


def test_lines_already_price_rest_and_venue(real_case: Case) -> None:
    """With 25 tests a week, what-matters finds nothing or little."""
    found = "select max(tests__significant), max(tests__performed) from trends.fct_what_matters"
    ((significant, performed),) = facts(real_case, found)
    assert performed == 25
    assert significant <= 2
    most = f"at most {significant}" if significant else "none"
    told = f"{most} of its {performed} comparisons stood out"
    assert told in (ROOT / api.PATH).read_text(encoding="utf-8")
    venues = """
        select season_year, count(*) filter (where is_graded and is_home),
            count(*) filter (where is_graded and not is_home)
        from trends.int_props__described group by all
    """
    for _, home, away in facts(real_case, venues):
        assert abs(home - away) < 0.02 * (home + away)


def test_hot_is_not_a_forecast(real_case: Case) -> None:
    """The docs say how often the players on tonight's lists went over that night."""
    lists = f"""
        select list_name, avg(hit_rate), avg(is_over::int) filter (where not is_push),
            count(*) filter (where not is_push)
        from trends.fct_whos_hot_players inner join trends.int_player_games__results
            using (player_lookup) where game_date = as_of_date and period = '{DEFAULT_PERIOD}'
        group by all
    """
    found = {name: numbers for name, *numbers in facts(real_case, lists)}
    ((everybody,),) = facts(
        real_case,
        """
        select avg(is_over::int) filter (where not is_push)
        from trends.int_player_games__results where season_year >= 2024
        """,
    )
    text = (ROOT / api.PATH).read_text(encoding="utf-8")
    for name in ("hot_tonight", "cold_tonight"):
        before, that_night, games = found[name]
        assert f"over in {before:.1%}".replace("%", " %") in text
        assert f"{that_night:.1%} of {games:,}".replace("%", " %") in text
    assert f"all nights: {everybody:.1%}".replace("%", " %") in text


def test_a_difference_anywhere_is_seen(sample_case: Case) -> None:
    """The comparison itself can fail: any changed leaf of a document is reported."""
    published = documents(sample_case.warehouse, LATEST_SLATE)["whos-hot"]
    expected = whos_hot(sample_case.league, LATEST_SLATE)
    published["periods"]["7d"]["hot_tonight"][0]["tonight"]["over_odds"] = 1
    published["periods"]["season"]["cold"].pop()
    assert len(list(differences(published, expected))) == 2
