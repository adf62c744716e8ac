"""The what-matters document."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from . import archetypes
from .archetypes import ARCHETYPES, Archetype, Profile
from .comparison import Comparison, rates
from .games import Game
from .league import League
from .statistics import benjamini_hochberg, nine, published, significance
from .tonight import Night

WINDOW_DAYS = 365
LEVELS = {
    "rest": ("0", "1", "2", "3_plus"),
    "venue": ("home", "away"),
    "back_to_back": ("yes", "no"),
}
# A hypothesis is tested once: these levels are; the others show what is already tested.
HYPOTHESES = (
    ("rest", "1"),
    ("rest", "2"),
    ("rest", "3_plus"),
    ("venue", "home"),
    ("back_to_back", "yes"),
)
SHOWN_FOR = {
    ("rest", "0"): ("back_to_back", "yes"),
    ("venue", "away"): ("venue", "home"),
    ("back_to_back", "no"): ("back_to_back", "yes"),
}
LOWEST_SIGNIFICANT_Q = 0.10
MAX_INSIGHTS = 5
MAX_EXAMPLES = 5


def rest_level(rest: int | None) -> str | None:
    """Days off as a level."""
    if rest is None:
        return None
    return "3_plus" if rest >= 3 else str(rest)


def venue_level(home: bool | None) -> str | None:
    """Home, away, or neither."""
    return None if home is None else "home" if home else "away"


def _levels(game: Game) -> dict[str, str | None]:
    """The game's level of each factor."""
    back_to_back = None if game.rest is None else "yes" if game.rest == 0 else "no"
    return {
        "rest": rest_level(game.rest),
        "venue": venue_level(game.home),
        "back_to_back": back_to_back,
    }


def _compare(games: list[Game]) -> dict[tuple[str, str], Comparison]:
    """Every level of every factor against the other games with a level of that factor."""
    cells: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0])
    for game in games:
        for factor, level in _levels(game).items():
            if level is not None:
                cells[factor, level][0] += game.is_over
                cells[factor, level][1] += 1
    found: dict[tuple[str, str], Comparison] = {}
    for factor, levels in LEVELS.items():
        overs = sum(cells[factor, level][0] for level in levels)
        total = sum(cells[factor, level][1] for level in levels)
        for level in levels:
            k, n = cells[factor, level]
            found[factor, level] = Comparison(k, n, overs - k, total - n)
    return found


def _examples(night: Night) -> dict[str, list[dict[str, Any]]]:
    """The leading scorers of each archetype who have played lately."""
    span = night.recent_days()
    found: dict[str, list[tuple[str, Profile]]] = defaultdict(list)
    for player, last in night.last_games.items():
        if span is None or last.day < span[0]:
            continue
        one = archetypes.at(night.league, player, night.as_of)
        if one is not None:
            found[one.archetype].append((player, one))
    for members in found.values():
        members.sort(key=lambda member: (-nine(member[1].ppg), member[0]))
    return {
        archetype: [
            {
                "player_lookup": player,
                "player_full_name": night.who(player)["player_full_name"],
                "team_abbr": night.last_games[player].team,
                "ppg": published(one.ppg, 2),
                "usage_rate": published(one.usage, 2),
                "years_in_league": one.years,
            }
            for player, one in members[:MAX_EXAMPLES]
        ]
        for archetype, members in found.items()
    }


def _thresholds(archetype: Archetype) -> dict[str, int | None]:
    return {
        "min_years": archetype.min_years,
        "max_years": archetype.max_years,
        "min_usage_rate": archetype.min_usage,
        "min_ppg": archetype.min_ppg,
    }


def what_matters(league: League, as_of: date) -> dict[str, Any]:
    """The document's content for `as_of`, without clock, schema version, refresh and texts.

    `notes` is the list of codes; archetypes have no description, insights no sentence.
    """
    night = Night(league, as_of)
    first = as_of - timedelta(days=WINDOW_DAYS)
    graded = [game for game in league.results_between(first, as_of) if game.is_graded]
    known = archetypes.before_games(league)
    members: dict[str, list[Game]] = {one.name: [] for one in ARCHETYPES}
    unclassified = 0
    for game in graded:
        archetype = known.get((game.player, game.day))
        if archetype is None:
            unclassified += 1
        else:
            members[archetype].append(game)

    compared = {name: _compare(games) for name, games in members.items()}
    p_values = {
        (name, factor, level): compared[name][factor, level].p_value
        for name in members
        for factor, level in HYPOTHESES
    }
    q_values = dict(zip(p_values, benjamini_hochberg(list(p_values.values())), strict=True))

    def level_entry(name: str, factor: str, level: str) -> dict[str, Any]:
        cell = compared[name][factor, level]
        tested = SHOWN_FOR.get((factor, level), (factor, level))
        p, q = p_values[name, *tested], q_values[name, *tested]
        return {
            "level": level,
            "games": cell.games,
            **rates(cell.overs, cell.games),
            "difference": published(cell.difference, 3),
            "p_value": published(p, 4),
            "q_value": published(q, 4),
            "significance": significance(q),
        }

    # They are in the order of archetypes and factors, which a stable sort keeps among ties.
    significant = [
        one for one, q in q_values.items() if q is not None and q <= LOWEST_SIGNIFICANT_Q
    ]
    significant.sort(key=lambda one: p_values[one] or 0.0)
    examples = _examples(night)
    notes = night.missing_lately() + ([] if graded else ["no_graded_games"])
    if night.season_status() == "ok" and not all(examples.get(one.name) for one in ARCHETYPES):
        notes.append("no_examples")
    return {
        **night.envelope("what-matters", night.season_status()),
        "notes": notes,
        "window": {
            "start_date": first.isoformat(),
            "end_date": (as_of - timedelta(days=1)).isoformat(),
        },
        "unclassified_games": unclassified,
        "archetypes": [
            {
                "archetype": one.name,
                "thresholds": _thresholds(one),
                "players": len({game.player for game in members[one.name]}),
                "games": len(members[one.name]),
                **rates(sum(game.is_over for game in members[one.name]), len(members[one.name])),
                "example_players": examples.get(one.name, []),
                "factors": {
                    factor: [level_entry(one.name, factor, level) for level in levels]
                    for factor, levels in LEVELS.items()
                },
            }
            for one in ARCHETYPES
        ],
        "key_insights": [
            {"archetype": name, "factor": factor, "level": level}
            for name, factor, level in significant[:MAX_INSIGHTS]
        ],
        "tests": {
            "performed": sum(p is not None for p in p_values.values()),
            "significant": len(significant),
        },
    }
