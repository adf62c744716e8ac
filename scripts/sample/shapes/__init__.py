"""What the real writers of the tables put in them, each shape as a change of the clean league.

A shape changes rows and nothing else: what a reader can know stays as it is, but where the shape
says that something is lost. Shapes are applied in the order of SHAPES, and draw by name
(scripts/sample/draws.py): each changes the same rows whichever others are there.
"""

from __future__ import annotations

from collections.abc import Callable, Collection

from scripts.sample.shapes.feeds import reloads, second_feed
from scripts.sample.shapes.lines import (
    impossible_odds,
    model_lines,
    no_line_books,
    side_updates,
    withdrawn_lines,
)
from scripts.sample.shapes.names import (
    book_names,
    last_first_names,
    name_suffixes,
    nicknames,
    plain_names,
    registry_names,
    season_spellings,
    stored_lookups,
    unmatched_names,
)
from scripts.sample.shapes.reference import position_spellings, years_from_rosters
from scripts.sample.shapes.schedule import (
    abandoned_games,
    all_star_rows,
    date_only_tip_offs,
    midnight_tip_offs,
    neutral_flags,
    no_cup_final,
    placeholders,
    stage_flags,
)
from scripts.sample.tables import Tables

Shape = Callable[[Tables], None]

SHAPES: dict[str, Shape] = {
    shape.__name__.replace("_", "-"): shape
    for shape in (
        midnight_tip_offs,
        date_only_tip_offs,
        stage_flags,
        neutral_flags,
        no_cup_final,
        placeholders,
        abandoned_games,
        all_star_rows,
        no_line_books,
        model_lines,
        impossible_odds,
        withdrawn_lines,
        side_updates,
        second_feed,
        nicknames,
        unmatched_names,
        name_suffixes,
        plain_names,
        book_names,
        reloads,
        stored_lookups,
        last_first_names,
        season_spellings,
        registry_names,
        position_spellings,
        years_from_rosters,
    )
}


def summary(name: str) -> str:
    """Return the first sentence of what a shape is."""
    return (SHAPES[name].__doc__ or "").partition("\n")[0]


def shaped(clean: Tables, without: Collection[str] = ()) -> Tables:
    """Return the clean league with all shapes but some."""
    tables = clean.copy()
    for name, shape in SHAPES.items():
        if name not in without:
            shape(tables)
    return tables
