"""The market line out of two feeds: the oracle's rules, one example each."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest

from tests.oracle.books import book_of
from tests.oracle.hand_rows import DAY, both_sides, new_york, odds_row, prop_row
from tests.oracle.lines import MarketLine, market_line
from tests.oracle.odds import american_of, implied_probability, valid_american
from tests.oracle.quotes import Quotes, points_of, quotes
from tests.oracle.sources import OddsRow, PropRow

TIP_OFF = new_york(19, 30)
UNDERDOG, PRIZEPICKS, DABBLE, SLEEPER, NOVIG = 36, 37, 53, 63, 60
DRAFTKINGS, FANDUEL, PINNACLE = 12, 10, 2


def quoted(props: list[PropRow] | None = None, odds: list[OddsRow] | None = None) -> Quotes:
    return quotes(props or [], odds or [], {"P One": "p1"}.get)  # type: ignore[arg-type]


def line(
    props: list[PropRow] | None = None,
    odds: list[OddsRow] | None = None,
    *,
    tip_off: datetime = TIP_OFF,
    tonight: bool = False,
) -> MarketLine | None:
    found = quoted(props, odds).of.get(("p1", DAY), [])
    return market_line(found, tip_off, tonight=tonight)


def points(*args: list[PropRow], **options: bool) -> float | None:
    found = line(*args, **options)  # type: ignore[arg-type]
    return None if found is None else found.points


@pytest.mark.parametrize(
    ("price", "american"),
    [
        (2.0, 100),
        (1.99, -101),
        (2.5, 150),
        (1.91, -110),
        (1.9, -111),
        (2.745, 175),  # 174.5 away from zero
        (1 + 100 / 110.5, -111),  # -110.5 away from zero
        (1.01, -10000),
        (101.0, 10000),
        (1.0, None),
        (0.5, None),
        (None, None),
        (float("nan"), None),
        (float("inf"), None),
    ],
)
def test_decimal_prices_as_american_odds(price: float | None, american: int | None) -> None:
    assert american_of(price) == american


@pytest.mark.parametrize(
    ("odds", "valid"),
    [(100, 100), (-100, -100), (99, None), (-99, None), (50, None), (0, None), (None, None)],
)
def test_odds_between_minus_100_and_100_are_unknown(odds: int | None, valid: int | None) -> None:
    assert valid_american(odds) == valid


def test_what_odds_imply() -> None:
    implied = [implied_probability(odds) for odds in (-150, 150, 100, -100, None)]
    assert implied == [Fraction(3, 5), Fraction(2, 5), Fraction(1, 2), Fraction(1, 2), None]


@pytest.mark.parametrize(
    ("stored", "rounded"),
    [
        (20.5, "20.50"),
        (20.499999999999996, "20.50"),
        (10.125, "10.13"),
        (0.0, "0.00"),
        (100.0, "100.00"),
        (-0.5, None),
        (100.5, None),
        (float("nan"), None),
        (None, None),
    ],
)
def test_lines_are_rounded_to_two_decimals(stored: float | None, rounded: str | None) -> None:
    found = points_of(stored)
    assert (None if found is None else str(found)) == rounded


def test_books_are_known_by_id_or_key() -> None:
    names: dict[tuple[str, str | int], str] = {
        ("bettingpros", UNDERDOG): "Underdog",
        ("bettingpros", PRIZEPICKS): "PrizePicks",
        ("bettingpros", SLEEPER): "Sleeper",
        ("odds_api", "williamhill_us"): "Caesars",
        ("odds_api", "betmgm"): "BetMGM",
    }
    for (feed, known), name in names.items():
        book = book_of(feed, known)
        assert book is not None
        assert book.name == name
    without_lines: list[tuple[str, str | int | None]] = [
        ("bettingpros", 0),
        ("bettingpros", NOVIG),
        ("bettingpros", 85),
        ("bettingpros", None),
        ("odds_api", "historical_backfill"),
        ("odds_api", "fliff"),
        ("odds_api", str(PRIZEPICKS)),
    ]
    for feed, key in without_lines:
        assert book_of(feed, key) is None


def test_only_points_of_books_that_give_lines_count_and_unknown_ids_are_counted() -> None:
    assert line(both_sides(market_type="rebounds")) is None
    for book_id in (0, NOVIG, 85, None):
        assert line(both_sides(book_id=book_id)) is None
    unknown = quoted(both_sides(book_id=85), [odds_row(bookmaker="newbook")]).unknown_books
    assert unknown == {("bettingpros", "85"): 2, ("odds_api", "newbook"): 1}


def test_quotes_of_nobody_are_counted_by_side() -> None:
    found = quoted(
        both_sides(player_name="Q Two") + both_sides(player_name="Q Two", book_id=0),
        [odds_row(player_name="Q Two"), odds_row(player_name=None)],
    )
    assert found.of == {}
    assert found.unmatched == {
        ("bettingpros", "Q Two"): 2,
        ("odds_api", "Q Two"): 2,
        ("odds_api", ""): 2,
    }


def test_a_line_needs_both_sides() -> None:
    assert line([prop_row()]) is None
    assert line([prop_row(), prop_row(bet_side="under", points_line=21.5)]) is None
    assert line([], [odds_row(under_price=None)]) is None
    assert points([prop_row(), prop_row(bet_side="under")]) == 20.5


def test_each_side_has_its_own_instant_and_the_later_one_is_the_lines() -> None:
    early, late = new_york(9), new_york(15)
    found = line(
        [
            prop_row(bookmaker_last_update=late),
            prop_row(bet_side="under", odds_american=-120, bookmaker_last_update=early),
        ]
    )
    assert found is not None
    assert (found.updated, found.over.odds, found.under.odds) == (late, -137, -120)


def test_the_latest_of_a_sides_rows_before_tip_off_counts() -> None:
    props = both_sides(odds_american=-120, bookmaker_last_update=TIP_OFF - timedelta(seconds=1))
    props += both_sides(odds_american=-110)
    props += both_sides(odds_american=-150, bookmaker_last_update=TIP_OFF)
    props += both_sides(odds_american=-160, bookmaker_last_update=None)
    found = line(props)
    assert found is not None
    assert found.over.odds == -120


def test_the_latest_row_counts_for_an_instant_loaded_again() -> None:
    found = line(
        both_sides(odds_american=-120, processed_at=new_york(13))
        + both_sides(odds_american=-110, processed_at=new_york(14))
        + both_sides(odds_american=-130, processed_at=None)
    )
    assert found is not None
    assert found.over.odds == -110


def test_the_odds_api_counts_for_an_instant_in_both_feeds() -> None:
    props = both_sides(book_id=DRAFTKINGS, odds_american=-150, processed_at=new_york(18))
    found = line(props, [odds_row(processed_at=new_york(13))])
    assert found is not None
    assert (found.over.odds, found.under.odds, found.feed) == (-111, -111, "odds_api")


def test_a_later_row_of_either_feed_counts() -> None:
    props = both_sides(book_id=DRAFTKINGS, odds_american=-150, bookmaker_last_update=new_york(13))
    found = line(props, [odds_row()])
    assert found is not None
    assert (found.over.odds, found.feed, found.book.name) == (-150, "bettingpros", "DraftKings")


def test_the_feed_is_that_of_the_later_side() -> None:
    over = prop_row(book_id=DRAFTKINGS, bookmaker_last_update=new_york(13))
    found = line([over], [odds_row()])
    assert found is not None
    assert (found.over.feed, found.under.feed, found.feed) == (
        "bettingpros",
        "odds_api",
        "bettingpros",
    )


@pytest.mark.parametrize(("minutes", "chosen"), [(10, 19.5), (11, 20.5)])
def test_lines_within_ten_minutes_of_the_latest_compete(minutes: int, chosen: float) -> None:
    older = both_sides(
        points_line=19.5,
        odds_american=-110,
        bookmaker_last_update=new_york(12) - timedelta(minutes=minutes),
    )
    latest = [prop_row(odds_american=-130), prop_row(bet_side="under", odds_american=110)]
    assert points(older + latest) == chosen


def test_a_lines_place_in_the_window_is_that_of_its_later_side() -> None:
    over = prop_row(points_line=19.5, odds_american=-110, bookmaker_last_update=new_york(9))
    under = prop_row(
        points_line=19.5,
        odds_american=-110,
        bet_side="under",
        bookmaker_last_update=new_york(11, 55),
    )
    latest = [prop_row(odds_american=-130), prop_row(bet_side="under", odds_american=110)]
    assert points([over, under, *latest]) == 19.5


def test_a_side_without_valid_odds_comes_last() -> None:
    uneven = [prop_row(odds_american=-400), prop_row(bet_side="under", odds_american=300)]
    unknown = [
        prop_row(points_line=18.5, odds_american=50),
        prop_row(points_line=18.5, bet_side="under", odds_american=-110),
    ]
    assert points(uneven + unknown) == 20.5
    found = line(unknown)
    assert found is not None
    assert (found.points, found.over.odds, found.under.odds) == (18.5, None, -110)


@pytest.mark.parametrize(
    ("offered", "chosen"),
    [
        ((20.5,), 20.5),
        ((22.5, 20.5), 20.5),
        ((24.5, 20.5, 22.5), 22.5),
        ((20.5, 26.5, 22.5, 24.5), 22.5),
    ],
)
def test_the_middle_of_equally_balanced_lines_counts(
    offered: tuple[float, ...], chosen: float
) -> None:
    assert points([row for one in offered for row in both_sides(points_line=one)]) == chosen
    without_odds = [
        row for one in offered for row in both_sides(points_line=one, odds_american=None)
    ]
    assert points(without_odds) == chosen


def test_books_by_rank() -> None:
    # Others of the same kind go by name: BetRivers before Pinnacle, Betr before Dabble.
    order = [12, 10, 19, 13, 18, PINNACLE, PRIZEPICKS, UNDERDOG, SLEEPER, 45, DABBLE]
    while order:
        props = [
            row
            for place, book_id in enumerate(order)
            for row in both_sides(book_id=book_id, points_line=10.5 + place)
        ]
        assert points(props[::-1]) == 10.5
        order.pop(0)


def test_line_types_are_the_books_kinds() -> None:
    kinds = {PRIZEPICKS: "dfs", FANDUEL: "sportsbook"}
    for book_id, kind in kinds.items():
        found = line(both_sides(book_id=book_id))
        assert found is not None
        assert found.line_type == kind


@pytest.mark.parametrize("sides", [("over",), ("under",), ("over", "under")])
def test_a_withdrawn_line_is_not_shown_tonight_but_counts_for_the_result(
    sides: tuple[str, ...],
) -> None:
    props = both_sides() + [
        prop_row(bet_side=side, is_active=False, bookmaker_last_update=new_york(17))
        for side in sides
    ]
    assert points(props, tonight=True) is None
    assert points(props) == 20.5
    # The next book by rank has one.
    props += both_sides(book_id=UNDERDOG, points_line=21.5)
    assert points(props, tonight=True) == 21.5
    assert points(props) == 20.5


def test_a_line_is_chosen_first_and_then_found_withdrawn() -> None:
    balanced = both_sides(points_line=19.5, odds_american=-110, is_active=False)
    uneven = [prop_row(odds_american=-130), prop_row(bet_side="under", odds_american=110)]
    assert points(balanced + uneven, tonight=True) is None


def test_a_line_that_is_back_is_not_withdrawn() -> None:
    props = both_sides(is_active=False) + both_sides(bookmaker_last_update=new_york(17))
    props += both_sides(points_line=30.5, is_active=False, bookmaker_last_update=new_york(16, 30))
    assert points(props, tonight=True) == 20.5
    assert points(both_sides(is_active=None), tonight=True) == 20.5


def test_an_old_line_that_moved_away_is_not_the_withdrawn_one() -> None:
    props = both_sides(points_line=18.5, is_active=False)
    props += both_sides(bookmaker_last_update=new_york(17))
    assert points(props, tonight=True) == 20.5
