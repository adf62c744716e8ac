"""Quick hits: eight comparisons of the week."""

from datetime import time

from publisher.documents.cadence import Cadence
from publisher.documents.document import Document
from publisher.documents.parts import header_mart
from publisher.mart import Mart
from publisher.sentences import (
    LAST_SEASON,
    PROP_NOTES,
    comparing_word,
    comparison_sentence,
    percent,
)
from publisher.values import Json, Row, Rows

NOTES = {**PROP_NOTES, **LAST_SEASON}

WEDNESDAYS = Cadence((time(8),), weekday=2)

SCHEMA = "quick-hits"
HEADER = header_mart("fct_quick_hits", SCHEMA, NOTES)
# All candidates; those of the week have a position.
CANDIDATES = Mart(
    "fct_quick_hits_candidates",
    SCHEMA,
    "stat",
    key=("id",),
    written=("headline", "sentence"),
    unpublished=("position", "headline_subject", "statement"),
)


def _body(header: Json, rows: Rows) -> Json:
    (row,) = rows[HEADER.name]
    past_season = header["season"] if row["note_last_season"] else None
    shown = [row for row in rows[CANDIDATES.name] if row["position"] is not None]
    shown.sort(key=lambda row: int(row["position"]))
    return {"stats": [_stat(row, past_season) for row in shown]}


def _stat(row: Row, past_season: str | None) -> Json:
    stat = CANDIDATES.entry(row)
    return {
        **stat,
        "headline": headline(row["headline_subject"], stat),
        "sentence": comparison_sentence(row["statement"], stat, past_season),
    }


def headline(subject: str, stat: Row) -> str:
    """Return a stat in fewer than 70 characters; a low significance is not enough to compare."""
    word = comparing_word(stat)
    if word is None or stat["significance"] == "low":
        return f"{subject}: over in {percent(stat['rate'])} of props"
    overs = {"more": "more overs", "less": "fewer overs"}[word]
    return f"{subject}: {overs}, {percent(stat['rate'])} of props"


DOCUMENT = Document(
    name="quick-hits",
    file="quick-hits.json",
    group="weekly",
    cadence=WEDNESDAYS,
    topic="trends-quickhits-export",
    cache_control="public, max-age=43200",
    schema=SCHEMA,
    schema_version="1.1.1",
    header=HEADER,
    details=(CANDIDATES,),
    notes=NOTES,
    body=_body,
)
