"""The sentences and words that several documents share.

A sentence states the counts it speaks of. Comparing words appear only where the mart calls the
difference significant (q <= 0.10); elsewhere it is too close to call.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from publisher.clock import NEW_YORK
from publisher.values import Row

# In the order in which a document has them; ``note_text`` fills in the {}.
TONIGHT_NOTES = {
    "no_lines": "No betting line is known for tonight's games: lines and odds are blank, and a "
    "list that needs a line is empty.",
    "lines_incomplete": "Enough lines are known for only {share} of tonight's teams: a list that "
    "needs a line may lack players of the others.",
    "no_injury_report": "No injury report is in for tonight's teams, so we do not know who is out.",
}
RESULTS_INCOMPLETE = {
    "results_incomplete": "The box scores of {games} of the last three days are missing: no count "
    "or average here includes {them}.",
}
PROP_NOTES = {
    **RESULTS_INCOMPLETE,
    "no_recent_lines": "No points prop was graded after {day}: counts of props end on that date.",
}
LAST_SEASON = {
    "last_season": "It is the off-season, so the numbers are those of the last completed season.",
}

NO_PROP_YET = "No points prop has been graded so far, so there is nothing to count."

SIGNIFICANT = ("high", "medium", "low")


def note_text(code: str, header: Row, notes: Mapping[str, str]) -> str:
    """Return the text of a note, with facts from the header's mart; ``notes`` has the texts."""
    last_graded = header["last_graded_date"]
    if code == "no_recent_lines" and last_graded is None:
        return NO_PROP_YET
    games = header["data_gaps__games_without_results"] or 0
    return notes[code].format(
        share=percent(header["data_gaps__lined_share_tonight"] or 0),
        games=counted(games, "game"),
        them="it" if games == 1 else "them",
        day=last_graded,
        stretch="in the season's last two weeks"
        if header["status"] == "off_season"
        else "in the last two weeks",
    )


def clock_time(instant: datetime | None) -> str | None:
    """Return an instant as a fan reads it, ``7:30 PM ET``."""
    if instant is None:
        return None
    local = instant.astimezone(NEW_YORK)
    return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'} ET"


def percent(rate: float) -> str:
    """Return a rate of 0 to 1 as a percentage with one decimal, ``48.0%``."""
    return f"{rate * 100:.1f}%"


def listed(words: Sequence[str]) -> str:
    """Return words in a row, at least one: ``a, b and c``."""
    *others, last = words
    return f"{', '.join(others)} and {last}" if others else last


def counted(number: float, noun: str) -> str:
    """Return a number with its noun: ``1 game``, ``1,204 games``, ``22.5 points``."""
    digits = f"{number:,}".removesuffix(".0")
    return f"{digits} {noun}{'' if number == 1 else 's'}"


def comparison_sentence(statement: str, stat: Row, season: str | None = None) -> str:
    """Return how often players went over, next to the props it is compared with.

    ``statement`` is the sentence up to the share, ``At home, players went over``. ``stat`` has
    rate, rate_low, rate_high, sample_size, comparison {label, rate, sample_size}, difference (a
    fraction) and significance; at a low one the sentence holds the interval. ``season`` is named
    where it is not the present one.
    """
    other = stat["comparison"]
    own = f"{statement} in {share(stat)}"
    if season is not None:
        own += f" in {season}"
    others = f"{percent(other['rate'])} of {other['sample_size']:,} {other['label']}"
    word = comparing_word(stat)
    if word is None:
        return f"{own}, compared with {others}: too close to call."
    often = f"{word} often"
    if stat["significance"] == "low":
        often += f" ({percent(stat['rate_low'])} to {percent(stat['rate_high'])})"
    return f"{own}, {often} than the {others}."


def share(stat: Row) -> str:
    """Return a rate with its props: ``41.2% of 1,204 points props``."""
    return f"{percent(stat['rate'])} of {counted(stat['sample_size'], 'points prop')}"


def comparing_word(stat: Row) -> str | None:
    """Return ``more`` or ``less`` where the difference is significant, else None."""
    if stat["significance"] not in SIGNIFICANT or not stat["difference"]:
        return None
    return "more" if stat["difference"] > 0 else "less"
