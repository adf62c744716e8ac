"""What several documents share: columns of their marts, and the entries made of these.

A column ``a__b`` becomes the property ``b`` of the object ``a``. A column ``note_<code>`` is a
flag that becomes an entry of ``notes``. ``NOTE_FACTS`` and ``GUARD_FACTS`` are in no document.
"""

from collections.abc import Callable, Iterable, Sequence

from publisher.sentences import clock_time
from publisher.values import Json, Mart, Row, nest

ENVELOPE = ("as_of_date", "generated_at", "data_through", "season", "status")
DATA_GAPS = ("data_gaps__games_without_results", "data_gaps__lined_share_tonight")
# What the texts of the notes name, and what the guards go by.
NOTE_FACTS = ("last_graded_date",)
GUARD_FACTS = ("guard__games_due", "guard__is_missing_results", "guard__lines_due_at")

PLAYER = ("player_lookup", "player_full_name", "team_abbr", "position")

TONIGHT = (
    "tonight__opponent",
    "tonight__home",
    "tonight__game_time",
    "tonight__prop_line",
    "tonight__line_source",
    "tonight__line_type",
    "tonight__line_feed",
    "tonight__line_updated_at",
    "tonight__over_odds",
    "tonight__under_odds",
    "tonight__injury_status",
    "tonight__injury_as_of",
)


def header_mart(name: str, notes: Iterable[str], *own: str) -> Mart:
    """Return a header: what every document has, the flags of its notes, its own columns."""
    flags = (f"note_{code}" for code in notes)
    return Mart(name, (*ENVELOPE, *DATA_GAPS, *NOTE_FACTS, *GUARD_FACTS, *flags, *own))


def by_list(
    rows: Iterable[Row], names: Sequence[str], told: Callable[[Row], Json]
) -> dict[str, list[Json]]:
    """Return the entries of each list, the lists in the order of ``names``."""
    lists: dict[str, list[Json]] = {name: [] for name in names}
    for row in rows:
        lists.setdefault(row["list_name"], []).append(told(row))
    return lists


def entry(row: Row, *placing: str) -> Json:
    """Return a row as an entry, without the columns that only say where it goes."""
    return nest({name: row[name] for name in row if name not in placing})


def player(row: Row, *placing: str) -> Json:
    """Return a player's entry; ``tonight`` is null for a player who does not play."""
    told = entry(row, *placing)
    if told.get("playing_tonight") is False:
        return {**told, "tonight": None}
    tonight: Json = {}
    for name, value in told["tonight"].items():
        tonight[name] = value
        if name == "game_time":
            tonight["game_time_display"] = clock_time(row["tonight__game_time"])
    return {**told, "tonight": tonight}
