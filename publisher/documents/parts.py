"""What several documents share: the header of a mart, lists of entries, and players' entries.

A column ``note_<code>`` is a flag that becomes an entry of ``notes``. ``NOTE_FACTS`` are
in no document.
"""

from collections.abc import Callable, Iterable, Sequence

from publisher.mart import Mart
from publisher.sentences import clock_time
from publisher.values import Json, Row

# What the texts of the notes name.
NOTE_FACTS = ("last_graded_date",)
# Of every document, from the registry.
REGISTERED = ("schema_version", "document", "refresh__cadence", "refresh__next_refresh_at")

# The field of ``tonight`` that the publisher writes.
GAME_TIME_DISPLAY = "tonight__game_time_display"


def header_mart(name: str, schema: str, notes: Iterable[str], written: Sequence[str] = ()) -> Mart:
    """Return a document's header: its envelope, the flags of its notes, what is not in a list."""
    flags = (f"note_{code}" for code in notes)
    return Mart(
        name,
        schema,
        written=(*REGISTERED, *written),
        unpublished=(*NOTE_FACTS, *flags),
    )


def by_list(
    rows: Iterable[Row], names: Sequence[str], told: Callable[[Row], Json]
) -> dict[str, list[Json]]:
    """Return the entries of each list, the lists in the order of ``names``."""
    lists: dict[str, list[Json]] = {name: [] for name in names}
    for row in rows:
        lists.setdefault(row["list_name"], []).append(told(row))
    return lists


def player(mart: Mart, row: Row) -> Json:
    """Return a player's entry; ``tonight`` is null for a player who does not play."""
    told = mart.entry(row)
    if told.get("playing_tonight") is False:
        return {**told, "tonight": None}
    told["tonight"]["game_time_display"] = clock_time(row["tonight__game_time"])
    return told
