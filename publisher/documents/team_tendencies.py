"""Team tendencies: pace, defense by shot profile, home and away, back-to-backs."""

from publisher.documents.cadence import MONDAYS
from publisher.documents.document import Document
from publisher.documents.parts import by_list, header_mart
from publisher.mart import Mart
from publisher.sentences import PROP_NOTES
from publisher.values import Json, Row, Rows

NOTES = {
    **PROP_NOTES,
    "no_shot_zones": "Shot locations are not known for this season, so the lists by shot profile "
    "are empty.",
    "too_few_games": "Fewer than two teams have played enough games for some of the lists, which "
    "are empty.",
    "too_few_props": "Fewer than two teams have faced enough props of some shot profile, so its "
    "lists are empty.",
}

PACE_LISTS = ("kings", "grinders")
PROFILES = ("interior", "perimeter", "mid_range")
DEFENSE_LISTS = ("toughest", "softest")
HOME_AWAY_LISTS = ("home_dominant", "road_warriors")
BACK_TO_BACK_LISTS = ("vulnerable", "resilient")

SCHEMA = "team-tendencies"
HEADER = header_mart("fct_team_tendencies", SCHEMA, NOTES)
PACE = Mart(
    "fct_team_tendencies_pace",
    SCHEMA,
    "pace_entry",
    key=("list_name", "rank"),
    unpublished=("list_name",),
)
DEFENSE = Mart(
    "fct_team_tendencies_defense",
    SCHEMA,
    "defense_entry",
    key=("profile", "list_name", "rank"),
    unpublished=("profile", "list_name", "rank"),
)
HOME_AWAY = Mart(
    "fct_team_tendencies_home_away",
    SCHEMA,
    "home_away_entry",
    key=("list_name", "rank"),
    unpublished=("list_name", "rank"),
)
BACK_TO_BACK = Mart(
    "fct_team_tendencies_back_to_back",
    SCHEMA,
    "back_to_back_entry",
    key=("list_name", "rank"),
    unpublished=("list_name", "rank"),
)


def _body(header: Json, rows: Rows) -> Json:
    profiles: dict[str, list[Row]] = {name: [] for name in PROFILES}
    for row in rows[DEFENSE.name]:
        profiles.setdefault(row["profile"], []).append(row)
    return {
        "pace": by_list(rows[PACE.name], PACE_LISTS, PACE.entry),
        "defense_by_shot_profile": {
            name: by_list(found, DEFENSE_LISTS, DEFENSE.entry) for name, found in profiles.items()
        },
        "home_away": by_list(rows[HOME_AWAY.name], HOME_AWAY_LISTS, HOME_AWAY.entry),
        "back_to_back": by_list(rows[BACK_TO_BACK.name], BACK_TO_BACK_LISTS, BACK_TO_BACK.entry),
    }


DOCUMENT = Document(
    name="team-tendencies",
    file="team-tendencies.json",
    group="weekly",
    cadence=MONDAYS,
    topic="trends-weekly-export",
    cache_control="public, max-age=43200",
    schema=SCHEMA,
    schema_version="1.1.1",
    header=HEADER,
    details=(
        PACE,
        DEFENSE,
        HOME_AWAY,
        BACK_TO_BACK,
    ),
    notes=NOTES,
    body=_body,
)
