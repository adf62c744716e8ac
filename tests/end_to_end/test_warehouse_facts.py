"""What the README of the warehouse's data states, by the oracle and by the marts."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pytest

from tests.fixtures.harness import documents
from tests.oracle import League, what_matters, whos_hot
from tests.oracle.calendar import season_year
from tests.oracle.schedule import Schedule, Slot
from tests.oracle.seeds import neutral_games
from tests.oracle.sources import ScheduleRow, read
from tests.oracle.tonight import Night
from tests.oracle.whos_hot import qualifying

# Graded games, the share of overs among them, the share of pushes among games with a line.
SEASONS = {2024: (5629, 0.486943, 0.018141), 2025: (16427, 0.490169, 0.004304)}
# Games without a known tip-off after the repair from the Odds API, and out of how many.
UNKNOWN_TIP_OFFS = {
    2020: (1171, 1171),
    2021: (1323, 1323),
    2022: (1320, 1320),
    2023: (1318, 1318),
    2024: (894, 1320),
    2025: (9, 1321),
}
REPAIRED_GAMES = 478
UNMATCHED_QUOTES = 284
NEUTRAL_GAMES = 16


class Fact(NamedTuple):
    """What the README says about a date."""

    day: date
    over_rate: float
    prior_games: float
    players_with_a_line: int
    qualifying: int
    hottest: tuple[str, float]
    coldest: tuple[str, float]
    unclassified: int


DATES = [
    Fact(
        date(2025, 1, 10),
        0.488097,
        500,
        91,
        141,
        ("collinsexton", 7.729167),
        ("dennisschroder", 2.051136),
        153,
    ),
    Fact(
        date(2025, 11, 20),
        0.492899,
        500,
        57,
        218,
        ("simonefontecchio", 8.096591),
        ("jamorant", 1.781250),
        213,
    ),
    Fact(
        date(2025, 12, 15),
        0.492061,
        135.061992,
        72,
        197,
        ("camspencer", 8.637500),
        ("dreweubanks", 1.062500),
        221,
    ),
    Fact(
        date(2026, 2, 11),
        0.490453,
        205.878460,
        179,
        183,
        ("jaracewalker", 8.662500),
        ("camthomas", 0.406250),
        239,
    ),
]
by_date = pytest.mark.parametrize("fact", DATES, ids=lambda fact: str(fact.day))


def games(schedule: Schedule) -> dict[str, Slot]:
    """Every league game in the schedule, played or not, by id."""
    return {slot.game_id: slot for _, slot in schedule.slots()}


@pytest.fixture(scope="module")
def schedule_rows(warehouse_data_dir: Path) -> list[ScheduleRow]:
    return read(warehouse_data_dir).schedule


@pytest.mark.parametrize("season", SEASONS)
def test_graded_games_overs_and_pushes_of_a_season(warehouse_league: League, season: int) -> None:
    results = [game for game in warehouse_league.results if game.season == season]
    graded = [game for game in results if game.is_graded]
    overs = sum(game.is_over for game in graded)
    share, pushes = overs / len(graded), (len(results) - len(graded)) / len(results)
    assert (len(graded), round(share, 6), round(pushes, 6)) == SEASONS[season]


def test_unknown_tip_offs_of_each_season(warehouse_league: League) -> None:
    found: dict[int, Counter[bool]] = {}
    for slot in games(warehouse_league.schedule).values():
        found.setdefault(season_year(slot.game_date), Counter())[slot.tip_off is None] += 1
    unknown = {season: (count[True], count.total()) for season, count in found.items()}
    assert unknown == UNKNOWN_TIP_OFFS


def test_games_whose_tip_off_comes_from_the_odds_api(
    warehouse_league: League, schedule_rows: list[ScheduleRow]
) -> None:
    stored = games(Schedule(schedule_rows))
    repaired = games(warehouse_league.schedule)
    assert stored.keys() == repaired.keys()
    assert all(
        repaired[name].tip_off == slot.tip_off for name, slot in stored.items() if slot.tip_off
    )
    found = [name for name, slot in stored.items() if slot.tip_off != repaired[name].tip_off]
    assert len(found) == REPAIRED_GAMES


def test_games_on_neutral_ground_are_known_by_the_seed_alone(
    warehouse_league: League, schedule_rows: list[ScheduleRow]
) -> None:
    assert not any(row.neutral_site_flag for row in schedule_rows)
    neutral = [slot for slot in games(warehouse_league.schedule).values() if slot.home is None]
    assert len(neutral) == len(neutral_games()) == NEUTRAL_GAMES


def test_quotes_that_are_nobodys(warehouse_league: League) -> None:
    unmatched = warehouse_league.quotes.unmatched
    assert unmatched.total() == UNMATCHED_QUOTES
    assert {name for _, name in unmatched} == {"Cameron Whitmore"}
    assert set(warehouse_league.quotes.unknown_books) == {("bettingpros", "85")}


def test_five_players_are_spelt_in_two_ways_and_are_one_player_each(
    warehouse_league: League,
) -> None:
    players = warehouse_league.players
    assert players.split == []
    for one, other, key in (
        ("bobbyportis", "bobbyportisjr", "bobbyportisjr"),
        ("jimmybutler", "jimmybutleriii", "jimmybutleriii"),
        ("brandonboston", "brandonbostonjr", "brandonbostonjr"),
        ("craigporter", "craigporterjr", "craigporterjr"),
        ("treyjemison", "treyjemisoniii", "treyjemisoniii"),
    ):
        assert players.key(one) == players.key(other) == key
        assert {game.season for game in warehouse_league.games[key]} >= {2023}


@by_date
def test_a_date(warehouse_league: League, fact: Fact) -> None:
    rate, games_of_prior = warehouse_league.prior(fact.day)
    assert rate is not None
    assert round(float(rate), 6) == fact.over_rate
    assert round(games_of_prior, 6) == fact.prior_games
    night = Night(warehouse_league, fact.day)
    standings = qualifying(night, "30d")
    heats = sorted((float(one.rank_value), one.player) for one in standings)
    for (heat, player), (named, exact) in ((heats[-1], fact.hottest), (heats[0], fact.coldest)):
        assert (player, round(heat, 6)) == (named, exact)
    assert sum(night.has_line(player) for player in night.last_games) == fact.players_with_a_line
    assert_documents(
        {
            "whos-hot": whos_hot(warehouse_league, fact.day),
            "what-matters": what_matters(warehouse_league, fact.day),
        },
        fact,
    )


def assert_documents(found: dict[str, dict[str, Any]], fact: Fact) -> None:
    """What two documents show of a date's facts."""
    period = found["whos-hot"]["periods"]["30d"]
    assert period["qualifying_players"] == fact.qualifying
    for name, (player, heat) in (("hot", fact.hottest), ("cold", fact.coldest)):
        first = period[name][0]
        assert (first["player_lookup"], first["heat_score"]) == (player, round(heat, 2))
    assert found["what-matters"]["unclassified_games"] == fact.unclassified


@by_date
def test_the_marts_of_a_date(warehouse_marts: Path, fact: Fact) -> None:
    assert_documents(documents(warehouse_marts, fact.day), fact)


def test_the_marts_graded_games_overs_and_pushes(warehouse_marts: Path) -> None:
    query = """
        select
            season_year,
            count(*) filter (where not is_push),
            round(avg(is_over::int) filter (where not is_push), 6),
            round(avg(is_push::int), 6)
        from trends.int_player_games__results
        where season_year >= 2024
        group by all
    """
    with duckdb.connect(str(warehouse_marts), read_only=True) as connection:
        found = {season: tuple(row) for season, *row in connection.execute(query).fetchall()}
    assert found == SEASONS
