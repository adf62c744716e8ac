"""The oracle's own proof for the weekly and monthly documents, by hand-made examples."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from tests.oracle.archetypes import Basis, classify, profile
from tests.oracle.cells import Past
from tests.oracle.comparison import Comparison
from tests.oracle.hand_rows import DAY, player_row, schedule_row, team_row
from tests.oracle.lines import NANO
from tests.oracle.quick_hits import (
    CATEGORIES,
    Candidate,
    is_no_candidate,
    pools,
    rotate,
    weeks_of,
)
from tests.oracle.schedule import Schedule
from tests.oracle.seeds import Stat, Topic
from tests.oracle.sources import TeamRow
from tests.oracle.team_tendencies import Row, Zones, paired, profile_of, standard_error
from tests.oracle.teams import TeamGame, one_a_date, team_games
from tests.oracle.usage import usage


def team_game(*rows: TeamRow) -> TeamGame:
    return team_games(one_a_date(list(rows)), Schedule([]))[DAY, "BOS"]


def test_usage_of_the_source_comes_first() -> None:
    game = team_game(team_row())
    assert usage(player_row(usage_rate=Decimal("27.40")), game) == Decimal("27.40")


def test_usage_by_hand() -> None:
    # 18 + 2.2 + 3 = 23.2 plays of his own, 88 + 8.8 + 12 = 108.8 of his team, 36 of 48 minutes.
    assert usage(player_row(), team_game(team_row())) == Decimal("28.431372549")


def test_usage_counts_the_overtimes_of_either_row() -> None:
    game = team_game(team_row(), team_row("NYK", "BOS", overtime_periods=1))
    assert game.overtimes == 1
    # 265 team minutes make 53 per player.
    assert usage(player_row(), game) == Decimal("31.392973856")


@pytest.mark.parametrize(
    ("own", "team"),
    [
        ({"minutes_played": None}, {}),
        ({"minutes_played": Decimal("0.0")}, {}),
        ({"turnovers": None}, {}),
        ({}, {"ft_attempts": None}),
        ({}, {"fg_attempts": 50, "ft_attempts": 0, "turnovers": -50}),
    ],
)
def test_usage_that_cannot_be_computed(own: dict[str, object], team: dict[str, object]) -> None:
    assert usage(player_row(**own), team_game(team_row("BOS", "NYK", **team))) is None


def test_usage_without_a_team_row() -> None:
    assert usage(player_row(), None) is None


@pytest.mark.parametrize(
    ("years", "usage_rate", "ppg", "archetype"),
    [
        (10, "25", "20", "veteran_star"),
        (9, "28", "22", "prime_star"),
        (5, "28", "22", "prime_star"),
        (4, "22", "18", "young_star"),
        (0, "22", "18", "young_star"),
        (-1, "22", "18", "young_star"),
        (10, "24.99", "20", "other_star"),
        (10, "25", "19.99", "role_player"),
        (9, "27.99", "22", "other_star"),
        (9, "28", "21.99", "other_star"),
        (9, "28", "19.99", "role_player"),
        (4, "21.99", "20", "other_star"),
        (4, "21.99", "19.99", "role_player"),
        (4, "22", "17.99", "role_player"),
        (5, "22", "18", "role_player"),
    ],
)
def test_archetypes_at_their_bounds(years: int, usage_rate: str, ppg: str, archetype: str) -> None:
    assert classify(years, Fraction(usage_rate), Fraction(ppg)) == archetype


def basis(games: int, ppg: int) -> Basis:
    return Basis(games, games * ppg, Decimal(30 * 36 * games), Decimal(36 * games))


def test_the_season_to_date_counts_from_ten_games() -> None:
    for games, ppg in ((9, 25), (10, 12), (11, 12)):
        found = profile(2012, 2024, basis(games, 12), basis(40, 25))
        assert found is not None
        assert found.years == 12
        assert found.ppg == ppg


def test_missing_data_leaves_a_player_unclassified() -> None:
    enough, few = basis(10, 25), basis(9, 25)
    assert profile(2012, 2024, few, few) is None
    assert profile(None, 2024, enough, enough) is None
    without_usage = Basis(10, 250, Decimal(0), Decimal(0))
    assert profile(2012, 2024, without_usage, enough) is None


@pytest.mark.parametrize(
    ("paint", "middle", "three", "shape"),
    [
        (50, 20, 30, "interior"),
        (50, 0, 50, "interior"),
        (49, 1, 50, "perimeter"),
        (31, 20, 49, "mid_range"),
        (32, 19, 49, "balanced"),
        (0, 0, 0, None),
    ],
)
def test_shot_profiles_at_their_bounds(
    paint: int, middle: int, three: int, shape: str | None
) -> None:
    # All shots in one of five games: attempts are summed, not shares averaged.
    shots = [Zones((paint, three, middle), (0, 0, 0))] + [Zones((0, 0, 0), (0, 0, 0))] * 4
    assert profile_of(shots) == shape
    assert profile_of(shots[:4]) is None


def test_pace_and_points_are_per_48_minutes() -> None:
    alone = team_game(team_row(overtime_periods=1))
    assert alone.minutes == 53
    assert alone.points == 96
    assert alone.pace is None
    both = team_game(team_row(overtime_periods=1), team_row("NYK", "BOS", possessions=112))
    assert both.pace == 96


def test_team_rest_is_of_the_schedule_and_of_the_season() -> None:
    days = (date(2024, 6, 17), date(2024, 10, 22), date(2024, 10, 23), date(2024, 10, 26))
    schedule = Schedule(
        [schedule_row(game_id=f"002{place:07d}", game_date=day) for place, day in enumerate(days)]
    )
    assert [schedule.team_rest(day, "BOS") for day in days] == [None, None, 0, 2]
    assert schedule.team_rest(date(2024, 10, 24), "BOS") is None


def test_standard_error_of_a_difference() -> None:
    # Sample variances 4 and 1: sqrt(4/3 + 1/2).
    first = [Fraction(1), Fraction(3), Fraction(5)]
    second = [Fraction(10), Fraction(10) + Fraction(141421356, 10**8)]
    assert standard_error(first, second) == pytest.approx(1.354006400)


def test_paired_lists_share_no_team() -> None:
    for teams, size in ((1, 0), (2, 1), (9, 4), (10, 5), (11, 5), (30, 5)):
        rows = [Row(f"T{place:02d}", Fraction(place), 10, {}) for place in range(teams)]
        largest, smallest = paired(rows, largest_chosen_first=True)
        assert len(largest) == len(smallest) == size
        assert not {row.team for row in largest} & {row.team for row in smallest}


def test_ties_go_to_more_games_then_to_the_tricode() -> None:
    rows = [Row(team, Fraction(1), games, {}) for team, games in (("B", 5), ("A", 5), ("C", 6))]
    rows.append(Row("D", Fraction(0), 9, {}))
    largest, smallest = paired(rows, largest_chosen_first=True)
    assert [row.team for row in largest] == ["C", "A"]
    assert [row.team for row in smallest] == ["D", "B"]
    largest, smallest = paired(rows, largest_chosen_first=False)
    assert [row.team for row in smallest] == ["D", "C"]
    assert [row.team for row in largest] == ["A", "B"]


def test_what_a_player_did_before() -> None:
    past = Past()
    assert past.values() == {"last_result": None, "streak": None, "last_margin": None}
    seen = []
    for margin in (0, 10 * NANO, NANO, 0, 1, -10 * NANO, -1, -1):
        past.add(margin)
        seen.append(tuple(past.values().values()))
    assert seen == [
        (None, None, "within"),  # a push has a margin but no result
        ("over", "short", "ten_over"),
        ("over", "short", "within"),
        ("over", "short", "within"),
        ("over", "over_3_plus", "within"),
        ("under", "short", "ten_under"),
        ("under", "short", "within"),
        ("under", "under_3_plus", "within"),
    ]


def candidate(category: str, name: str, z: float) -> Candidate:
    return Candidate(Stat(name, category, "", "", ""), Comparison(1, 2, 1, 2), z, 0.5)


def test_pools_hold_the_six_largest_by_size_then_id() -> None:
    sizes = {"a": 1.0, "b": -3.0, "c": 3.0, "d": 0.1, "e": 0.2, "f": 0.3, "g": 2.0}
    pooled = pools([candidate("team", name, z) for name, z in sizes.items()])
    assert [one.stat.stat_id for one in pooled["team"]] == ["b", "c", "g", "a", "f", "e"]


def pooled_of(sizes: tuple[int, ...]) -> dict[str, list[str]]:
    """Pools of these sizes, each stat named by its category and its place."""
    return {
        category: [f"{category}{place}" for place in range(size)]
        for category, size in zip(CATEGORIES, sizes, strict=True)
        if size
    }


def test_weeks_are_counted_from_a_monday() -> None:
    days = (date(2021, 1, 4), date(2021, 1, 10), date(2021, 1, 11), date(2025, 1, 8))
    assert [weeks_of(day) for day in days] == [0, 0, 1, 209]


def test_rotation_by_hand() -> None:
    # Week 7: place 14 mod 6 = 2, then place 3; the second round starts with the third category.
    assert rotate(pooled_of((6, 6, 6, 6, 6)), 7) == [
        "day_of_week2",
        "situational2",
        "injury2",
        "team2",
        "league2",
        "injury3",
        "team3",
        "league3",
    ]


# Every pattern of pool sizes that leaves something to choose.
SIZES = [sizes for sizes in itertools.product(range(7), repeat=5) if sum(sizes) > 8]


def test_every_week_has_eight_stats_of_every_category() -> None:
    for sizes in SIZES[:: len(SIZES) // 400]:
        pooled = pooled_of(sizes)
        for week in range(200, 226):
            names = rotate(pooled, week)
            assert len(names) == len(set(names)) == 8, sizes
            assert {name.rstrip("0123456789") for name in names} == pooled.keys(), sizes


def test_no_stat_is_shown_two_weeks_running_where_a_pool_has_four() -> None:
    for sizes in itertools.product((4, 5, 6), repeat=5):
        weeks = [set(rotate(pooled_of(sizes), week)) for week in range(200, 226)]
        assert not any(one & two for one, two in itertools.pairwise(weeks)), sizes


def test_what_is_not_a_candidate() -> None:
    topic = Topic(11, "road-trips", "venue", "home")
    stats = {
        value: Stat(value, "", dimension, value, "")
        for dimension, value in (("venue", "home"), ("venue", "away"), ("recency", "earlier"))
    }
    left_out = [name for name, stat in stats.items() if is_no_candidate(stat, topic, False)]
    assert left_out == ["home"]
    left_out = [name for name, stat in stats.items() if is_no_candidate(stat, topic, True)]
    assert left_out == ["home", "earlier"]
