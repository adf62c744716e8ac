"""The registry: every fact about a document that is not in its rows.

Paths, cadences, topics and cache headers stand here and nowhere else. A new document is a new
entry of ``DOCUMENTS``, its marts, its body in ``bodies.BODIES`` and its schema.
"""

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import groupby
from typing import Literal, get_args

from publisher import marts
from publisher.clock import NEW_YORK
from publisher.marts import Mart

PREFIX = "v1/trends"
ARCHIVE_FOLDER = f"{PREFIX}/archive"
INDEX_FILE = "index.json"
INDEX_SCHEMA = "index"
INDEX_VERSION = "1.1.0"
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
    """When a document is made: at ``at`` in New York, daily unless a day is given.

    ``weekday`` is 0 (Monday) to 6. ``first_of_month`` means the 1st of every month.
    """

    at: time
    weekday: int | None = None
    first_of_month: bool = False

    def __str__(self) -> str:
        if self.first_of_month:
            day = "1st of the month"
        elif self.weekday is not None:
            day = DAYS[self.weekday]
        else:
            day = "daily"
        return f"{day} {self.at:%H:%M} {NEW_YORK.key}"

    @property
    def cron(self) -> str:
        """The cadence as the five fields of cron, New York's time; cron's week starts on Sunday."""
        day = "1" if self.first_of_month else "*"
        weekday = "*" if self.weekday is None else (self.weekday + 1) % 7
        return f"{self.at.minute} {self.at.hour} {day} * {weekday}"

    def next_refresh_at(self, as_of: date) -> datetime:
        """Return the first scheduled instant whose New York date is after ``as_of``.

        The run at 06:00 of ``as_of`` itself is the one that made the document.
        """
        day = as_of + timedelta(days=1)
        if self.weekday is not None:
            day += timedelta(days=(self.weekday - day.weekday()) % 7)
        elif self.first_of_month and day.day > 1:
            day = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
        return datetime.combine(day, self.at, NEW_YORK)


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

DAILY = Cadence(time(6))
MONDAYS = Cadence(time(6), weekday=0)
WEDNESDAYS = Cadence(time(8), weekday=2)
MONTHLY = Cadence(time(6), first_of_month=True)

DOCUMENTS = (
    Document(
        name="whos-hot",
        file="whos-hot-v2.json",
        group="daily",
        cadence=DAILY,
        topic="trends-daily-export",
        cache_control="public, max-age=3600",
        schema="whos-hot-v2",
        schema_version="2.0.0",
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
        schema_version="1.0.0",
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
        schema_version="1.0.0",
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
        schema_version="1.0.0",
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
        schema_version="1.0.0",
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
        schema_version="1.0.0",
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
