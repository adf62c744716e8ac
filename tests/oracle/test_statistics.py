"""The oracle's own proof: the definitions' test vectors, to the digits that they give."""

from __future__ import annotations

from fractions import Fraction

import pytest

from tests.oracle import statistics

TOY_RECORDS = [
    (6, 10),
    (3, 10),
    (9, 15),
    (5, 15),
    (10, 20),
    (8, 20),
    (14, 20),
    (4, 12),
    (7, 12),
    (11, 25),
]


def six(value: float | None) -> float:
    assert value is not None
    return round(value, 6)


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [
        (8, 10, 0.490162, 0.943318),
        (0, 5, 0.0, 0.434482),
        (5, 5, 0.565518, 1.0),
        (0, 1, 0.0, 0.793451),
        (45, 82, 0.441308, 0.651887),
    ],
)
def test_wilson(successes: int, n: int, low: float, high: float) -> None:
    found = statistics.wilson(successes, n)
    assert (six(found[0]), six(found[1])) == (low, high)


def test_wilson_stays_within_zero_and_one() -> None:
    for n in range(1, 500):
        low, high = statistics.wilson(0, n)[0], statistics.wilson(n, n)[1]
        assert low is not None and 0 <= low < 1e-15
        assert high is not None and 1 - 1e-15 < high <= 1


def test_an_empty_sample_has_no_rate_and_no_interval() -> None:
    assert statistics.rate(0, 0) is None
    assert statistics.wilson(0, 0) == (None, None)


@pytest.mark.parametrize(("weight", "expected"), [(40, 0.544000), (300, 0.490323)])
def test_adjusted_rate(weight: float, expected: float) -> None:
    assert six(statistics.adjusted_rate(8, 10, 0.48, weight)) == expected


def test_prior_weight_by_moments() -> None:
    rho = statistics.between_players_rho(TOY_RECORDS)
    assert rho is not None
    assert six(float(rho)) == 0.008642
    assert six(statistics.prior_weight(TOY_RECORDS, min_players=0)) == 114.713034


def test_prior_weight_needs_twenty_players() -> None:
    assert statistics.prior_weight(TOY_RECORDS) == 500
    assert six(statistics.prior_weight(TOY_RECORDS * 2)) != 500
    assert statistics.prior_weight((TOY_RECORDS * 2)[:19]) == 500


@pytest.mark.parametrize(
    "records",
    [
        [(place % 2, 1) for place in range(20)],  # its denominator is 0
        [(5, 10)] * 20,  # less spread than chance: rho < 0
        [(10, 10)] * 20,  # p = 1
        [(0, 10)] * 20,  # p = 0
    ],
)
def test_prior_weight_falls_back(records: list[tuple[int, int]]) -> None:
    assert statistics.prior_weight(records) == 500


def test_prior_weight_is_clamped() -> None:
    assert statistics.prior_weight([(0, 10)] * 10 + [(10, 10)] * 10) == 20


@pytest.mark.parametrize(
    ("first", "second", "z", "p"),
    [
        ((98, 234), (221, 456), -1.642329, 0.100522),
        ((60, 100), (45, 100), 2.123977, 0.033672),
        ((520, 1000), (480, 1000), 1.788854, 0.073638),
    ],
)
def test_two_proportions(
    first: tuple[int, int], second: tuple[int, int], z: float, p: float
) -> None:
    found = statistics.two_proportions(*first, *second)
    assert found is not None
    assert six(found[0]) == z
    assert found[1] == pytest.approx(p, abs=6.5e-7)  # half a digit, and the tail's own 1.4e-7


@pytest.mark.parametrize(
    "cells", [(10, 10, 10, 10), (15, 29, 15, 30), (40, 40, 40, 40), (0, 40, 0, 40)]
)
def test_two_proportions_untestable(cells: tuple[int, int, int, int]) -> None:
    assert statistics.two_proportions(*cells) is None


@pytest.mark.parametrize(
    ("p_values", "q_values"),
    [
        ([0.01, 0.04, 0.03, 0.005], [0.02, 0.04, 0.04, 0.02]),
        ([0.02, 0.02, 0.5, None], [0.03, 0.03, 0.5, None]),
    ],
)
def test_benjamini_hochberg(p_values: list[float | None], q_values: list[float | None]) -> None:
    found = statistics.benjamini_hochberg(p_values)
    assert [None if q is None else six(q) for q in found] == q_values


@pytest.mark.parametrize(
    ("q", "word"),
    [
        (0.01, "high"),
        (0.0100001, "medium"),
        (0.05, "medium"),
        (0.0500001, "low"),
        (0.10, "low"),
        (0.1000001, "none"),
        (None, "insufficient"),
    ],
)
def test_significance(q: float | None, word: str) -> None:
    assert statistics.significance(q) == word


def test_exact_binomial() -> None:
    assert round(statistics.binomial_tails(12, 15, 0.36)[1], 8) == 0.00064465
    assert round(statistics.binomial_two_sided(12, 15, 0.36), 8) == 0.00128931
    assert statistics.binomial_two_sided(5, 10, 0.5) == 1.0


@pytest.mark.parametrize(
    ("hit_rate", "streak", "margin", "expected"),
    [
        (Fraction(4, 5), 5, 6, "7.875"),
        (Fraction(0), -10, -5, "0.625"),
        (Fraction(3, 10), -1, -5, "3.25"),
        (Fraction(1, 2), 0, 0, "5"),
        (Fraction(1), 10, 12, "10"),
        (Fraction(0), -10, -12, "0"),
        (Fraction(1), 11, 12, "10"),
    ],
)
def test_heat(hit_rate: Fraction, streak: int, margin: int, expected: str) -> None:
    assert statistics.heat(hit_rate, streak, Fraction(margin)) == Fraction(expected)


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Fraction(1, 16), 3, 0.063),
        (1 / 16, 3, 0.063),
        (-1 / 16, 3, -0.063),
        (2.675, 2, 2.68),
        (1.125, 2, 1.13),
        (Fraction(2675, 1000), 2, 2.68),
        (-1.125, 2, -1.13),
        (None, 2, None),
    ],
)
def test_rounding(value: float | Fraction | None, places: int, expected: float | None) -> None:
    assert statistics.published(value, places) == expected


def test_a_rounded_zero_has_no_sign() -> None:
    assert str(statistics.published(-0.0001, 2)) == "0.0"


def test_matched_baseline_toy() -> None:
    toy: dict[str, list[tuple[float, int]]] = {
        "p1": [(10.5, 1), (11, 0), (16, 1), (12, 1)],
        "p2": [(10, 0), (14, 0), (18, 1), (22, 0)],
        "p3": [(10.2, 1), (13, 0), (15.5, 0), (21, 1)],
    }
    found = statistics.matched_baselines(
        (player, sum(shortfall >= edge for edge in (12.5, 15, 20)), bool(bounced))
        for player, situations in toy.items()
        for shortfall, bounced in situations
    )
    expected = {"p1": 0.379808, "p2": 0.624887, "p3": 0.499906}
    assert {player: six(float(rate or 0)) for player, rate in found.items()} == expected


def test_the_only_player_has_no_matched_baseline() -> None:
    assert statistics.matched_baselines([("p1", 0, True), ("p1", 1, False)]) == {"p1": None}
