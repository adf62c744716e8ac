"""Quick hits take turns: the SQL over 26 ISO weeks in which the data do not change."""

from collections import defaultdict
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.fixtures import tables
from tests.fixtures.harness import dbt_build

LAST_GAME = date(2025, 1, 31)
# From here on no league game is near, so every date looks at the same, whole season.
FIRST_MONDAY = date(2025, 2, 17)
WEEKS = 26
POOL = 6

Stat = dict[str, Any]


@pytest.fixture(scope="module")
def weeks(sample_league_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> list[list[Stat]]:
    """The candidates of 26 Mondays, and of the Sunday after the last."""
    folder = tmp_path_factory.mktemp("rotation")
    ended = f"from source where game_date <= date '{LAST_GAME}'"
    stopped = (
        tables.PLAYER_GAMES,
        tables.TEAM_GAMES,
        tables.PROPS,
        tables.ODDS_API,
        tables.SCHEDULE,
    )
    data_dir = tables.altered(sample_league_dir, folder / "data", dict.fromkeys(stopped, ended))
    mondays = [FIRST_MONDAY + timedelta(weeks=week) for week in range(WEEKS)]
    sunday = mondays[-1] + timedelta(days=6)
    dbt_build(data_dir, folder / "weeks.duckdb", FIRST_MONDAY, sunday)
    with duckdb.connect(str(folder / "weeks.duckdb"), read_only=True) as connection:
        mart = "weeks.trends.fct_quick_hits_candidates"
        query = f"select * from {mart} where as_of_date = ? order by position, id"
        found = []
        for day in (*mondays, sunday):
            rows = connection.execute(query, [day])
            names = [column[0] for column in rows.description or ()]
            found.append([dict(zip(names, row, strict=True)) for row in rows.fetchall()])
    return found


def shown(candidates: list[Stat]) -> list[str]:
    """Return the ids of a week's stats, in order."""
    return [stat["id"] for stat in candidates if stat["position"] is not None]


def test_the_data_do_not_change(weeks: list[list[Stat]]) -> None:
    records = [{(stat["id"], stat["rate"], stat["sample_size"]) for stat in week} for week in weeks]
    assert len(records[0]) >= 40
    # Each month lacks its deep dive's topic, if that is a stat, and nothing else differs.
    every = set().union(*records)
    assert all(len(every - record) <= 1 for record in records)


def test_no_two_weeks_in_a_row_show_the_same_eight(weeks: list[list[Stat]]) -> None:
    chosen = [set(shown(week)) for week in weeks[:WEEKS]]
    assert all(len(week) == 8 for week in chosen)
    assert all(this != following for this, following in pairwise(chosen))


def test_the_same_week_shows_the_same_stats(weeks: list[list[Stat]]) -> None:
    monday, sunday = weeks[-2], weeks[-1]
    assert shown(monday) == shown(sunday)


def test_category_diversity_every_category_appears_each_week(weeks: list[list[Stat]]) -> None:
    for week in weeks:
        candidates = {stat["category"] for stat in week}
        assert {stat["category"] for stat in week if stat["position"] is not None} == candidates
        assert len(candidates) == 5


def test_every_pooled_candidate_appears_within_half_a_year(weeks: list[list[Stat]]) -> None:
    by_category = defaultdict(list)
    for stat in weeks[0]:
        by_category[stat["category"]].append(stat)
    # The largest |z| has the smallest p; published p are rounded, so ties are left to the SQL.
    pooled = set()
    for stats in by_category.values():
        stats.sort(key=lambda stat: stat["p_value"])
        cut = stats[min(POOL, len(stats)) - 1]["p_value"]
        beyond = [stat["p_value"] for stat in stats[POOL:]]
        pooled |= {stat["id"] for stat in stats if stat["p_value"] < cut or cut not in beyond}
    pooled &= {stat["id"] for stats in by_category.values() for stat in stats[:POOL]}
    assert len(pooled) >= 25
    assert pooled <= {stat_id for week in weeks[:WEEKS] for stat_id in shown(week)}
