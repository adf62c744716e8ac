"""The registry: every fact about a document that is not in its rows.

Paths, cadences, topics and cache headers stand here and nowhere else. A new document is a new
entry of ``DOCUMENTS``, its marts, its body in ``bodies.BODIES`` and its schema.
"""

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import groupby
from typing import Literal, get_args

from publisher import marts
from publisher.clock import NEW_YORK
from publisher.marts import Mart

PREFIX = "v1/trends"
ARCHIVE_FOLDER = f"{PREFIX}/archive"
INDEX_FILE = "index.json"
INDEX_SCHEMA = "index"
INDEX_VERSION = "1.2.0"
INDEX_CACHE_CONTROL = "no-cache"
# How long after its scheduled instant a document may still be on its way.
GRACE = timedelta(hours=1)
ARCHIVE_CACHE_CONTROL = "public, max-age=31536000, immutable"

Group = Literal["daily", "weekly", "monthly"]
Scope = Group | Literal["all"]
MODES: tuple[Scope, ...] = (*get_args(Group), "all")

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Cadence:
    """When a document is made: at each of the ``times`` in New York, daily unless a day is given.

    The times are in order and of one minute of their hours, since one job of the scheduler keeps
    them. The first is the run of its day that must not fail; the others bring what has moved or
    come since. ``weekday`` is 0 (Monday) to 6. ``first_of_month`` means the 1st of every month.
    """

    times: tuple[time, ...]
    weekday: int | None = None
    first_of_month: bool = False

    def __post_init__(self) -> None:
        minutes = {at.minute for at in self.times}
        if len(minutes) != 1 or sorted(set(self.times)) != list(self.times):
            raise ValueError(f"no cadence of one job: {self.times}")

    def __str__(self) -> str:
        if self.first_of_month:
            day = "1st of the month"
        elif self.weekday is not None:
            day = DAYS[self.weekday]
        else:
            day = "daily"
        *others, last = [_span_in_words(first, last) for first, last in self._spans()]
        times = f"{', '.join(others)} and {last}" if others else last
        return f"{day} {times} {NEW_YORK.key}"

    @property
    def cron(self) -> str:
        """The cadence as the five fields of cron, New York's time; cron's week starts on Sunday."""
        hours = ",".join(
            f"{first.hour}" if first == last else f"{first.hour}-{last.hour}"
            for first, last in self._spans()
        )
        day = "1" if self.first_of_month else "*"
        weekday = "*" if self.weekday is None else (self.weekday + 1) % 7
        return f"{self.times[0].minute} {hours} {day} * {weekday}"

    def next_refresh_at(self, made_at: datetime) -> datetime:
        """Return the first scheduled instant after the one at which a document was made."""
        return self._next(made_at, self.times)

    def next_first_run_at(self, made_at: datetime) -> datetime:
        """Return the first instant after ``made_at`` of a run that must not fail."""
        return self._next(made_at, self.times[:1])

    def _next(self, made_at: datetime, times: tuple[time, ...]) -> datetime:
        # In UTC: instants of one zone are compared by their wall clocks, whatever the season.
        made_at = made_at.astimezone(UTC)
        day = made_at.astimezone(NEW_YORK).date()
        while True:
            if self._is_on(day):
                for at in times:
                    scheduled = datetime.combine(day, at, NEW_YORK)
                    if scheduled.astimezone(UTC) > made_at:
                        return scheduled
            day += timedelta(days=1)

    def _is_on(self, day: date) -> bool:
        return (self.weekday is None or day.weekday() == self.weekday) and (
            not self.first_of_month or day.day == 1
        )

    def _spans(self) -> list[tuple[time, time]]:
        """Return the times as runs of three or more an hour apart, and single ones between."""
        runs: list[list[time]] = []
        for at in self.times:
            if runs and at.hour == runs[-1][-1].hour + 1:
                runs[-1].append(at)
            else:
                runs.append([at])
        return [
            span
            for run in runs
            for span in ([(run[0], run[-1])] if len(run) > 2 else [(at, at) for at in run])
        ]


def _span_in_words(first: time, last: time) -> str:
    return f"{first:%H:%M}" if first == last else f"hourly {first:%H:%M}-{last:%H:%M}"


@dataclass(frozen=True)
class Document:
    """One live document. ``header`` is the mart with its envelope, ``details`` hold its lists."""

    name: str
    file: str
    group: Group
    cadence: Cadence
    topic: str
    cache_control: str
    schema: str
    schema_version: str
    header: Mart
    details: tuple[Mart, ...]

    @property
    def path(self) -> str:
        """The live object, from the destination's root."""
        return f"{PREFIX}/{self.file}"

    def archive_path(self, as_of: date | str) -> str:
        """Return the archive object of one date, from the destination's root."""
        return f"{ARCHIVE_FOLDER}/{as_of}/{self.file}"


INDEX_PATH = f"{PREFIX}/{INDEX_FILE}"

# Lines come from some 12 hours before the first tip-off on and move until it, so do injury reports;
# late box scores arrive between 06:00 and 09:00.
DAILY = Cadence(tuple(time(hour) for hour in (6, 9, *range(12, 24))))
MONDAYS = Cadence((time(6),), weekday=0)
WEDNESDAYS = Cadence((time(8),), weekday=2)
MONTHLY = Cadence((time(6),), first_of_month=True)

DOCUMENTS = (
    Document(
        name="whos-hot",
        file="whos-hot-v2.json",
        group="daily",
        cadence=DAILY,
        topic="trends-daily-export",
        cache_control="public, max-age=3600",
        schema="whos-hot-v2",
        schema_version="2.1.0",
        header=marts.WHOS_HOT,
        details=(marts.WHOS_HOT_PERIODS, marts.WHOS_HOT_PLAYERS),
    ),
    Document(
        name="bounce-back",
        file="bounce-back.json",
        group="daily",
        cadence=DAILY,
        topic="trends-daily-export",
        cache_control="public, max-age=3600",
        schema="bounce-back",
        schema_version="1.1.0",
        header=marts.BOUNCE_BACK,
        details=(marts.BOUNCE_BACK_PLAYERS,),
    ),
    Document(
        name="what-matters",
        file="what-matters.json",
        group="weekly",
        cadence=MONDAYS,
        topic="trends-weekly-export",
        cache_control="public, max-age=43200",
        schema="what-matters",
        schema_version="1.1.0",
        header=marts.WHAT_MATTERS,
        details=(
            marts.WHAT_MATTERS_ARCHETYPES,
            marts.WHAT_MATTERS_FACTORS,
            marts.WHAT_MATTERS_EXAMPLES,
        ),
    ),
    Document(
        name="team-tendencies",
        file="team-tendencies.json",
        group="weekly",
        cadence=MONDAYS,
        topic="trends-weekly-export",
        cache_control="public, max-age=43200",
        schema="team-tendencies",
        schema_version="1.1.0",
        header=marts.TEAM_TENDENCIES,
        details=(
            marts.TEAM_TENDENCIES_PACE,
            marts.TEAM_TENDENCIES_DEFENSE,
            marts.TEAM_TENDENCIES_HOME_AWAY,
            marts.TEAM_TENDENCIES_BACK_TO_BACK,
        ),
    ),
    Document(
        name="quick-hits",
        file="quick-hits.json",
        group="weekly",
        cadence=WEDNESDAYS,
        topic="trends-quickhits-export",
        cache_control="public, max-age=43200",
        schema="quick-hits",
        schema_version="1.1.0",
        header=marts.QUICK_HITS,
        details=(marts.QUICK_HITS_CANDIDATES,),
    ),
    Document(
        name="deep-dive",
        file="deep-dive-current.json",
        group="monthly",
        cadence=MONTHLY,
        topic="trends-monthly-export",
        cache_control="public, max-age=86400",
        schema="deep-dive-current",
        schema_version="1.1.0",
        header=marts.DEEP_DIVE,
        details=(),
    ),
)


@dataclass(frozen=True)
class Schedule:
    """One scheduled job: at its cadence, a message on its topic asks for its documents."""

    topic: str
    cadence: Cadence
    mode: Group
    documents: tuple[Document, ...]

    @property
    def message(self) -> str:
        """The message, as the runner reads it: ``{"mode": …, "documents": […]}``."""
        return json.dumps(
            {"mode": self.mode, "documents": [document.name for document in self.documents]}
        )


SCHEDULES = tuple(
    Schedule(topic, cadence, mode, tuple(documents))
    for (topic, cadence, mode), documents in groupby(
        DOCUMENTS, key=lambda document: (document.topic, document.cadence, document.group)
    )
)


def in_group(scope: Scope) -> tuple[Document, ...]:
    """Return the documents of a group, or all, in the order of their publishing."""
    return tuple(document for document in DOCUMENTS if scope in (document.group, "all"))
