"""The marts that the publisher reads: their columns, in the order of the documents' properties.

A column ``a__b`` becomes the property ``b`` of the object ``a``. A column ``note_<code>`` is a
flag that becomes an entry of ``notes``.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mart:
    """A table of the schema ``trends``, keyed by ``as_of_date`` and then by ``key``."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()


ENVELOPE = ("as_of_date", "generated_at", "data_through", "season", "status")

PLAYER = ("player_lookup", "player_full_name", "team_abbr", "position")

TONIGHT = (
    "tonight__opponent",
    "tonight__home",
    "tonight__game_time",
    "tonight__prop_line",
    "tonight__line_source",
    "tonight__line_type",
    "tonight__line_updated_at",
    "tonight__over_odds",
    "tonight__under_odds",
    "tonight__injury_status",
    "tonight__injury_as_of",
)

WHOS_HOT = Mart(
    name="fct_whos_hot",
    columns=(*ENVELOPE, "note_no_lines", "note_no_injury_report", "note_no_recent_lines"),
)

WHOS_HOT_PERIODS = Mart(
    name="fct_whos_hot_periods",
    columns=(
        "period",
        "start_date",
        "end_date",
        "min_games",
        "qualifying_players",
        "qualifying_tonight",
        "league_average__hit_rate",
        "league_average__avg_margin",
        "league_average__games",
    ),
    key=("period",),
)

WHOS_HOT_PLAYERS = Mart(
    name="fct_whos_hot_players",
    columns=(
        "period",
        "list_name",
        "rank",
        *PLAYER,
        "heat_score",
        "hit_rate",
        "hit_rate_low",
        "hit_rate_high",
        "hit_rate_adjusted",
        "hit_rate_games",
        "pushes",
        "current_streak",
        "streak_direction",
        "avg_margin",
        "playing_tonight",
        *TONIGHT,
    ),
    key=("period", "list_name", "rank"),
)

BOUNCE_BACK = Mart(
    name="fct_bounce_back",
    columns=(
        *ENVELOPE,
        "note_no_lines",
        "note_no_injury_report",
        "note_no_candidates",
        "note_no_watch_list",
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
    ),
)

BOUNCE_BACK_PLAYERS = Mart(
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
