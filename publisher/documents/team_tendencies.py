"""Team tendencies: pace, defence by shot profile, home and away, back-to-backs."""

from publisher.documents.cadence import MONDAYS
from publisher.documents.document import Document
from publisher.documents.parts import by_list, entry, header_mart
from publisher.sentences import PROP_NOTES
from publisher.values import Json, Mart, Row, Rows

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

HEADER = header_mart(
    "fct_team_tendencies",
    NOTES,
    "league__pace",
    "league__over_rate",
    "league__games",
    "unknown_profile_games",
)

PACE = Mart(
    name="fct_team_tendencies_pace",
    columns=(
        "list_name",
        "team_abbr",
        "rank",
        "pace",
        "vs_league",
        "games",
        "over_rate",
        "rate_low",
        "rate_high",
        "graded_props",
    ),
    key=("list_name", "rank"),
)

DEFENSE = Mart(
    name="fct_team_tendencies_defense",
    columns=(
        "profile",
        "list_name",
        "rank",
        "team_abbr",
        "over_rate",
        "over_rate_adjusted",
        "rate_low",
        "rate_high",
        "graded_props",
        "avg_margin",
        "zone_fg_pct_allowed",
    ),
    key=("profile", "list_name", "rank"),
)

HOME_AWAY = Mart(
    name="fct_team_tendencies_home_away",
    columns=(
        "list_name",
        "rank",
        "team_abbr",
        "home_points",
        "away_points",
        "difference",
        "difference_se",
        "home_games",
        "away_games",
        "home__over_rate",
        "home__rate_low",
        "home__rate_high",
        "home__graded_props",
        "away__over_rate",
        "away__rate_low",
        "away__rate_high",
        "away__graded_props",
    ),
    key=("list_name", "rank"),
)

BACK_TO_BACK = Mart(
    name="fct_team_tendencies_back_to_back",
    columns=(
        "list_name",
        "rank",
        "team_abbr",
        "b2b_points",
        "rested_points",
        "impact",
        "impact_se",
        "b2b_games",
        "rested_games",
        "b2b__over_rate",
        "b2b__rate_low",
        "b2b__rate_high",
        "b2b__graded_props",
        "rested__over_rate",
        "rested__rate_low",
        "rested__rate_high",
        "rested__graded_props",
    ),
    key=("list_name", "rank"),
)


def _body(header: Json, rows: Rows) -> Json:
    def unranked(row: Row) -> Json:
        return entry(row, "profile", "list_name", "rank")

    profiles: dict[str, list[Row]] = {name: [] for name in PROFILES}
    for row in rows[DEFENSE.name]:
        profiles.setdefault(row["profile"], []).append(row)
    return {
        "league": header["league"],
        "pace": by_list(rows[PACE.name], PACE_LISTS, lambda row: entry(row, "list_name")),
        "defense_by_shot_profile": {
            name: by_list(found, DEFENSE_LISTS, unranked) for name, found in profiles.items()
        },
        "home_away": by_list(rows[HOME_AWAY.name], HOME_AWAY_LISTS, unranked),
        "back_to_back": by_list(rows[BACK_TO_BACK.name], BACK_TO_BACK_LISTS, unranked),
        "unknown_profile_games": header["unknown_profile_games"],
    }


DOCUMENT = Document(
    name="team-tendencies",
    file="team-tendencies.json",
    group="weekly",
    cadence=MONDAYS,
    topic="trends-weekly-export",
    cache_control="public, max-age=43200",
    schema="team-tendencies",
    schema_version="1.1.0",
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
