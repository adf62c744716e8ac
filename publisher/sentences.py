"""Every sentence that the publisher writes, and nothing else.

A sentence holds the counts that it speaks of. Words that compare stand only where the mart calls
the difference significant (q <= 0.10); elsewhere it is too close to call.
"""

from collections.abc import Mapping
from datetime import datetime

from publisher.clock import NEW_YORK
from publisher.values import Row

# In the order in which a document has them; what stands in {} is ``note_text``'s to say.
NOTES = {
    "no_lines": "No betting line is known for tonight's games: lines and odds are blank, and a "
    "list that needs a line is empty.",
    "lines_incomplete": "Enough lines are known for only {share} of tonight's teams: a list that "
    "needs a line may lack players of the others.",
    "no_injury_report": "No injury report is in for tonight's teams: who is out is not known here.",
    "results_incomplete": "The box scores of {games} of the last three days are missing: every "
    "count and average here is without {them}.",
    "no_recent_lines": "No points prop was graded after {day}: counts of props end there, and "
    "what needs a newer one is empty.",
    "no_candidates": "Nobody who plays tonight comes off a bad game with a long enough record "
    "to test.",
    "no_watch_list": "Nobody who plays tonight comes off a bad game with too short a record to "
    "test.",
    "no_graded_games": "No points prop was graded in the past year, so there is nothing to "
    "compare.",
    "no_shot_zones": "Shot locations are not known for this season, so the lists by shot profile "
    "are empty.",
    "no_examples": "Nobody of some kind of player has played in the last two weeks, so that kind "
    "shows no examples.",
    "too_few_games": "Fewer than two teams have played enough games for some of the lists, which "
    "are empty.",
    "too_few_props": "Fewer than two teams have faced enough props of some shot profile, so its "
    "lists are empty.",
    "insufficient_sample": "There are too few points props on one side of this month's question "
    "to answer it; the whole league's over rate stands in, where there is one.",
    "last_season": "It is the off-season, so the numbers are those of the last completed season.",
}

NO_PROP_YET = "No points prop has been graded so far: what counts props is empty."

SIGNIFICANT = ("high", "medium", "low")

ARCHETYPES = {
    "veteran_star": "Veteran stars",
    "prime_star": "Prime stars",
    "young_star": "Young stars",
    "other_star": "Other star scorers",
    "role_player": "Role players",
}

# For each level that is tested: where its games are, and where the games are it is held against.
LEVELS = {
    ("rest", "1"): ("on one day of rest", "on any other rest"),
    ("rest", "2"): ("on two days of rest", "on any other rest"),
    ("rest", "3_plus"): ("on three or more days of rest", "on less rest"),
    ("back_to_back", "yes"): ("on the second night of a back-to-back", "on more rest"),
    ("venue", "home"): ("at home", "on the road"),
}

LONGEST_HEADLINE = 69
# In the order in which they are tried, until the headline is short enough.
HEADLINES = ("{who}: over in {rate} of props", "{who}: over in {rate}", "{who}: {rate} over")
COMPARING_HEADLINES = (
    "{who}: over {word} often, in {rate} of props",
    "{who}: over {word} often, in {rate}",
    "{who}: {rate} over",
)
SHORTER_WORDS = (("their team's leading scorer", "their top scorer"), (" or more", "+"))


def note_text(code: str, header: Row) -> str:
    """Return the text of a note, with what the header's mart knows of it: ``NOTES`` by its code."""
    last_graded = header["last_graded_date"]
    if code == "no_recent_lines" and last_graded is None:
        return NO_PROP_YET
    games = header["data_gaps__games_without_results"] or 0
    return NOTES[code].format(
        share=percent(header["data_gaps__lined_share_tonight"] or 0),
        games=counted(games, "game"),
        them="it" if games == 1 else "them",
        day=last_graded,
    )


def clock_time(instant: datetime | None) -> str | None:
    """Return an instant as a fan reads it, ``7:30 PM ET``."""
    if instant is None:
        return None
    local = instant.astimezone(NEW_YORK)
    return f"{local.hour % 12 or 12}:{local:%M} {'AM' if local.hour < 12 else 'PM'} ET"


def percent(rate: float) -> str:
    """Return a rate of 0 to 1 as a percentage with at most one decimal, ``41.2%``."""
    return f"{rate * 100:.1f}".removesuffix(".0") + "%"


def counted(number: float, noun: str) -> str:
    """Return a number with its noun: ``1 game``, ``1,204 games``, ``22.5 points``."""
    digits = f"{number:,}".removesuffix(".0")
    return f"{digits} {noun}{'' if number == 1 else 's'}"


def baseline_sentence(baseline: Row) -> str:
    """Return what a bad game tells about the next one, beside all games of players as good.

    It says that the rate is no better, or that it is, only where the rate in any game lies outside
    the published 95 % interval; else it is too close to call.
    """
    rate, any_rate = baseline["bounce_back_rate"], baseline["any_game_rate"]
    if rate is None or any_rate is None:
        return "There is no record yet of how players do in the game after a bad one."
    if any_rate > baseline["rate_high"]:
        verdict = ": a bad game is no sign of a bounce"
    elif any_rate < baseline["rate_low"]:
        verdict = ", less often than after a bad game"
    else:
        verdict = ": too close to call"
    return (
        f"After a bad game, players reached the average they had before it in {percent(rate)} of "
        f"{counted(baseline['situations'], 'next game')}. In all games, players with such averages "
        f"did in {percent(any_rate)}{verdict}."
    )


def comparison_sentence(who: str, stat: Row) -> str:
    """Return how often ``who`` (many) went over, beside the props that it is held against.

    ``stat`` has rate, sample_size, comparison {label, rate, sample_size}, difference (a fraction)
    and significance.
    """
    other = stat["comparison"]
    own = f"{who} went over in {_share(stat)}"
    others = f"{percent(other['rate'])} of {other['sample_size']:,} {other['label']}"
    if word := _comparing_word(stat):
        return f"{own}, {word} often than the {others}."
    return f"{own}, compared with {others}: too close to call."


def quick_hit_headline(who: str, stat: Row) -> str:
    """Return a stat in fewer than 70 characters; it compares only where the sentence does.

    One that is too long is cut down in steps; of a very long ``who`` even the last is too long.
    """
    word = _comparing_word(stat)
    forms = COMPARING_HEADLINES if word else HEADLINES
    shorter = who
    for long, short in SHORTER_WORDS:
        shorter = shorter.replace(long, short)
    steps = [(who, form) for form in forms[:-1]] + [(shorter, form) for form in forms]
    headlines = [
        form.format(who=subject, rate=percent(stat["rate"]), word=word) for subject, form in steps
    ]
    fitting = (headline for headline in headlines if len(headline) <= LONGEST_HEADLINE)
    return next(fitting, headlines[-1])


def insight_sentence(row: Row) -> str:
    """Return what stands out in one factor of an archetype, from its row of the mart."""
    where, elsewhere = LEVELS[row["factor"], row["level"]]
    stat = {
        "rate": row["over_rate"],
        "sample_size": row["games"],
        "comparison": {
            "label": elsewhere,
            "rate": row["comparison_over_rate"],
            "sample_size": row["comparison_games"],
        },
        "difference": row["difference"],
        "significance": row["significance"],
    }
    return comparison_sentence(f"{ARCHETYPES[row['archetype']]} {where}", stat)


def hero_context(season: str, hero: Row) -> str:
    """Return the month's comparison, or what stands in for it when there are too few props."""
    if hero["comparison"] is not None:
        return comparison_sentence(f"In {season}, players {hero['label']}", hero)
    if hero["rate"] is None:
        return f"No points prop was graded in {season}, so there is no number to show."
    return (
        "There are too few points props on one side of this month's question to answer it. "
        f"In {season}, all players together went over in {_share(hero)}."
    )


def archetype_description(archetype: str, thresholds: Mapping[str, float | None]) -> str:
    """Return who belongs to an archetype, told by its thresholds (None: no bound)."""
    years = _years(thresholds["min_years"], thresholds["max_years"])
    points, usage = thresholds["min_ppg"], thresholds["min_usage_rate"]
    has = [years] if years else []
    if points is not None:
        has.append(f"at least {counted(points, 'point')} a game")
    if not has:
        return "All other players."
    words = f"Players with {' and '.join(has)}"
    if usage is not None:
        words += f" who end at least {usage:g}% of their team's plays while on the floor"
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


def _share(stat: Row) -> str:
    return f"{percent(stat['rate'])} of {counted(stat['sample_size'], 'points prop')}"


def _comparing_word(stat: Row) -> str | None:
    """Return ``more`` or ``less`` where the difference is significant, else None."""
    if stat["significance"] not in SIGNIFICANT or not stat["difference"]:
        return None
    return "more" if stat["difference"] > 0 else "less"
