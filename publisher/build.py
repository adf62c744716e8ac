"""Pure: rows in, documents out. Nothing here computes a basketball number."""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date, datetime
from typing import Any

from publisher import documents, marts
from publisher.clock import NEW_YORK
from publisher.documents import Document

Row = Mapping[str, Any]
Rows = Mapping[str, list[dict[str, Any]]]
Json = dict[str, Any]

PERIODS = ("7d", "14d", "30d", "season")
DEFAULT_PERIOD = "30d"
PERIOD_LISTS = ("hot", "cold", "hot_tonight", "cold_tonight")
BOUNCE_BACK_LISTS = ("candidates", "watch_list")

NOTES = {
    "no_lines": "No betting line is known for tonight's games, so the lists that need one are "
    "empty and lines and odds are blank.",
    "no_injury_report": "No injury report is in for tonight's teams: who is out is not known here.",
    "no_recent_lines": "No recent game has a graded line, so nobody qualifies and the lists are "
    "empty.",
    "no_candidates": "Nobody who plays tonight comes off a bad game with a long enough record "
    "to test.",
    "no_watch_list": "Nobody who plays tonight comes off a bad game with too short a record to "
    "test.",
}


def build_document(document: Document, rows: Rows) -> Json:
    """Return a document: its envelope, then its body, keys in the order of the schema.

    ``rows`` holds the rows of the document's marts by name, exactly one of them the header's.
    Dates become ``YYYY-MM-DD``, instants ISO 8601 in New York, NULL null.
    """
    (header,) = rows[document.header.name]
    envelope = {name: published(header[name]) for name in marts.ENVELOPE}
    flags = {name: value for name, value in header.items() if name.startswith("note_")}
    rest = {name: header[name] for name in header if name not in envelope and name not in flags}
    return {
        "schema_version": document.schema_version,
        "document": document.name,
        **envelope,
        "notes": [_note(flag.removeprefix("note_")) for flag, is_on in flags.items() if is_on],
        "refresh": {
            "cadence": str(document.cadence),
            "next_refresh_at": document.cadence.next_refresh_at(header["as_of_date"]).isoformat(),
        },
        **BODIES[document.name](nest(rest), rows),
    }


def published(value: Any) -> Any:
    """Return a mart's value as JSON holds it; an instant without a zone stays without one."""
    if isinstance(value, datetime):
        return (value.astimezone(NEW_YORK) if value.tzinfo else value).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return value


def nest(row: Row) -> Json:
    """Return a row with each column ``a__b`` as the property ``b`` of the object ``a``."""
    nested: Json = {}
    for column, value in row.items():
        *parents, leaf = column.split("__")
        target = nested
        for parent in parents:
            target = target.setdefault(parent, {})
        target[leaf] = published(value)
    return nested


def clock_time(instant: datetime | None) -> str | None:
    """Return an instant as a fan reads it, ``7:30 PM ET``."""
    if instant is None:
        return None
    local = instant.astimezone(NEW_YORK)
    return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'} ET"


def percent(rate: float) -> str:
    """Return a rate of 0 to 1 as a percentage with at most one decimal, ``41.2%``."""
    return f"{rate * 100:.1f}".removesuffix(".0") + "%"


def baseline_sentence(baseline: Row) -> str:
    """Return what a bad game tells about the next one, both rates in words.

    It says more or less often only where the rate in any game lies outside the published 95 %
    interval; else it is too close to call.
    """
    rate, any_rate = baseline["bounce_back_rate"], baseline["any_game_rate"]
    if rate is None or any_rate is None:
        return "There is no record yet of how players do in the game after a bad one."
    after = (
        f"After a bad game, players reached their season average in {percent(rate)} of their "
        f"next games ({baseline['situations']:,} counted)"
    )
    if any_rate > baseline["rate_high"]:
        return (
            f"{after}, less often than in any game ({percent(any_rate)}): "
            f"a bad game is no sign of a bounce."
        )
    if any_rate < baseline["rate_low"]:
        return f"{after}, more often than in any game ({percent(any_rate)})."
    return f"{after}, and in {percent(any_rate)} of all their games: too close to call."


def encode(document: Json) -> bytes:
    """Return the bytes of a document: the same document, the same bytes.

    Raises ``ValueError`` for a number that JSON does not have.
    """
    text = json.dumps(document, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return f"{text}\n".encode()


def index_entry(document: Document, body: bytes) -> Json:
    """Return what the index says of a live document whose bytes are ``body``.

    Raises ``ValueError``, ``KeyError``, ``TypeError`` or ``AttributeError`` when the bytes are
    not JSON with an envelope.
    """
    content = json.loads(body)
    return {
        "document": document.name,
        "path": f"/{document.path}",
        "archive_path": f"/{document.archive_path(content['as_of_date'])}",
        "as_of_date": content["as_of_date"],
        "generated_at": content["generated_at"],
        "cadence": content["refresh"]["cadence"],
        "next_refresh_at": content["refresh"]["next_refresh_at"],
        "status": content["status"],
        "bytes": len(body),
        "sha256": hashlib.sha256(body).hexdigest(),
        "records": count_records(content),
        "schema": f"urn:trends:schema:{document.schema}",
    }


def build_index(entries: Iterable[Json], published_at: datetime) -> Json:
    """Return the index of the live documents."""
    return {
        "schema_version": documents.INDEX_VERSION,
        "published_at": published_at.isoformat(),
        "documents": list(entries),
    }


def count_records(content: Json) -> int:
    """Return how many entries a document's lists hold, its notes apart."""
    body = {name: value for name, value in content.items() if name != "notes"}
    return sum(len(found) for found in _lists(body))


def _lists(value: Any) -> Iterator[list[Any]]:
    if isinstance(value, list):
        yield value
    if isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from _lists(child)


def _note(code: str) -> Json:
    return {"code": code, "text": NOTES[code]}


def _whos_hot(header: Json, rows: Rows) -> Json:
    """Return the body of whos-hot. A period or a list unknown here is left for the schema."""
    periods: Json = {
        row["period"]: {**_entry(row), **{name: [] for name in PERIOD_LISTS}}
        for row in rows[marts.WHOS_HOT_PERIODS.name]
    }
    for row in rows[marts.WHOS_HOT_PLAYERS.name]:
        period = periods.setdefault(row["period"], {})
        period.setdefault(row["list_name"], []).append(_player(row))
    in_order = {name: periods[name] for name in PERIODS if name in periods}
    return {**header, "default_period": DEFAULT_PERIOD, "periods": in_order | periods}


def _bounce_back(header: Json, rows: Rows) -> Json:
    """Return the body of bounce-back."""
    lists: dict[str, list[Json]] = {name: [] for name in BOUNCE_BACK_LISTS}
    for row in rows[marts.BOUNCE_BACK_PLAYERS.name]:
        lists.setdefault(row["list_name"], []).append(_player(row))
    baseline = header["league_baseline"]
    sentence = baseline_sentence(baseline)
    return {**header, "league_baseline": {**baseline, "sentence": sentence}, **lists}


def _entry(row: Row) -> Json:
    """Return a row as an entry, without the columns that say where it goes."""
    return nest({name: row[name] for name in row if name not in ("period", "list_name")})


def _player(row: Row) -> Json:
    """Return a player's entry; ``tonight`` is null for a player who does not play."""
    entry = _entry(row)
    if entry.get("playing_tonight") is False:
        return {**entry, "tonight": None}
    tonight: Json = {}
    for name, value in entry["tonight"].items():
        tonight[name] = value
        if name == "game_time":
            tonight["game_time_display"] = clock_time(row["tonight__game_time"])
    return {**entry, "tonight": tonight}


BODIES: Mapping[str, Callable[[Json, Rows], Json]] = {
    "whos-hot": _whos_hot,
    "bounce-back": _bounce_back,
}
