"""The daily documents' marts with hand-written rows.

``D`` is 2025-01-10. Three players say all that the publisher may do with a row: two play tonight
and have a sportsbook's line, one is off.
"""

from datetime import UTC, date, datetime
from typing import Any

D = date(2025, 1, 10)
BUILT = datetime(2025, 1, 10, 11, 2, 7, 250000, tzinfo=UTC)

Row = dict[str, Any]
Tables = dict[str, list[Row]]

ENVELOPE: Row = {
    "as_of_date": D,
    "generated_at": BUILT,
    "data_through": date(2025, 1, 9),
    "season": "2024-25",
    "status": "ok",
}
# Nothing is missing; tonight's lines are due at 16:00.
HEADER: Row = {
    **ENVELOPE,
    "data_gaps__games_without_results": 0,
    "data_gaps__lined_share_tonight": 1.0,
    "last_graded_date": date(2025, 1, 9),
    "guard__games_due": 21,
    "guard__is_missing_results": False,
    "guard__lines_due_at": datetime(2025, 1, 10, 21, tzinfo=UTC),
    "note_results_incomplete": False,
}
PROP_HEADER: Row = {**HEADER, "note_no_recent_lines": False}
TONIGHT_NOTES: Row = {
    "note_no_lines": False,
    "note_lines_incomplete": False,
    "note_no_injury_report": False,
}
TATUM: Row = {
    "player_lookup": "jaysontatum",
    "player_full_name": "Jayson Tatum",
    "team_abbr": "BOS",
    "position": "F",
}
VUCEVIC: Row = {
    "player_lookup": "nikolavucevic",
    "player_full_name": "Nikola Vučević",
    "team_abbr": "CHI",
    "position": "C",
}
BRUNSON: Row = {
    "player_lookup": "jalenbrunson",
    "player_full_name": "Jalen Brunson",
    "team_abbr": "NYK",
    "position": "G",
}
TONIGHT: Row = {
    "tonight__opponent": "NYK",
    "tonight__home": True,
    "tonight__game_time": datetime(2025, 1, 11, 0, 30, tzinfo=UTC),
    "tonight__prop_line": 24.5,
    "tonight__line_source": "DraftKings",
    "tonight__line_type": "sportsbook",
    "tonight__line_feed": "odds_api",
    "tonight__line_updated_at": datetime(2025, 1, 10, 10, 40, 11, tzinfo=UTC),
    "tonight__over_odds": -115,
    "tonight__under_odds": -105,
    "tonight__injury_status": "not_listed",
    "tonight__injury_as_of": datetime(2025, 1, 10, 10, tzinfo=UTC),
}
NOT_TONIGHT: Row = dict.fromkeys(TONIGHT)
HOT: Row = {
    **TATUM,
    "heat_score": 8.01,
    "hit_rate": 0.833,
    "hit_rate_low": 0.552,
    "hit_rate_high": 0.953,
    "hit_rate_adjusted": 0.512,
    "hit_rate_games": 12,
    "pushes": 0,
    "current_streak": 6,
    "streak_direction": "over",
    "avg_margin": 4.71,
    "playing_tonight": True,
    **TONIGHT,
}
COLD: Row = {
    **VUCEVIC,
    "heat_score": 2.78,
    "hit_rate": 0.3,
    "hit_rate_low": 0.108,
    "hit_rate_high": 0.603,
    "hit_rate_adjusted": 0.463,
    "hit_rate_games": 10,
    "pushes": 1,
    "current_streak": -4,
    "streak_direction": "under",
    "avg_margin": -5.26,
    "playing_tonight": False,
    **NOT_TONIGHT,
}


def _period(period: str, start: date, minimum: int, hit_rate: float, games: int) -> Row:
    return {
        "as_of_date": D,
        "period": period,
        "start_date": start,
        "end_date": date(2025, 1, 9),
        "min_games": minimum,
        "qualifying_players": 214,
        "qualifying_tonight": 96,
        "league_average__hit_rate": hit_rate,
        "league_average__avg_margin": -0.12,
        "league_average__games": games,
    }


def daily_tables() -> Tables:
    """Return the five marts' rows; each call returns rows of its own."""
    bounce_back = {
        "as_of_date": D,
        "rank": 1,
        "last_game__date": date(2025, 1, 8),
        "last_game__opponent": "PHI",
        "last_game__points": 14,
        "last_game__minutes": 36.5,
        "last_game__season_average": 28.21,
        "last_game__shortfall": 14.21,
        "last_game__prop_line": 27.5,
        **TONIGHT,
        "tonight__opponent_defense_rank": 17,
    }
    return {
        "fct_whos_hot": [{**PROP_HEADER, **TONIGHT_NOTES, "note_no_injury_report": True}],
        # Out of order, as a table is: the reader sorts.
        "fct_whos_hot_periods": [
            _period("season", date(2024, 10, 22), 15, 0.487, 6120),
            _period("30d", date(2024, 12, 11), 8, 0.489, 2310),
            _period("7d", date(2025, 1, 3), 4, 0.482, 560),
            _period("14d", date(2024, 12, 27), 5, 0.485, 1124),
        ],
        "fct_whos_hot_players": [
            {"as_of_date": D, "period": "30d", "list_name": "hot_tonight", "rank": 1, **HOT},
            {"as_of_date": D, "period": "30d", "list_name": "cold", "rank": 1, **COLD},
            {
                "as_of_date": D,
                "period": "30d",
                "list_name": "hot",
                "rank": 2,
                **HOT,
                **BRUNSON,
                "heat_score": 7.63,
                "current_streak": 3,
                "tonight__opponent": "BOS",
                "tonight__home": False,
            },
            {"as_of_date": D, "period": "30d", "list_name": "hot", "rank": 1, **HOT},
        ],
        "fct_bounce_back": [
            {
                **HEADER,
                **TONIGHT_NOTES,
                "note_no_candidates": False,
                "note_no_watch_list": False,
                "thresholds__shortfall_points": 10.0,
                "thresholds__min_situations": 15,
                "thresholds__min_games_before": 10,
                "thresholds__min_minutes": 15.0,
                "league_baseline__bounce_back_rate": 0.412,
                "league_baseline__rate_low": 0.401,
                "league_baseline__rate_high": 0.423,
                "league_baseline__situations": 7841,
                "league_baseline__players": 402,
                "league_baseline__any_game_rate": 0.461,
            }
        ],
        "fct_bounce_back_players": [
            {
                **bounce_back,
                **VUCEVIC,
                "list_name": "watch_list",
                "last_game__points": 8,
                "last_game__season_average": 20.44,
                "last_game__shortfall": 12.44,
                "tonight__opponent": "WAS",
                "bounce_back_rate": 0.5,
                "rate_low": 0.253,
                "rate_high": 0.747,
                "rate_adjusted": 0.419,
                "bounce_backs": 6,
                "situations": 12,
                "baseline_rate": 0.4,
                "lift": 0.019,
                "p_value": None,
                "q_value": None,
                "significance": "insufficient",
            },
            {
                **bounce_back,
                **TATUM,
                "list_name": "candidates",
                "bounce_back_rate": 0.549,
                "rate_low": 0.441,
                "rate_high": 0.652,
                "rate_adjusted": 0.486,
                "bounce_backs": 45,
                "situations": 82,
                "baseline_rate": 0.383,
                "lift": 0.103,
                "p_value": 0.0028,
                "q_value": 0.1904,
                "significance": "none",
            },
        ],
    }
