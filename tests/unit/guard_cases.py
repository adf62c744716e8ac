"""What the tests of the guards share: documents of the hand-written marts, altered and judged."""

import copy
from datetime import datetime, timedelta
from typing import Any

from publisher.build import GuardFacts
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.guards import Candidate, Refusal, refusals

Json = dict[str, Any]

BY_NAME = {document.name: document for document in DOCUMENTS}
# Nothing is missing, and it is an hour after tonight's lines were due.
DUE_AT = datetime(2025, 1, 10, 16, tzinfo=NEW_YORK)
NOW = DUE_AT + timedelta(hours=1)
FACTS = GuardFacts(
    games_without_results=0, games_due=21, is_missing_results=False, lines_due_at=DUE_AT
)


def at(content: Json, path: str) -> Any:
    """Return what stands at a path such as ``periods.30d.hot``."""
    for step in path.split("."):
        content = content[step]
    return content


def entries(content: Json, path: str, count: int) -> Json:
    """Return a copy with as many entries in a list; each has a heat of its own."""
    changed = copy.deepcopy(content)
    *parents, name = path.split(".")
    parent = at(changed, ".".join(parents)) if parents else changed
    assert isinstance(parent[name], list)
    parent[name] = [{"heat_score": round(9 - number / 10, 2)} for number in range(count)]
    return changed


def candidate(
    name: str, content: Json, live: Json | None = None, facts: GuardFacts = FACTS
) -> Candidate:
    return Candidate(BY_NAME[name], content, live, facts)


def judged(
    candidates: list[Candidate], stale: tuple[str, ...] = (), now: datetime = NOW
) -> list[Refusal]:
    return refusals(candidates, stale, now)


def found(
    name: str, content: Json, live: Json | None = None, stale: tuple[str, ...] = ()
) -> list[Refusal]:
    return judged([candidate(name, content, live)], stale)


def guards_of(found: list[Refusal]) -> list[str]:
    return [refusal.guard for refusal in found]
