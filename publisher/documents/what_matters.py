"""What matters: rest, venue and back-to-backs by the kind of player."""

from collections.abc import Mapping

from publisher.documents.cadence import MONDAYS
from publisher.documents.document import Document
from publisher.documents.parts import header_mart
from publisher.mart import Mart
from publisher.sentences import PROP_NOTES, comparison_sentence, counted, listed
from publisher.values import Json, Row, Rows

NOTES = {
    **PROP_NOTES,
    "no_graded_games": "No points prop was graded in the past year, so there is nothing to "
    "compare.",
    "no_examples": "At least one kind of player has nobody who played {stretch}, and shows no "
    "examples.",
}

ARCHETYPES = {
    "veteran_star": "Veteran stars",
    "prime_star": "Prime stars",
    "young_star": "Young stars",
    "other_star": "Other star scorers",
    "role_player": "Role players",
}

# For each tested level: its games, and the games it is compared with.
LEVELS = {
    ("rest", "1"): ("on one day of rest", "with any other amount of rest"),
    ("rest", "2"): ("on two days of rest", "with any other amount of rest"),
    ("rest", "3_plus"): ("on three or more days of rest", "with less rest"),
    ("back_to_back", "yes"): ("on the second night of a back-to-back", "with more rest"),
    ("venue", "home"): ("at home", "on the road"),
}

FACTOR_ORDER = ("rest", "venue", "back_to_back")

SCHEMA = "what-matters"
HEADER = header_mart("fct_what_matters", SCHEMA, NOTES)
ARCHETYPE_ROWS = Mart(
    "fct_what_matters_archetypes",
    SCHEMA,
    "archetype",
    key=("archetype_order",),
    written=("description",),
    unpublished=("archetype_order",),
)
FACTOR_ROWS = Mart(
    "fct_what_matters_factors",
    SCHEMA,
    "level",
    key=("archetype_order", "level_order"),
    unpublished=(
        "archetype",
        "factor",
        "archetype_order",
        "level_order",
        "insight_rank",
        "comparison_games",
        "comparison_over_rate",
    ),
)
EXAMPLE_ROWS = Mart(
    "fct_what_matters_examples",
    SCHEMA,
    "example",
    key=("archetype", "rank"),
    unpublished=("archetype", "rank"),
)


def _body(header: Json, rows: Rows) -> Json:
    archetypes: dict[str, Json] = {}
    for row in rows[ARCHETYPE_ROWS.name]:
        told = ARCHETYPE_ROWS.entry(row)
        archetypes[row["archetype"]] = {
            **told,
            "description": archetype_description(told["archetype"], told["thresholds"]),
            "example_players": [],
            "factors": {name: [] for name in FACTOR_ORDER},
        }
    for row in rows[EXAMPLE_ROWS.name]:
        archetype = archetypes.setdefault(row["archetype"], {})
        archetype.setdefault("example_players", []).append(EXAMPLE_ROWS.entry(row))
    insights = []
    for row in rows[FACTOR_ROWS.name]:
        factors = archetypes.setdefault(row["archetype"], {}).setdefault("factors", {})
        factors.setdefault(row["factor"], []).append(FACTOR_ROWS.entry(row))
        if row["insight_rank"] is not None:
            insights.append(row)
    return {
        "archetypes": list(archetypes.values()),
        "key_insights": [
            {
                **{name: row[name] for name in ("archetype", "factor", "level")},
                "sentence": insight_sentence(row),
            }
            for row in sorted(insights, key=lambda row: int(row["insight_rank"]))
        ],
    }


def insight_sentence(row: Row) -> str:
    """Return what stands out in one factor of an archetype, from its row of the mart."""
    where, elsewhere = LEVELS[row["factor"], row["level"]]
    stat = {
        "rate": row["over_rate"],
        "rate_low": row["rate_low"],
        "rate_high": row["rate_high"],
        "sample_size": row["games"],
        "comparison": {
            "label": elsewhere,
            "rate": row["comparison_over_rate"],
            "sample_size": row["comparison_games"],
        },
        "difference": row["difference"],
        "significance": row["significance"],
    }
    return comparison_sentence(f"{ARCHETYPES[row['archetype']]} {where} went over", stat)


def archetype_description(archetype: str, thresholds: Mapping[str, float | None]) -> str:
    """Return who belongs to an archetype, told by its thresholds (None: no bound)."""
    years = _years(thresholds["min_years"], thresholds["max_years"])
    points, usage = thresholds["min_ppg"], thresholds["min_usage_rate"]
    has = [years] if years else []
    if usage is not None:
        has.append(f"a usage rate of at least {usage:g}%")
    if points is not None:
        has.append(f"at least {counted(points, 'point')} per game")
    if not has:
        return "All other players."
    words = f"Players with {listed(has)}"
    if archetype == "other_star":
        words += " who fit no other star group"
    return f"{words}."


def _years(least: float | None, most: float | None) -> str | None:
    if least is not None and most is not None:
        return f"{least:g} to {counted(most, 'year')} in the league"
    if least is not None:
        return f"at least {counted(least, 'year')} in the league"
    if most is not None:
        return f"at most {counted(most, 'year')} in the league"
    return None


DOCUMENT = Document(
    name="what-matters",
    file="what-matters.json",
    group="weekly",
    cadence=MONDAYS,
    topic="trends-weekly-export",
    cache_control="public, max-age=43200",
    schema=SCHEMA,
    schema_version="1.1.1",
    header=HEADER,
    details=(
        ARCHETYPE_ROWS,
        FACTOR_ROWS,
        EXAMPLE_ROWS,
    ),
    notes=NOTES,
    body=_body,
    may_empty={"key_insights": None},
)
