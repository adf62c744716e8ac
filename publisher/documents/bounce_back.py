"""Bounce-back: who comes off a bad game, and how often such players bounced back."""

from publisher.documents.cadence import DAILY
from publisher.documents.document import ByNote, Document
from publisher.documents.parts import PLAYER, TONIGHT, by_list, header_mart, player
from publisher.sentences import RESULTS_INCOMPLETE, TONIGHT_NOTES, counted, percent
from publisher.values import Json, Mart, Row, Rows

NOTES = {
    **TONIGHT_NOTES,
    **RESULTS_INCOMPLETE,
    "no_candidates": "Nobody who plays tonight comes off a bad game with a long enough record "
    "to test.",
    "no_watch_list": "Nobody who plays tonight comes off a bad game with too short a record to "
    "test.",
}

LISTS = ("candidates", "watch_list")

HEADER = header_mart(
    "fct_bounce_back",
    NOTES,
    "thresholds__shortfall_points",
    "thresholds__min_situations",
    "thresholds__min_games_before",
    "thresholds__min_minutes",
    "league_baseline__bounce_back_rate",
    "league_baseline__rate_low",
    "league_baseline__rate_high",
    "league_baseline__situations",
    "league_baseline__players",
    "league_baseline__any_game_rate",
)

PLAYERS = Mart(
    name="fct_bounce_back_players",
    columns=(
        "list_name",
        "rank",
        *PLAYER,
        "last_game__date",
        "last_game__opponent",
        "last_game__points",
        "last_game__minutes",
        "last_game__season_average",
        "last_game__shortfall",
        "last_game__prop_line",
        "bounce_back_rate",
        "rate_low",
        "rate_high",
        "rate_adjusted",
        "bounce_backs",
        "situations",
        "baseline_rate",
        "lift",
        "p_value",
        "q_value",
        "significance",
        *TONIGHT,
        "tonight__opponent_defense_rank",
    ),
    key=("list_name", "rank"),
)


def _body(header: Json, rows: Rows) -> Json:
    baseline = header["league_baseline"]
    return {
        **header,
        "league_baseline": {**baseline, "sentence": baseline_sentence(baseline)},
        **by_list(
            rows[PLAYERS.name],
            LISTS,
            lambda row: player(row, "list_name"),
        ),
    }


def baseline_sentence(baseline: Row) -> str:
    """Return what a bad game tells about the next one, beside all games of players as good.

    It says that the rate is no better, or that it is, only where the rate in any game lies outside
    the published 95 % interval; else it is too close to call.
    """
    rate, any_rate = baseline["bounce_back_rate"], baseline["any_game_rate"]
    if rate is None or any_rate is None:
        return "There is no record yet of how players do in the game after a bad one."
    if any_rate > baseline["rate_high"]:
        verdict = ": a bad game is no sign of a bounce"
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
    schema="bounce-back",
    schema_version="1.1.0",
    header=HEADER,
    details=(PLAYERS,),
    notes=NOTES,
    body=_body,
    may_empty={"candidates": ByNote("no_candidates"), "watch_list": ByNote("no_watch_list")},
)
