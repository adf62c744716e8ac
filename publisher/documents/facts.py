"""The marts that only the guards read: what the calendar and the days before say of a date's data.

They have one row per date and are in no document.
"""

from publisher.documents.document import Document
from publisher.mart import Mart

# Of every document: last night's results and the players' names.
RESULTS = Mart(
    "fct_guards",
    None,
    unpublished=(
        "games_due",
        "is_missing_results",
        "lines_due_at",
        "days_since_box_score",
        "teams_due_yesterday",
        "short_teams_yesterday",
        "short_share_yesterday",
        "short_teams",
        "silent_teams",
        "silent_team_names",
        "unscheduled_team_nights",
        "unscheduled_teams",
        "players_yesterday",
        "mean_points_yesterday",
        "scoreless_share_yesterday",
        "no_minutes_share_yesterday",
        "averaged_players_yesterday",
        "points_to_average_yesterday",
        "named_players",
        "misnamed_share",
        "misnamed_examples",
    ),
)
# Of the daily documents, which show tonight: its lines and games.
TONIGHT = Mart(
    "fct_guards_tonight",
    None,
    unpublished=(
        "lined_players",
        "lined_teams_share",
        "lined_players_before",
        "lined_players_to_before",
        "compared_lines",
        "line_shift",
        "moved_share",
        "unchanged_share",
        "most_moved",
        "priced_lines",
        "long_odds_share",
        "reported_players",
        "out_share",
        "quoted_players",
        "unscheduled_share",
        "unscheduled_quoted_teams",
        "unscheduled_quoted_team_names",
        "feed_games",
        "swapped_share",
        "moved_games_share",
        "known_tip_offs",
        "early_share",
    ),
)


def facts_of(document: Document) -> tuple[Mart, ...]:
    """Return the marts that say what the guards compare for a document."""
    return (RESULTS, TONIGHT) if document.group == "daily" else (RESULTS,)
