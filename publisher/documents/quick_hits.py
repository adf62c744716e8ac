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

LONGEST_HEADLINE = 69
# In the order in which they are tried, until the headline is short enough.
HEADLINES = ("{who}: over in {rate} of props", "{who}: over in {rate}", "{who}: {rate} over")
COMPARING_HEADLINES = (
    "{who}: over {word} often, in {rate} of props",
    "{who}: over {word} often, in {rate}",
    "{who}: {rate} over",
)
SHORTER_WORDS = (("their team's leading scorer", "their top scorer"), (" or more", "+"))

SCHEMA = "quick-hits"
HEADER = header_mart("fct_quick_hits", SCHEMA, NOTES)
# All candidates; those of the week have a position.
CANDIDATES = Mart(
    "fct_quick_hits_candidates",
    SCHEMA,
    "stat",
    key=("id",),
    written=("headline", "sentence"),
    unpublished=("position", "subject"),
)


def _body(header: Json, rows: Rows) -> Json:
    shown = [row for row in rows[CANDIDATES.name] if row["position"] is not None]
    return {
        "iso_week": header["iso_week"],
        "stats": [_stat(row) for row in sorted(shown, key=lambda row: int(row["position"]))],
        "total_candidates": header["total_candidates"],
    }


def _stat(row: Row) -> Json:
    stat = CANDIDATES.entry(row)
    return {
        "id": stat["id"],
        "category": stat["category"],
        "headline": quick_hit_headline(row["subject"], stat),
        "sentence": comparison_sentence(row["subject"], stat),
        **stat,
    }


def quick_hit_headline(who: str, stat: Row) -> str:
    """Return a stat in fewer than 70 characters; it compares only where the sentence does.

    One that is too long is cut down in steps; of a very long ``who`` even the last is too long.
    """
    word = comparing_word(stat)
    forms = COMPARING_HEADLINES if word else HEADLINES
    shorter = who
    for long, short in SHORTER_WORDS:
        shorter = shorter.replace(long, short)
    steps = [(who, form) for form in forms[:-1]] + [(shorter, form) for form in forms]
    headlines = [
        form.format(who=subject, rate=percent(stat["rate"]), word=word) for subject, form in steps
    ]
    fitting = (headline for headline in headlines if len(headline) <= LONGEST_HEADLINE)
    return next(fitting, headlines[-1])


DOCUMENT = Document(
    name="quick-hits",
    file="quick-hits.json",
    group="weekly",
    cadence=WEDNESDAYS,
    topic="trends-quickhits-export",
    cache_control="public, max-age=43200",
    schema=SCHEMA,
    schema_version="1.1.0",
    header=HEADER,
    details=(CANDIDATES,),
    notes=NOTES,
    body=_body,
)
