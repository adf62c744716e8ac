"""The weekly and monthly documents' marts with hand-written rows, beside ``daily_marts``.

One hypothesis of what-matters and one quick hit are significant, so that both kinds of sentence
are written; one archetype has no games.
"""

from datetime import date

from tests.contract.daily_marts import (
    PROP_HEADER,
    TATUM,
    VUCEVIC,
    D,
    Row,
    Tables,
)

ARCHETYPE_COLUMNS = (
    "archetype_order",
    "archetype",
    "thresholds__min_years",
    "thresholds__max_years",
    "thresholds__min_usage_rate",
    "thresholds__min_ppg",
    "players",
    "games",
    "over_rate",
    "rate_low",
    "rate_high",
)
ARCHETYPES = (
    (1, "veteran_star", 10, None, 25.0, 20.0, 16, 341, 0.478, 0.426, 0.531),
    (2, "prime_star", 5, 9, 28.0, 22.0, 19, 378, 0.466, 0.416, 0.516),
    (3, "young_star", None, 4, 22.0, 18.0, 24, 456, 0.482, 0.437, 0.528),
    (4, "other_star", None, None, None, 20.0, 0, 0, None, None, None),
    (5, "role_player", None, None, None, None, 296, 4358, 0.489, 0.474, 0.503),
)
# Level, games and over rate, p, q, and games and over rate of the other levels.
Level = tuple[str, str, int, float | None, float | None, float | None, int, float | None]
ROLE_PLAYERS: tuple[Level, ...] = (
    ("rest", "0", 707, 0.444, 0.0021, 0.0525, 3521, 0.498),
    ("rest", "1", 2410, 0.496, 0.1875, 0.6696, 1818, 0.477),
    ("rest", "2", 677, 0.502, 0.4534, 0.783, 3551, 0.486),
    ("rest", "3_plus", 434, 0.493, 0.8248, 0.8822, 3794, 0.488),
    ("venue", "home", 2139, 0.506, 0.0084, 0.105, 2219, 0.472),
    ("venue", "away", 2219, 0.472, 0.0084, 0.105, 2139, 0.506),
    ("back_to_back", "yes", 707, 0.444, 0.0021, 0.0525, 3521, 0.498),
    ("back_to_back", "no", 3521, 0.498, 0.0021, 0.0525, 707, 0.444),
)
NOTHING: tuple[Level, ...] = tuple(
    (factor, level, 0, None, None, None, 0, None) for factor, level, *_ in ROLE_PLAYERS
)


def _factors(order: int, archetype: str, levels: tuple[Level, ...]) -> list[Row]:
    return [
        {
            "as_of_date": D,
            "archetype": archetype,
            "factor": factor,
            "level": level,
            "archetype_order": order,
            "level_order": place,
            "games": games,
            "over_rate": rate,
            "rate_low": None if rate is None else round(rate - 0.02, 3),
            "rate_high": None if rate is None else round(rate + 0.02, 3),
            "difference": None if rate is None or other is None else round(rate - other, 3),
            "p_value": p_value,
            "q_value": q_value,
            "significance": _significance(q_value),
            "insight_rank": 1 if level == "yes" and q_value is not None else None,
            "comparison_games": others,
            "comparison_over_rate": other,
        }
        for place, (factor, level, games, rate, p_value, q_value, others, other) in enumerate(
            levels, 1
        )
    ]


def _significance(q_value: float | None) -> str:
    if q_value is None:
        return "insufficient"
    return "low" if q_value <= 0.10 else "none"


def _props(prefix: str, over_rate: float, graded: int) -> Row:
    return {
        f"{prefix}over_rate": over_rate,
        f"{prefix}rate_low": round(over_rate - 0.05, 3),
        f"{prefix}rate_high": round(over_rate + 0.05, 3),
        f"{prefix}graded_props": graded,
    }


def _in_list(list_name: str, rank: int, team: str) -> Row:
    return {"as_of_date": D, "list_name": list_name, "rank": rank, "team_abbr": team}


def _pace(list_name: str, rank: int, team: str, pace: float) -> Row:
    return {
        **_in_list(list_name, rank, team),
        "pace": pace,
        "vs_league": round(pace - 99.87, 2),
        "games": 38,
        **_props("", 0.491, 412),
    }


def _defense(profile: str, list_name: str, rank: int, team: str, over_rate: float) -> Row:
    return {
        **_in_list(list_name, rank, team),
        "profile": profile,
        "over_rate_adjusted": 0.479,
        **_props("", over_rate, 61),
        "avg_margin": -0.35,
        "zone_fg_pct_allowed": None if team == "WAS" else 0.573,
    }


def _home_away(list_name: str, rank: int, team: str, difference: float) -> Row:
    return {
        **_in_list(list_name, rank, team),
        "home_points": 114.25,
        "away_points": 114.25 - difference,
        "difference": difference,
        "difference_se": 3.31,
        "home_games": 20,
        "away_games": 18,
        **_props("home__", 0.512, 160),
        **_props("away__", 0.471, 153),
    }


def _back_to_back(list_name: str, rank: int, team: str, impact: float) -> Row:
    return {
        **_in_list(list_name, rank, team),
        "b2b_points": 112.5 + impact,
        "rested_points": 112.5,
        "impact": impact,
        "impact_se": 4.52,
        "b2b_games": 6,
        "rested_games": 31,
        **_props("b2b__", 0.438, 48),
        **_props("rested__", 0.494, 265),
    }


def _hit(
    position: int | None, stat: str, category: str, words: tuple[str, str], against: str
) -> Row:
    """Return a candidate that is no different from the others.

    ``words`` are the subject of its headline and the statement of its sentence.
    """
    return {
        "as_of_date": D,
        "position": position,
        "id": stat,
        "category": category,
        "headline_subject": words[0],
        "statement": words[1],
        "rate": 0.501,
        "sample_size": 2214,
        "comparison__label": against,
        "comparison__rate": 0.495,
        "comparison__sample_size": 3906,
        "difference": 0.006,
        "direction": "positive",
        "rate_low": 0.48,
        "rate_high": 0.522,
        "p_value": 0.6521,
        "q_value": 0.9915,
        "significance": "none",
    }


def weekly_tables() -> Tables:
    """Return the weekly and monthly marts' rows; each call returns rows of its own."""
    return {
        "fct_what_matters": [
            {
                **PROP_HEADER,
                "note_no_graded_games": False,
                "note_no_examples": False,
                "window__start_date": date(2024, 1, 11),
                "window__end_date": date(2025, 1, 9),
                "unclassified_games": 102,
                "tests__performed": 5,
                "tests__significant": 1,
            }
        ],
        # Out of order, as a table is: the reader sorts.
        "fct_what_matters_archetypes": [
            {"as_of_date": D, **dict(zip(ARCHETYPE_COLUMNS, told, strict=True))}
            for told in reversed(ARCHETYPES)
        ],
        "fct_what_matters_factors": [
            row
            for order, name, *_ in reversed(ARCHETYPES)
            for row in reversed(
                _factors(order, name, ROLE_PLAYERS if name == "role_player" else NOTHING)
            )
        ],
        "fct_what_matters_examples": [
            {
                "as_of_date": D,
                "archetype": archetype,
                "rank": rank,
                **{name: who[name] for name in ("player_lookup", "player_full_name", "team_abbr")},
                "ppg": ppg,
                "usage_rate": usage,
                "years_in_league": years,
            }
            for archetype, rank, who, ppg, usage, years in (
                ("role_player", 2, VUCEVIC, 18.72, 22.15, 13),
                ("role_player", 1, {**VUCEVIC, "player_lookup": "cobywhite"}, 18.9, 23.4, 5),
                ("prime_star", 1, TATUM, 28.21, 30.44, 7),
            )
        ],
        "fct_team_tendencies": [
            {
                **PROP_HEADER,
                "note_no_shot_zones": False,
                "note_too_few_games": False,
                "note_too_few_props": False,
                "league__pace": 99.87,
                "league__over_rate": 0.487,
                "league__games": 563,
                "unknown_profile_games": 935,
            }
        ],
        "fct_team_tendencies_pace": [
            _pace("grinders", 1, "BOS", 96.62),
            _pace("kings", 2, "CHI", 103.15),
            _pace("kings", 1, "MEM", 104.02),
        ],
        "fct_team_tendencies_defense": [
            _defense(profile, list_name, 1, team, over_rate)
            for profile in ("perimeter", "mid_range", "interior")
            for list_name, team, over_rate in (("toughest", "OKC", 0.393), ("softest", "WAS", 0.59))
        ],
        "fct_team_tendencies_home_away": [
            _home_away("road_warriors", 1, "IND", -2.75),
            _home_away("home_dominant", 1, "DEN", 6.5),
        ],
        "fct_team_tendencies_back_to_back": [
            _back_to_back("vulnerable", 1, "PHX", -9.25),
            _back_to_back("resilient", 1, "OKC", 4.75),
        ],
        "fct_quick_hits": [
            {
                **PROP_HEADER,
                "note_last_season": False,
                "iso_week": 2,
                "total_candidates": 9,
            }
        ],
        "fct_quick_hits_candidates": [
            _hit(
                8,
                "weekday_friday",
                "day_of_week",
                ("On Fridays", "On Fridays, players went over"),
                "on the other days",
            ),
            _hit(
                None,
                "team_atl",
                "team",
                ("Atlanta Hawks players", "Atlanta Hawks players went over"),
                "for players of all other teams",
            ),
            _hit(
                2,
                "venue_home",
                "situational",
                ("At home", "At home, players went over"),
                "on the road",
            ),
            _hit(
                7,
                "weekday_monday",
                "day_of_week",
                ("On Mondays", "On Mondays, players went over"),
                "on the other days",
            ),
            {
                **_hit(
                    1,
                    "team_was",
                    "team",
                    ("Washington Wizards players", "Washington Wizards players went over"),
                    "for players of all other teams",
                ),
                "rate": 0.402,
                "sample_size": 204,
                "comparison__rate": 0.498,
                "comparison__sample_size": 5916,
                "difference": -0.096,
                "direction": "negative",
                "rate_low": 0.337,
                "rate_high": 0.47,
                "p_value": 0.0008,
                "q_value": 0.0072,
                "significance": "high",
            },
            {
                **_hit(
                    3,
                    "position_g",
                    "league",
                    ("Guards", "Guards went over"),
                    "at all other positions",
                ),
                "comparison__rate": 0.501,
                "difference": 0.0,
                "direction": None,
                "p_value": 1.0,
                "q_value": 1.0,
            },
            _hit(
                4,
                "leading_scorer_out",
                "injury",
                (
                    "Without their leading scorer",
                    "Without their team's leading scorer, players went over",
                ),
                "with him in",
            ),
            _hit(
                5,
                "team_chi",
                "team",
                ("Chicago Bulls players", "Chicago Bulls players went over"),
                "for players of all other teams",
            ),
            _hit(
                6,
                "player_rest_0",
                "situational",
                (
                    "On the second night of a back-to-back",
                    "On the second night of a back-to-back, players went over",
                ),
                "with at least a day of rest",
            ),
        ],
        "fct_deep_dive": [
            {
                **PROP_HEADER,
                "note_insufficient_sample": False,
                "note_last_season": False,
                "month": "2025-01",
                "title": "No rest, no problem?",
                "subtitle": "Points props on the second night of a back-to-back",
                "teaser": "Two games in two nights: do legs or lines give way first?",
                "hero_stat__label": "on the second night of a back-to-back",
                "hero_stat__sample_size": 1174,
                "hero_stat__rate": 0.458,
                "hero_stat__rate_low": 0.43,
                "hero_stat__rate_high": 0.487,
                "hero_stat__comparison__label": "with at least a day of rest",
                "hero_stat__comparison__rate": 0.487,
                "hero_stat__comparison__sample_size": 7991,
                "hero_stat__difference": -0.029,
                "hero_stat__p_value": 0.0665,
                "hero_stat__significance": "low",
                "slug": "back-to-backs-january-2025",
                "cta": "See who is on a back-to-back tonight",
            }
        ],
    }
