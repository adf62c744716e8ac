"""What keeps a valid but wrong document from going live: the content guards.

A guard compares what is to be published with what is live, and with what the league can look like.
Each finding is a ``Refusal``. Thresholds are here and in ``publisher.limits`` with their reasons;
those about basketball are in the marts (``publisher.build.GuardFacts``).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from publisher import limits
from publisher.build import GuardFacts, count_records
from publisher.clock import NEW_YORK
from publisher.documents import ByCount, ByNote, Document
from publisher.sentences import percent
from publisher.values import Json

# Entries: the shortest of the limited lists has five.
FULL_LIST = 5
# Entries: below it a release's total follows the size of the slate.
MIN_TOTAL = 40
MAX_SHRINKING = 0.5
# Graded games, and the league's over rate over them: real weeks lie within .449 and .523.
MIN_LEAGUE_GAMES = 500
LEAGUE_OVER_RATE = (0.42, 0.56)
# Days: with a box score of them it is no off-season.
IN_SEASON_DAYS = 3
# Entries: equal heat of fewer can be chance.
MIN_HEAT_ENTRIES = 5

# The guards' names, as the metrics and the index have them.
STALE, SOURCES, RESULTS, EMPTIED, SHRUNK, IMPLAUSIBLE, FALLEN = (
    "stale_mart",
    "stale_source",
    limits.RESULTS,
    "emptied_list",
    "fewer_records",
    "implausible_numbers",
    "fallen_status",
)
GUARDS = (STALE, SOURCES, RESULTS, EMPTIED, SHRUNK, IMPLAUSIBLE, FALLEN, *limits.GUARDS)


@dataclass(frozen=True)
class Refusal:
    """Why a document (None: the release as a whole) should not go live."""

    guard: str
    document: str | None
    text: str

    def as_json(self) -> Json:
        """Return it as the receipt and the index have it."""
        return {"guard": self.guard, "document": self.document, "text": self.text}


@dataclass(frozen=True)
class Candidate:
    """A valid document that is to go live, and the one that is live: None if absent or broken."""

    document: Document
    content: Json
    live: Json | None
    facts: GuardFacts


def refusals(
    candidates: Sequence[Candidate], stale_sources: Sequence[str], now: datetime
) -> list[Refusal]:
    """Return every reason against a release at an instant, none if it may go live.

    ``stale_sources`` says how old each source table past its freshness limit is. Raises nothing:
    a live document in another format is not compared.
    """
    found = []
    for candidate in candidates:
        found += [
            Refusal(guard, candidate.document.name, text)
            for guard, text in (
                *_stale_mart(candidate),
                *_emptied_lists(candidate, now),
                *_implausible_numbers(candidate.content),
                *_fallen_status(candidate),
            )
        ]
    return [
        *found,
        *_stale_sources(candidates, stale_sources),
        *_missing_results(candidates),
        *_exceeded_limits(candidates, now),
        *_fewer_records(candidates, now),
    ]


def overdue_lines(candidates: Sequence[Candidate], now: datetime) -> list[str]:
    """Return a warning where tonight's lines were due and are not all in: no reason to refuse."""
    texts = []
    for candidate in candidates:
        due, share = _tonights_lines(candidate)
        if due is not None and share is not None and share < 1 and now >= due:
            texts.append(
                f"tonight's lines were due at {due.astimezone(NEW_YORK):%H:%M}, but only "
                f"{percent(share)} of the teams have enough of them"
            )
    return list(dict.fromkeys(texts))


def _stale_mart(candidate: Candidate) -> Iterator[tuple[str, str]]:
    content, live = candidate.content, candidate.live
    generated = datetime.fromisoformat(content["generated_at"]).astimezone(NEW_YORK)
    if str(generated.date()) < content["as_of_date"]:
        yield STALE, f"the mart was built at {generated}, before {content['as_of_date']} began"
    if live is None:
        return
    if content["as_of_date"] == live["as_of_date"] and generated < datetime.fromisoformat(
        live["generated_at"]
    ):
        yield (
            STALE,
            f"the mart ({generated}) is older than the live document ({live['generated_at']})",
        )


def _uncounted(candidate: Candidate, now: datetime) -> tuple[str, ...]:
    """Return the lists to leave out of the comparison: those that need lines not due yet."""
    due, share = _tonights_lines(candidate)
    is_waiting = due is not None and share is not None and share < 1 and now < due
    return candidate.document.need_a_line if is_waiting else ()


def _tonights_lines(candidate: Candidate) -> tuple[datetime | None, float | None]:
    """Return when tonight's lines are due, and for which share of the teams enough are known."""
    return candidate.facts.lines_due_at, candidate.content["data_gaps"]["lined_share_tonight"]


def _emptied_lists(candidate: Candidate, now: datetime) -> Iterator[tuple[str, str]]:
    content, live = candidate.content, candidate.live
    if live is None or content["status"] != "ok":
        return
    present = dict(_lists(content))
    notes = {note["code"] for note in content["notes"]}
    uncounted = _uncounted(candidate, now)
    for path, (before, _) in _lists(live):
        name = path.rsplit(".", 1)[-1]
        if path not in present or name in uncounted:
            continue
        after, parent = present[path]
        has_emptied = len(before) >= FULL_LIST and not after
        if has_emptied and not _is_explained(candidate.document, name, parent, notes, len(before)):
            yield EMPTIED, f"{path} is empty and had {len(before)} entries"


def _is_explained(
    document: Document, name: str, parent: Json, notes: set[str], entries: int
) -> bool:
    if name not in document.may_empty:
        return False
    match document.may_empty[name]:
        case ByCount(count, lacking):
            return int(parent[count]) < entries and lacking not in notes
        case ByNote(note):
            return note in notes
        case None:
            return True


def _lists(value: Json, path: str = "") -> Iterator[tuple[str, tuple[list[Json], Json]]]:
    """Yield the lists of a document that are not inside another list, each with its parent."""
    for name, child in value.items():
        if name == "notes":
            continue
        place = f"{path}.{name}" if path else name
        if isinstance(child, list):
            yield place, (child, value)
        elif isinstance(child, dict):
            yield from _lists(child, place)


def _implausible_numbers(content: Json) -> Iterator[tuple[str, str]]:
    low, high = LEAGUE_OVER_RATE
    for place, rate, games in _league_rates(content):
        if games >= MIN_LEAGUE_GAMES and rate is not None and not low <= rate <= high:
            yield (
                IMPLAUSIBLE,
                f"the league's over rate {place} is {rate} over {games} graded games, outside "
                f"{low} to {high}",
            )
    for name, period in content.get("periods", {}).items():
        heats = [entry["heat_score"] for entry in (*period["hot"], *period["cold"])]
        if len(heats) >= MIN_HEAT_ENTRIES and len(set(heats)) == 1:
            yield IMPLAUSIBLE, f"all {len(heats)} players in {name} have heat {heats[0]}"


def _league_rates(content: Json) -> Iterator[tuple[str, float | None, int]]:
    for name, period in content.get("periods", {}).items():
        average = period["league_average"]
        yield f"of {name}", average["hit_rate"], average["games"]
    if "league" in content:
        yield "of the season", content["league"]["over_rate"], content["league"]["games"]


def _stale_sources(candidates: Sequence[Candidate], stale: Sequence[str]) -> Iterator[Refusal]:
    """Between seasons nothing is loaded, and the status says so."""
    if any(candidate.content["status"] == "ok" for candidate in candidates):
        for text in stale:
            yield Refusal(SOURCES, None, text)


def _missing_results(candidates: Sequence[Candidate]) -> Iterator[Refusal]:
    """Documents of one night lack the same games, so the release is refused once."""
    texts = {
        f"{facts.games_without_results} of {facts.games_due} games of the last three days have no "
        f"box scores: more than a third, or all of yesterday's"
        for facts in (candidate.facts for candidate in candidates)
        if facts.is_missing_results
    }
    for text in sorted(texts):
        yield Refusal(RESULTS, None, text)


def _exceeded_limits(candidates: Sequence[Candidate], now: datetime) -> Iterator[Refusal]:
    """As above: what is said of a night is said once."""
    found: dict[Refusal, None] = {}
    for candidate in candidates:
        due = candidate.facts.lines_due_at
        for guard, text in limits.exceeded(
            candidate.facts.statistics,
            is_ok=candidate.content["status"] == "ok",
            are_lines_due=due is not None and now >= due,
        ):
            found[Refusal(guard, None, text)] = None
    yield from found


def _fallen_status(candidate: Candidate) -> Iterator[tuple[str, str]]:
    content, live, known = candidate.content, candidate.live, candidate.facts.statistics
    status = content["status"]
    played = known.get("days_since_box_score")
    is_quoted = (known.get("unscheduled_quoted_teams") or 0) > limits.CUP_FINALISTS
    quoted = f"the books quote players of {known.get('unscheduled_quoted_team_names')} for tonight"
    if status == "insufficient_data" and live is not None and _was_ok(content, live):
        yield FALLEN, f"the status is {status}, and was ok on {live['as_of_date']}, in the season"
    if status == "off_season" and played is not None and played <= IN_SEASON_DAYS:
        yield FALLEN, f"the status is {status}, and the last box score is of {played} days ago"
    if status in ("off_season", "no_games") and is_quoted:
        yield FALLEN, f"the status is {status}, and {quoted}"


def _was_ok(content: Json, live: Json) -> bool:
    """Tell whether the season had begun to be graded in what is live, of this date or before."""
    return bool(
        live["status"] in ("ok", "no_games")
        and live["season"] == content["season"]
        and live["as_of_date"] <= content["as_of_date"]
    )


def _fewer_records(candidates: Sequence[Candidate], now: datetime) -> Iterator[Refusal]:
    before = after = 0
    for candidate in candidates:
        if candidate.live is not None and candidate.content["status"] == "ok":
            uncounted = _uncounted(candidate, now)
            before += _records(candidate.live, uncounted)
            after += _records(candidate.content, uncounted)
    if before >= MIN_TOTAL and after < before * (1 - MAX_SHRINKING):
        yield Refusal(SHRUNK, None, f"{after} records in all, against {before} live")


def _records(content: Json, uncounted: tuple[str, ...]) -> int:
    left_out = (
        count_records({path: found})
        for path, (found, _) in _lists(content)
        if path.rsplit(".", 1)[-1] in uncounted
    )
    return count_records(content) - sum(left_out)
