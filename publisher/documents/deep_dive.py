"""Deep dive: one question of the month, and its number."""

from datetime import time

from publisher.documents.cadence import Cadence
from publisher.documents.document import Document
from publisher.documents.parts import header_mart
from publisher.sentences import LAST_SEASON, PROP_NOTES, comparison_sentence, percent, share
from publisher.values import Json, Row, Rows

NOTES = {
    **PROP_NOTES,
    "insufficient_sample": "There are too few points props on one side of this month's question "
    "to answer it; the whole league's over rate is shown instead, if there is one.",
    **LAST_SEASON,
}

# Where the page leads while nobody plays tonight.
OFF_SEASON_CTA = "See the season's numbers"

MONTHLY = Cadence((time(6),), first_of_month=True)

SCHEMA = "deep-dive-current"
HEADER = header_mart(
    "fct_deep_dive", SCHEMA, NOTES, written=("hero_stat__value", "hero_stat__context")
)


def _body(header: Json, rows: Rows) -> Json:
    hero = header["hero_stat"]
    if hero["comparison"]["sample_size"] is None:
        hero["comparison"] = None
    hero["value"] = None if hero["rate"] is None else percent(hero["rate"])
    hero["context"] = hero_context(header["season"], hero)
    return {
        "hero_stat": hero,
        "cta": OFF_SEASON_CTA if header["status"] == "off_season" else header["cta"],
    }


def hero_context(season: str, hero: Row) -> str:
    """Return the month's comparison, or what is said instead if there are too few props."""
    if hero["comparison"] is not None:
        return comparison_sentence(f"In {season}, players {hero['label']} went over", hero)
    if hero["rate"] is None:
        return f"No points prop was graded in {season}, so there is no number to show."
    return (
        "There are too few points props on one side of this month's question to answer it. "
        f"In {season}, all players together went over in {share(hero)}."
    )


DOCUMENT = Document(
    name="deep-dive",
    file="deep-dive-current.json",
    group="monthly",
    cadence=MONTHLY,
    topic="trends-monthly-export",
    cache_control="public, max-age=86400",
    schema=SCHEMA,
    schema_version="1.1.1",
    header=HEADER,
    details=(),
    notes=NOTES,
    body=_body,
)
