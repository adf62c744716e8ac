"""The marts that the publisher reads: their columns, in the order of the documents' properties.

A column ``a__b`` becomes the property ``b`` of the object ``a``. A column ``note_<code>`` is a
flag that becomes an entry of ``notes``. ``NOTE_FACTS`` and ``GUARD_FACTS`` are in no document.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mart:
    """A table of the schema ``trends``, keyed by ``as_of_date`` and then by ``key``."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...] = ()


ENVELOPE = ("as_of_date", "generated_at", "data_through", "season", "status")
DATA_GAPS = ("data_gaps__games_without_results", "data_gaps__lined_share_tonight")
# What the texts of the notes name, and what the guards go by.
NOTE_FACTS = ("last_graded_date",)
GUARD_FACTS = ("guard__games_due", "guard__is_missing_results", "guard__lines_due_at")
# What every header has before its notes; of those, what every document that counts props has, and
# what the daily documents have.
HEADER = (*ENVELOPE, *DATA_GAPS, *NOTE_FACTS, *GUARD_FACTS)
PROP_NOTES = ("note_results_incomplete", "note_no_recent_lines")
TONIGHT_NOTES = ("note_no_lines", "note_lines_incomplete", "note_no_injury_report")

PLAYER = ("player_lookup", "player_full_name", "team_abbr", "position")

TONIGHT = (
    "tonight__opponent",
    "tonight__home",
    "tonight__game_time",
    "tonight__prop_line",
    "tonight__line_source",
    "tonight__line_type",
    "tonight__line_feed",
    "tonight__line_updated_at",
    "tonight__over_odds",
    "tonight__under_odds",
    "tonight__injury_status",
    "tonight__injury_as_of",
)

WHOS_HOT = Mart(
    name="fct_whos_hot",
    columns=(*HEADER, *TONIGHT_NOTES, *PROP_NOTES),
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
        *HEADER,
        *TONIGHT_NOTES,
        "note_results_incomplete",
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

WHAT_MATTERS = Mart(
    name="fct_what_matters",
    columns=(
        *HEADER,
        *PROP_NOTES,
        "note_no_graded_games",
        "note_no_examples",
        "window__start_date",
        "window__end_date",
        "unclassified_games",
        "tests__performed",
        "tests__significant",
    ),
)

WHAT_MATTERS_ARCHETYPES = Mart(
    name="fct_what_matters_archetypes",
    columns=(
        "archetype",
        "archetype_order",
        "thresholds__min_years",
        "thresholds__max_years",
        "thresholds__min_usage_rate",
        "thresholds__min_ppg",
        "players",
        "games",
        "over_rate",
        "rate_low",
        "rate_high",
    ),
    key=("archetype_order",),
)

# Where a factor's row goes, and what only its sentence needs.
FACTOR_PLACING = (
    "archetype",
    "factor",
    "archetype_order",
    "level_order",
    "insight_rank",
    "comparison_games",
    "comparison_over_rate",
)

WHAT_MATTERS_FACTORS = Mart(
    name="fct_what_matters_factors",
    columns=(
        *FACTOR_PLACING,
        "level",
        "games",
        "over_rate",
        "rate_low",
        "rate_high",
        "difference",
        "p_value",
        "q_value",
        "significance",
    ),
    key=("archetype_order", "level_order"),
)

WHAT_MATTERS_EXAMPLES = Mart(
    name="fct_what_matters_examples",
    columns=(
        "archetype",
        "rank",
        "player_lookup",
        "player_full_name",
        "team_abbr",
        "ppg",
        "usage_rate",
        "years_in_league",
    ),
    key=("archetype", "rank"),
)

TEAM_TENDENCIES = Mart(
    name="fct_team_tendencies",
    columns=(
        *HEADER,
        *PROP_NOTES,
        "note_no_shot_zones",
        "note_too_few_games",
        "note_too_few_props",
        "league__pace",
        "league__over_rate",
        "league__games",
        "unknown_profile_games",
    ),
)

TEAM_TENDENCIES_PACE = Mart(
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

TEAM_TENDENCIES_DEFENSE = Mart(
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

TEAM_TENDENCIES_HOME_AWAY = Mart(
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

TEAM_TENDENCIES_BACK_TO_BACK = Mart(
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

QUICK_HITS = Mart(
    name="fct_quick_hits",
    columns=(
        *HEADER,
        *PROP_NOTES,
        "note_last_season",
        "iso_week",
        "total_candidates",
    ),
)

# All candidates; those of the week have a position.
QUICK_HITS_CANDIDATES = Mart(
    name="fct_quick_hits_candidates",
    columns=(
        "position",
        "id",
        "category",
        "subject",
        "rate",
        "sample_size",
        "comparison__label",
        "comparison__rate",
        "comparison__sample_size",
        "difference",
        "direction",
        "rate_low",
        "rate_high",
        "p_value",
        "q_value",
        "significance",
    ),
    key=("id",),
)

DEEP_DIVE = Mart(
    name="fct_deep_dive",
    columns=(
        *HEADER,
        *PROP_NOTES,
        "note_insufficient_sample",
        "note_last_season",
        "month",
        "title",
        "subtitle",
        "teaser",
        "hero_stat__label",
        "hero_stat__sample_size",
        "hero_stat__rate",
        "hero_stat__rate_low",
        "hero_stat__rate_high",
        "hero_stat__comparison__label",
        "hero_stat__comparison__rate",
        "hero_stat__comparison__sample_size",
        "hero_stat__difference",
        "hero_stat__p_value",
        "hero_stat__significance",
        "slug",
        "cta",
    ),
)
