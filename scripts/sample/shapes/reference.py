"""Shapes of the reference tables: positions, and who has how many years in the league."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from scripts.sample.draws import pick, share
from scripts.sample.people import POSITIONS, without_suffix
from scripts.sample.plan import LATEST_SLATE, SEASONS, season_label
from scripts.sample.quotes import Row
from scripts.sample.shapes.names import KEY, REGISTRY, SEASON, TEAM
from scripts.sample.tables import PLACES, Tables
from scripts.sample.times import utc

# The registry's eighteen spellings, of G, G-F, F, F-C and C.
SPELLED = (
    ("G", "PG", "SG", "Point Guard", "Shooting Guard"),
    ("G-F", "SG-SF", "SF-SG"),
    ("F", "SF", "PF", "Small Forward", "Power Forward"),
    ("F-C", "PF-C", "C-PF"),
    ("C", "Center"),
)
TEAM_CODES = {"BKN": "BRK", "CHA": "CHO", "PHX": "PHO"}

LIST = "nbac_player_list_current"
LISTED = {column: PLACES[LIST][column] for column in PLACES[LIST]}


def position_spellings(tables: Tables) -> None:
    """The registry's positions come from several sources, each with its own spelling."""
    kind = {name: turn for turn, names in enumerate(POSITIONS) for name in names}
    position = PLACES[REGISTRY]["position"]

    def change(row: Row) -> dict[str, object]:
        key = (without_suffix(str(row[KEY])), row[TEAM], row[SEASON])
        return {"position": pick(SPELLED[kind[str(row[position])]], "position", *key)}

    tables.edit(REGISTRY, change)


def years_from_rosters(tables: Tables) -> None:
    """The player list has nobody's years; Basketball-Reference's rosters have most players'.

    Those are players whose draft says as much: what is known stays the same.
    """
    tables.rows["br_rosters_current"] = list(_rosters(tables))
    tables.edit(LIST, lambda row: {"years_pro": None})


def _rosters(tables: Tables) -> Iterator[Row]:
    """Yield the rosters of this season and the last; in the last some are rookies who are none."""
    before = {
        without_suffix(str(row[KEY])): str(row[TEAM])
        for row in tables.rows[REGISTRY]
        if row[SEASON] == season_label(SEASONS[-2])
    }
    for row in tables.rows[LIST]:
        player, name, team = (
            str(row[LISTED[column]])
            for column in ("player_lookup", "player_full_name", "team_abbr")
        )
        years, draft = row[LISTED["years_pro"]], row[LISTED["draft_year"]]
        key = without_suffix(player)
        if not isinstance(years, int):
            continue
        if draft is not None and draft == SEASONS[-1] - years and share("rosters", key) < 0.2:
            continue
        known = [(SEASONS[-1], team, years)]
        if years and key in before:
            few = share("last year's roster", key) < 0.2
            known.insert(0, (SEASONS[-2], before[key], 0 if few else years - 1))
        for season, code, experience in known:
            written = utc(min(LATEST_SLATE, date(season + 1, 5, 1)), 11)
            yield (
                season, TEAM_CODES.get(code, code), player, experience, written,
                season_label(season), name,
            )  # fmt: skip
