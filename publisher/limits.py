"""What a night's data can be: the limits within which the marts' statistics lie on real days.

Each limit was set on the 614 days of two real seasons, with room to either side; what their days
had and which faults it finds is in docs/operations/guards.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from publisher.sentences import percent
from publisher.values import Row

# The guards' names, as the metrics and the index have them.
RESULTS = "missing_results"
GUARDS = (
    UNSCHEDULED_RESULTS,
    IMPLAUSIBLE_RESULTS,
    IMPLAUSIBLE_NAMES,
    UNSCHEDULED_LINES,
    MISSING_LINES,
    IMPLAUSIBLE_LINES,
    STALE_LINES,
    IMPLAUSIBLE_INJURIES,
    CONTRADICTED_SCHEDULE,
) = (
    "unscheduled_results",
    "implausible_results",
    "implausible_names",
    "unscheduled_lines",
    "missing_lines",
    "implausible_lines",
    "stale_lines",
    "implausible_injuries",
    "contradicted_schedule",
)

# Players, or lines: a share or a mean of fewer can be chance. The smallest real slate has 12.
ENOUGH = 10
# The Cup final is not in the schedule: its two teams are quoted, play, and have box scores.
CUP_FINALISTS = 2


@dataclass(frozen=True)
class Limit:
    """A statistic of the guards' marts, and the values that it can have.

    - ``low`` and ``high`` are possible, what lies beyond is refused; None: open.
    - ``among`` is the column that says of how many it was taken; of fewer than ``enough`` it says
      nothing. ``examples`` is the column that names some of what it found.
    - ``text`` says what was seen, with columns in braces; a share is in percent.
    - ``when_due``: it says nothing before tonight's lines are due.
    - ``in_season``: only a document with the status ``ok`` is held against it.
    """

    guard: str
    statistic: str
    text: str
    reason: str
    low: float | None = None
    high: float | None = None
    among: str | None = None
    enough: int = ENOUGH
    examples: str | None = None
    is_share: bool = True
    when_due: bool = False
    in_season: bool = True

    @property
    def expected(self) -> str:
        """The possible values, in words."""
        low, high = (self._in_words(value) for value in (self.low, self.high))
        if self.low is None:
            return f"at most {high}"
        return f"at least {low}" if self.high is None else f"{low} to {high}"

    def exceeded(self, facts: Row) -> str | None:
        """Return what was seen, what was expected and examples, or None within the limit."""
        value = facts.get(self.statistic)
        if value is None or (self.among is not None and (facts[self.among] or 0) < self.enough):
            return None
        if (self.low is None or value >= self.low) and (self.high is None or value <= self.high):
            return None
        seen = self.text.format_map({**facts, self.statistic: self._in_words(value)})
        examples = facts.get(self.examples) if self.examples else None
        return f"{seen}, expected {self.expected}{f': {examples}' if examples else ''}"

    def _in_words(self, value: float | None) -> str:
        if value is None:
            return ""
        return percent(value) if self.is_share else f"{value:g}"


LIMITS = (
    Limit(
        RESULTS,
        "short_share_yesterday",
        "{short_share_yesterday} of yesterday's {teams_due_yesterday} teams have no whole box "
        "score",
        "A team's box score comes whole; two teams may lack one, as after a postponed game.",
        high=0.2,
        among="short_teams_yesterday",
        enough=3,
        examples="short_teams",
        in_season=False,
    ),
    Limit(
        RESULTS,
        "silent_teams",
        "{silent_teams} teams have games but no box score in the last ten days",
        "A team plays three games in ten days, and its box scores come within a day.",
        high=0,
        examples="silent_team_names",
        is_share=False,
        in_season=False,
    ),
    Limit(
        UNSCHEDULED_RESULTS,
        "unscheduled_team_nights",
        "{unscheduled_team_nights} box scores of the last 20 days are of teams that had no game",
        "Only the Cup final is not in the schedule.",
        high=CUP_FINALISTS,
        examples="unscheduled_teams",
        is_share=False,
        in_season=False,
    ),
    Limit(
        IMPLAUSIBLE_RESULTS,
        "mean_points_yesterday",
        "the {players_yesterday} players of yesterday have {mean_points_yesterday} points on "
        "average",
        "Real nights have 7.4 to 15.2.",
        low=6,
        high=17,
        among="players_yesterday",
        is_share=False,
        in_season=False,
    ),
    Limit(
        IMPLAUSIBLE_RESULTS,
        "points_to_average_yesterday",
        "yesterday's points are {points_to_average_yesterday} times what the same "
        "{averaged_players_yesterday} players averaged before",
        "Real nights have .68 to 1.48, the latter on a season's last day.",
        low=0.55,
        high=1.75,
        among="averaged_players_yesterday",
        is_share=False,
        in_season=False,
    ),
    Limit(
        IMPLAUSIBLE_RESULTS,
        "scoreless_share_yesterday",
        "{scoreless_share_yesterday} of yesterday's {players_yesterday} players have no point",
        "At most 42 % in a real night, a Finals game.",
        high=0.6,
        among="players_yesterday",
        in_season=False,
    ),
    Limit(
        IMPLAUSIBLE_RESULTS,
        "no_minutes_share_yesterday",
        "{no_minutes_share_yesterday} of yesterday's {players_yesterday} players have points but "
        "no minutes",
        "At most 1 % in a real night.",
        high=0.2,
        among="players_yesterday",
        in_season=False,
    ),
    Limit(
        IMPLAUSIBLE_NAMES,
        "misnamed_share",
        "{misnamed_share} of {named_players} players have a name that does not spell their look-up",
        "On real days every name spells its look-up: a name of several players, or a "
        "placeholder, does not.",
        high=0.1,
        among="named_players",
        examples="misnamed_examples",
        in_season=False,
    ),
    Limit(
        UNSCHEDULED_LINES,
        "unscheduled_share",
        "{unscheduled_share} of the {quoted_players} players with a line tonight are of teams "
        "without a game",
        "At most 26 % on a real day, with two games postponed.",
        high=0.4,
        among="quoted_players",
        examples="unscheduled_quoted_team_names",
    ),
    Limit(
        MISSING_LINES,
        "lined_teams_share",
        "lines are due, and {lined_teams_share} of tonight's teams have one",
        "At least 50 % on a real day, once any team has one.",
        low=0.5,
        among="lined_players",
        enough=1,
        when_due=True,
    ),
    Limit(
        MISSING_LINES,
        "lined_players_to_before",
        "lines are due, and tonight's teams have {lined_players_to_before} of their last night's "
        "{lined_players_before} players with a line",
        "At least 72 % on a real day.",
        low=0.6,
        among="lined_players_before",
        when_due=True,
    ),
    Limit(
        IMPLAUSIBLE_LINES,
        "line_shift",
        "tonight's lines differ from the usual ones of the same {compared_lines} players by "
        "{line_shift} points in the median",
        "Real slates have -1.5 to 1.5; another market (points and rebounds) has 4 and more.",
        low=-2.5,
        high=2.5,
        among="compared_lines",
        examples="most_moved",
        is_share=False,
    ),
    Limit(
        IMPLAUSIBLE_LINES,
        "moved_share",
        "{moved_share} of {compared_lines} players have a line more than four points from their "
        "usual one",
        "At most 15 % on a real day.",
        high=0.4,
        among="compared_lines",
        examples="most_moved",
    ),
    Limit(
        IMPLAUSIBLE_LINES,
        "long_odds_share",
        "{long_odds_share} of tonight's {priced_lines} lines with odds have a price beyond 1000",
        "None on a real day.",
        high=0.5,
        among="priced_lines",
    ),
    Limit(
        STALE_LINES,
        "unchanged_share",
        "{unchanged_share} of {compared_lines} players have the line and odds of their last game",
        "At most 46 % on a real day, where an app has no odds; 15 % with odds.",
        high=0.65,
        among="compared_lines",
    ),
    Limit(
        IMPLAUSIBLE_INJURIES,
        "out_share",
        "{out_share} of the {reported_players} players with a line tonight are reported out",
        "At most 5 % on the 19 real days with reports: books take such lines away.",
        high=0.5,
        among="reported_players",
    ),
    Limit(
        CONTRADICTED_SCHEDULE,
        "swapped_share",
        "the Odds API has {swapped_share} of tonight's {feed_games} games at the other team's",
        "None on a real day. One game can be moved to the other team's hall.",
        high=0.5,
        among="feed_games",
        enough=2,
    ),
    Limit(
        CONTRADICTED_SCHEDULE,
        "moved_games_share",
        "the Odds API has {moved_games_share} of tonight's {feed_games} games at another hour",
        "None on a real day. One game can be delayed.",
        high=0.5,
        among="feed_games",
        enough=2,
    ),
    Limit(
        CONTRADICTED_SCHEDULE,
        "early_share",
        "{early_share} of tonight's {known_tip_offs} teams begin before noon in New York",
        "No real game begins before 12:00.",
        high=0.5,
        among="known_tip_offs",
        enough=4,
    ),
)


def exceeded(facts: Row, *, is_ok: bool, are_lines_due: bool) -> Iterator[tuple[str, str]]:
    """Yield the guard and the text of each limit that a date's statistics exceed."""
    for limit in LIMITS:
        if (limit.in_season and not is_ok) or (limit.when_due and not are_lines_due):
            continue
        if text := limit.exceeded(facts):
            yield limit.guard, text
