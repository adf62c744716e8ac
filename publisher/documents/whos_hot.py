"""Who's hot: the players whose props have run over or under of late, by period."""

from publisher.documents.cadence import DAILY
from publisher.documents.document import ByCount, Document
from publisher.documents.parts import GAME_TIME_DISPLAY, header_mart, player
from publisher.mart import Mart
from publisher.sentences import PROP_NOTES, TONIGHT_NOTES
from publisher.values import Json, Rows

NOTES = {**TONIGHT_NOTES, **PROP_NOTES}

DEFAULT_PERIOD = "30d"
PERIOD_LISTS = ("hot", "cold", "hot_tonight", "cold_tonight")

# Lists that are empty without tonight's lines.
NEED_A_LINE = ("hot_tonight", "cold_tonight")

# Lines for part of the slate count as a source: a third of the real seasons' nights have no more.
MAY_EMPTY = {
    "hot": ByCount("qualifying_players", lacking="no_recent_lines"),
    "cold": ByCount("qualifying_players", lacking="no_recent_lines"),
    "hot_tonight": ByCount("qualifying_tonight", lacking="no_lines"),
    "cold_tonight": ByCount("qualifying_tonight", lacking="no_lines"),
}

SCHEMA = "whos-hot-v2"
HEADER = header_mart("fct_whos_hot", SCHEMA, NOTES, written=("default_period",))
PERIODS = Mart("fct_whos_hot_periods", SCHEMA, "period", key=("period",), unpublished=("period",))
PLAYERS = Mart(
    "fct_whos_hot_players",
    SCHEMA,
    "entry",
    key=("period", "list_name", "rank"),
    written=(GAME_TIME_DISPLAY,),
    unpublished=("period", "list_name"),
)


def _body(header: Json, rows: Rows) -> Json:
    periods: Json = {
        row["period"]: {**PERIODS.entry(row), **{name: [] for name in PERIOD_LISTS}}
        for row in rows[PERIODS.name]
    }
    for row in rows[PLAYERS.name]:
        period = periods.setdefault(row["period"], {})
        period.setdefault(row["list_name"], []).append(player(PLAYERS, row))
    return {"default_period": DEFAULT_PERIOD, "periods": periods}


DOCUMENT = Document(
    name="whos-hot",
    file="whos-hot-v2.json",
    group="daily",
    cadence=DAILY,
    topic="trends-daily-export",
    cache_control="public, max-age=3600",
    schema=SCHEMA,
    schema_version="2.1.1",
    header=HEADER,
    details=(PERIODS, PLAYERS),
    notes=NOTES,
    body=_body,
    may_empty=MAY_EMPTY,
    need_a_line=NEED_A_LINE,
)
