"""The body of each document, from its marts' rows: what stands below the envelope.

A list, a period or a profile that is unknown here is not dropped: it is left for the schema.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

from publisher import marts
from publisher.sentences import (
    archetype_description,
    baseline_sentence,
    clock_time,
    comparison_sentence,
    hero_context,
    insight_sentence,
    percent,
    quick_hit_headline,
)
from publisher.values import Json, Row, Rows, nest

PERIODS = ("7d", "14d", "30d", "season")
DEFAULT_PERIOD = "30d"
PERIOD_LISTS = ("hot", "cold", "hot_tonight", "cold_tonight")
BOUNCE_BACK_LISTS = ("candidates", "watch_list")
FACTORS = ("rest", "venue", "back_to_back")
PACE_LISTS = ("kings", "grinders")
PROFILES = ("interior", "perimeter", "mid_range")
DEFENSE_LISTS = ("toughest", "softest")
HOME_AWAY_LISTS = ("home_dominant", "road_warriors")
BACK_TO_BACK_LISTS = ("vulnerable", "resilient")


def _whos_hot(header: Json, rows: Rows) -> Json:
    periods: Json = {
        row["period"]: {**_entry(row, "period"), **{name: [] for name in PERIOD_LISTS}}
        for row in rows[marts.WHOS_HOT_PERIODS.name]
    }
    for row in rows[marts.WHOS_HOT_PLAYERS.name]:
        period = periods.setdefault(row["period"], {})
        period.setdefault(row["list_name"], []).append(_player(row, "period", "list_name"))
    in_order = {name: periods[name] for name in PERIODS if name in periods}
    return {**header, "default_period": DEFAULT_PERIOD, "periods": in_order | periods}


def _bounce_back(header: Json, rows: Rows) -> Json:
    baseline = header["league_baseline"]
    return {
        **header,
        "league_baseline": {**baseline, "sentence": baseline_sentence(baseline)},
        **_by_list(
            rows[marts.BOUNCE_BACK_PLAYERS.name],
            BOUNCE_BACK_LISTS,
            lambda row: _player(row, "list_name"),
        ),
    }


def _what_matters(header: Json, rows: Rows) -> Json:
    archetypes: dict[str, Json] = {}
    for row in rows[marts.WHAT_MATTERS_ARCHETYPES.name]:
        entry = _entry(row, "archetype", "archetype_order")
        archetypes[row["archetype"]] = {
            "archetype": row["archetype"],
            "description": archetype_description(row["archetype"], entry["thresholds"]),
            **entry,
            "example_players": [],
            "factors": {name: [] for name in FACTORS},
        }
    for row in rows[marts.WHAT_MATTERS_EXAMPLES.name]:
        archetype = archetypes.setdefault(row["archetype"], {})
        archetype.setdefault("example_players", []).append(_entry(row, "archetype", "rank"))
    insights = []
    for row in rows[marts.WHAT_MATTERS_FACTORS.name]:
        factors = archetypes.setdefault(row["archetype"], {}).setdefault("factors", {})
        factors.setdefault(row["factor"], []).append(_entry(row, *marts.FACTOR_PLACING))
        if row["insight_rank"] is not None:
            insights.append(row)
    return {
        "window": header["window"],
        "unclassified_games": header["unclassified_games"],
        "archetypes": list(archetypes.values()),
        "key_insights": [
            {
                **{name: row[name] for name in ("archetype", "factor", "level")},
                "sentence": insight_sentence(row),
            }
            for row in sorted(insights, key=lambda row: int(row["insight_rank"]))
        ],
        "tests": header["tests"],
    }


def _team_tendencies(header: Json, rows: Rows) -> Json:
    def unranked(row: Row) -> Json:
        return _entry(row, "profile", "list_name", "rank")

    profiles: dict[str, list[Row]] = {name: [] for name in PROFILES}
    for row in rows[marts.TEAM_TENDENCIES_DEFENSE.name]:
        profiles.setdefault(row["profile"], []).append(row)
    return {
        "league": header["league"],
        "pace": _by_list(
            rows[marts.TEAM_TENDENCIES_PACE.name], PACE_LISTS, lambda row: _entry(row, "list_name")
        ),
        "defense_by_shot_profile": {
            name: _by_list(found, DEFENSE_LISTS, unranked) for name, found in profiles.items()
        },
        "home_away": _by_list(
            rows[marts.TEAM_TENDENCIES_HOME_AWAY.name], HOME_AWAY_LISTS, unranked
        ),
        "back_to_back": _by_list(
            rows[marts.TEAM_TENDENCIES_BACK_TO_BACK.name], BACK_TO_BACK_LISTS, unranked
        ),
        "unknown_profile_games": header["unknown_profile_games"],
    }


def _quick_hits(header: Json, rows: Rows) -> Json:
    shown = [row for row in rows[marts.QUICK_HITS_CANDIDATES.name] if row["position"] is not None]
    return {
        "iso_week": header["iso_week"],
        "stats": [_stat(row) for row in sorted(shown, key=lambda row: int(row["position"]))],
        "total_candidates": header["total_candidates"],
    }


def _stat(row: Row) -> Json:
    stat = _entry(row, "position", "id", "category", "subject")
    return {
        "id": row["id"],
        "category": row["category"],
        "headline": quick_hit_headline(row["subject"], stat),
        "sentence": comparison_sentence(row["subject"], stat),
        **stat,
    }


def _deep_dive(header: Json, rows: Rows) -> Json:
    (row,) = rows[marts.DEEP_DIVE.name]
    hero = header["hero_stat"]
    if hero["comparison"]["sample_size"] is None:
        hero = {**hero, "comparison": None}
    rate = hero["rate"]
    return {
        **header,
        "hero_stat": {
            "value": None if rate is None else percent(rate),
            "label": hero["label"],
            "context": hero_context(row["season"], hero),
            **hero,
        },
    }


def _by_list(
    rows: Iterable[Row], names: Sequence[str], entry: Callable[[Row], Json]
) -> dict[str, list[Json]]:
    """Return the entries of each list, the lists in the order of ``names``."""
    lists: dict[str, list[Json]] = {name: [] for name in names}
    for row in rows:
        lists.setdefault(row["list_name"], []).append(entry(row))
    return lists


def _entry(row: Row, *placing: str) -> Json:
    """Return a row as an entry, without the columns that only say where it goes."""
    return nest({name: row[name] for name in row if name not in placing})


def _player(row: Row, *placing: str) -> Json:
    """Return a player's entry; ``tonight`` is null for a player who does not play."""
    entry = _entry(row, *placing)
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
    "what-matters": _what_matters,
    "team-tendencies": _team_tendencies,
    "quick-hits": _quick_hits,
    "deep-dive": _deep_dive,
}
