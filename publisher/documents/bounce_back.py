"""Bounce-back: who plays after a bad game, and how often such players bounced back."""

from functools import partial

from publisher.documents.cadence import DAILY
from publisher.documents.document import ByNote, Document
from publisher.documents.parts import GAME_TIME_DISPLAY, by_list, header_mart, player
from publisher.mart import Mart
from publisher.sentences import RESULTS_INCOMPLETE, TONIGHT_NOTES, counted, percent
from publisher.values import Json, Row, Rows

NOTES = {
    **TONIGHT_NOTES,
    **RESULTS_INCOMPLETE,
    "no_candidates": "Nobody who plays tonight comes off a bad game with a long enough record "
    "to test.",
    "no_watch_list": "Nobody who plays tonight comes off a bad game with too short a record to "
    "test.",
}

LISTS = ("candidates", "watch_list")

SCHEMA = "bounce-back"
HEADER = header_mart("fct_bounce_back", SCHEMA, NOTES, written=("league_baseline__sentence",))
PLAYERS = Mart(
    "fct_bounce_back_players",
    SCHEMA,
    "entry",
    key=("list_name", "rank"),
    written=(GAME_TIME_DISPLAY,),
    unpublished=("list_name",),
)


def _body(header: Json, rows: Rows) -> Json:
    baseline = header["league_baseline"]
    return {
        "league_baseline": {**baseline, "sentence": baseline_sentence(baseline)},
        **by_list(rows[PLAYERS.name], LISTS, partial(player, PLAYERS)),
    }


def baseline_sentence(baseline: Row) -> str:
    """Return what a bad game says about the next one, next to all games of equally good players.

    It says that the rate is no better, or that it is, only where the rate in any game lies outside
    the published 95 % interval; else it is too close to call.
    """
    rate, any_rate = baseline["bounce_back_rate"], baseline["any_game_rate"]
    if rate is None or any_rate is None:
        return "There is no record yet of how players do in the game after a bad one."
    if any_rate > baseline["rate_high"]:
        verdict = ": a bad game does not signal a bounce-back"
    elif any_rate < baseline["rate_low"]:
        verdict = ", less often than after a bad game"
    else:
        verdict = ": too close to call"
    return (
        f"After a bad game, players reached the average they had before it in {percent(rate)} of "
        f"{counted(baseline['situations'], 'next game')}. In all games, players with such averages "
        f"did in {percent(any_rate)}{verdict}."
    )


DOCUMENT = Document(
    name="bounce-back",
    file="bounce-back.json",
    group="daily",
    cadence=DAILY,
    topic="trends-daily-export",
    cache_control="public, max-age=3600",
    schema=SCHEMA,
    schema_version="1.1.1",
    header=HEADER,
    details=(PLAYERS,),
    notes=NOTES,
    body=_body,
    may_empty={"candidates": ByNote("no_candidates"), "watch_list": ByNote("no_watch_list")},
)
