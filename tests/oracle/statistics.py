"""The feed's statistics in plain Python: exact integers and fractions wherever possible.

Nothing here knows about basketball data; every function is held to the page's own test vectors by
tests/oracle/test_statistics.py.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Hashable, Iterable, Sequence
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

Z_95 = 1.959963984540054
M_LOWEST, M_HIGHEST, M_FALLBACK = 20.0, 500.0, 500.0
M_MIN_PLAYERS = 20
MIN_SAMPLE_PER_SIDE = 30
BASELINE_WEIGHT = 50
STREAK_CAP = 10
MARGIN_CAP = 10

_NINE_PLACES = Decimal("0.000000001")


def nine(value: float | Fraction) -> Decimal:
    """`value` as NUMERIC: 9 decimals, half away from zero, from the double nearest to it."""
    return Decimal(float(value)).quantize(_NINE_PLACES, ROUND_HALF_UP)


def published(value: float | Fraction | None, places: int) -> float | None:
    """`value` as a document shows it: 9 decimals first, then half away from zero to `places`."""
    if value is None:
        return None
    rounded = nine(value).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return float(rounded) + 0.0  # a negative zero becomes zero


def rate(numerator: int | Fraction, denominator: int) -> Fraction | None:
    """`numerator / denominator`, null for an empty sample."""
    return None if denominator == 0 else Fraction(numerator) / denominator


def wilson(successes: int, n: int) -> tuple[float | None, float | None]:
    """The 95 % Wilson interval of successes/n within [0, 1]; nulls for an empty sample."""
    if n == 0:
        return None, None
    share = successes / n
    z2 = Z_95 * Z_95
    middle = share + z2 / (2 * n)
    half = Z_95 * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    scale = 1 + z2 / n
    return max(0.0, (middle - half) / scale), min(1.0, (middle + half) / scale)


def adjusted_rate(successes: int, n: int, prior: float | Fraction, weight: float) -> float:
    """The empirical-Bayes rate: `weight` pseudo-games at rate `prior` beside the n real ones."""
    return (weight * float(prior) + successes) / (weight + n)


def between_players_rho(records: Sequence[tuple[int, int]]) -> Fraction | None:
    """The intra-player correlation of (successes, n) records; null where it is undefined."""
    games = sum(n for _, n in records)
    if games == 0:
        return None
    p = Fraction(sum(k for k, _ in records), games)
    if p in (0, 1):
        return None
    spread = sum((n * (Fraction(k, n) - p) ** 2 for k, n in records), Fraction(0))
    freedom = len(records) - 1
    variance = p * (1 - p)
    denominator = variance * (games - Fraction(sum(n * n for _, n in records), games) - freedom)
    if denominator <= 0:
        return None
    return (spread - variance * freedom) / denominator


def prior_weight(records: Sequence[tuple[int, int]], min_players: int = M_MIN_PLAYERS) -> float:
    """The prior's weight m in games, by the method of moments over players' (overs, graded).

    Every record has n >= 1.
    """
    if len(records) < min_players:
        return M_FALLBACK
    rho = between_players_rho(records)
    if rho is None or rho <= 0:
        return M_FALLBACK
    return min(M_HIGHEST, max(M_LOWEST, float(1 / rho - 1)))


def normal_two_sided(z: float) -> float:
    """P(|Z| >= |z|) by Abramowitz & Stegun 7.1.26 (error at most 1.5e-7)."""
    x = abs(z) / math.sqrt(2.0)
    t = 1.0 / (1.0 + 0.3275911 * x)
    polynomial = t * (
        0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429)))
    )
    return polynomial * math.exp(-x * x)


def two_proportions(k1: int, n1: int, k2: int, n2: int) -> tuple[float, float] | None:
    """Pooled (z, two-sided p) of k1/n1 against k2/n2; null where it is not tested at all.

    The definitions' toy `10/10 vs 10/10` is null twice: too few, and pooled rate 1.
    """
    if min(n1, n2) < MIN_SAMPLE_PER_SIDE or not 0 < k1 + k2 < n1 + n2:
        return None
    pooled = (k1 + k2) / (n1 + n2)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n1 + 1 / n2))
    z = (k1 / n1 - k2 / n2) / error
    return z, normal_two_sided(z)


def benjamini_hochberg(p_values: Sequence[float | None]) -> list[float | None]:
    """q of each p, in the order given; a null p is outside the family and stays null."""
    tested = sorted((p, place) for place, p in enumerate(p_values) if p is not None)
    result: list[float | None] = [None] * len(p_values)
    lowest = 1.0
    for rank in range(len(tested), 0, -1):
        p, place = tested[rank - 1]
        lowest = min(lowest, p * len(tested) / rank)
        result[place] = lowest
    return result


def significance(q: float | None) -> str:
    """The word for an unrounded q."""
    if q is None:
        return "insufficient"
    for limit, word in ((0.01, "high"), (0.05, "medium"), (0.10, "low")):
        if q <= limit:
            return word
    return "none"


def binomial_tails(successes: int, n: int, p: float) -> tuple[float, float]:
    """(P(X <= successes), P(X >= successes)) of an exact binomial."""
    mass = [math.comb(n, x) * p**x * (1.0 - p) ** (n - x) for x in range(n + 1)]
    return math.fsum(mass[: successes + 1]), math.fsum(mass[successes:])


def binomial_two_sided(successes: int, n: int, p: float) -> float:
    """Twice the smaller tail, at most 1."""
    return min(1.0, 2.0 * min(binomial_tails(successes, n, p)))


def heat(hit_rate: Fraction, streak: int, margin: Fraction) -> Fraction:
    """The heat score, 0 to 10, exact; 5 is neutral."""
    run = max(-STREAK_CAP, min(STREAK_CAP, streak))
    run_part = (Fraction(run, STREAK_CAP) + 1) / 2
    margin_part = max(Fraction(0), min(Fraction(1), (margin + MARGIN_CAP) / (2 * MARGIN_CAP)))
    return 10 * (hit_rate / 2 + run_part / 4 + margin_part / 4)


def matched_baselines(
    situations: Iterable[tuple[str, Hashable, bool]],
) -> dict[str, Fraction | None]:
    """Each player's leave-one-out, shrunk league rate over his own mix of buckets.

    `situations` are (player, bucket, bounced). Null for the only player of the league.
    """
    league: dict[Hashable, list[int]] = defaultdict(lambda: [0, 0])
    own: dict[str, dict[Hashable, list[int]]] = defaultdict(lambda: defaultdict(lambda: [0, 0]))
    for player, bucket, bounced in situations:
        for cell in (league[bucket], own[player][bucket]):
            cell[0] += 1
            cell[1] += bounced
    all_n = sum(n for n, _ in league.values())
    all_k = sum(k for _, k in league.values())

    baselines: dict[str, Fraction | None] = {}
    for player, cells in own.items():
        own_n = sum(n for n, _ in cells.values())
        own_k = sum(k for _, k in cells.values())
        if own_n == all_n:
            baselines[player] = None
            continue
        others_rate = Fraction(all_k - own_k, all_n - own_n)
        total = Fraction(0)
        for bucket, (n, k) in cells.items():
            league_n, league_k = league[bucket]
            total += (
                n
                * (league_k - k + BASELINE_WEIGHT * others_rate)
                / (league_n - n + BASELINE_WEIGHT)
            )
        baselines[player] = total / own_n
    return baselines
