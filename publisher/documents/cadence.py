"""When a document is made."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from publisher.clock import NEW_YORK
from publisher.sentences import listed

# How long after its scheduled time a document may arrive.
GRACE = timedelta(hours=1)

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


@dataclass(frozen=True)
class Cadence:
    """When a document is made: at each of the ``times`` in New York, daily unless a day is given.

    The times are in order and share one minute of the hour, because one scheduler job covers them.
    The first is the run of its day that must not fail; the others bring what has changed since.
    ``weekday`` is 0 (Monday) to 6. ``first_of_month`` means the 1st of every month.
    """

    times: tuple[time, ...]
    weekday: int | None = None
    first_of_month: bool = False

    def __post_init__(self) -> None:
        minutes = {at.minute for at in self.times}
        if len(minutes) != 1 or sorted(set(self.times)) != list(self.times):
            raise ValueError(f"not a cadence of one job: {self.times}")

    def __str__(self) -> str:
        if self.first_of_month:
            day = "1st of the month"
        elif self.weekday is not None:
            day = DAYS[self.weekday]
        else:
            day = "daily"
        times = listed([_span_in_words(first, last) for first, last in self._spans()])
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


# Lines come from some 12 hours before the first tip-off on and move until it, so do injury reports;
# late box scores arrive between 06:00 and 09:00.
DAILY = Cadence(tuple(time(hour) for hour in (6, 9, *range(12, 24))))

MONDAYS = Cadence((time(6),), weekday=0)
