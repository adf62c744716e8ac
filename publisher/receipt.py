"""The receipt of a run: the one JSON line on stdout."""

from dataclasses import dataclass, field
from typing import Literal

from publisher.values import Json


@dataclass
class Receipt:
    """What a run did. The keys are always all there.

    - ``status``: ``published``, ``unchanged`` (all was there already), ``dry_run``, ``failed``.
    - ``exit_code``: the exit code of the process; ``error``: one line, or null.
    - ``run_id``: the run's name in the logs; ``duration_seconds``.
    - ``command``, ``as_of_date``, ``destination``: what was asked; null if it never got that far.
    - ``scope``: ``live`` (archive, live documents and index), ``archive``, or ``dry_run``; null if
      it never got that far.
    - ``documents``: for each its ``document``, ``status``, ``data_gaps``, ``lines_due_at`` (from
      when on tonight's lines should be in; null without games, and of a rollback), ``records``,
      ``bytes``, ``sha256``, and what ``archive`` and ``live`` needed: ``write``, ``keep`` (equal
      already), ``skip`` (not in scope). Empty if the run failed before anything was planned.
    - ``refusals``: what the guards found, ``guard``, ``document`` (null: all), ``text``;
      ``accepted``: why it was published all the same, or null.
    - ``index``: ``write``, ``keep`` or ``skip`` likewise; null if it was not reached.
    - ``written``: the objects really written, in order; also when a later write failed.
    - ``live``: what is live afterwards, ``document``, ``as_of_date``, ``generated_at``,
      ``next_refresh_at``; empty if the index was not reached.
    - ``warnings``: what was found amiss and passed over or healed: late tables, tests of dbt that
      only warn (with how many rows, and some of them), lines that are overdue, objects mended.
    """

    status: str = "failed"
    exit_code: int = 0
    error: str | None = None
    run_id: str = ""
    duration_seconds: float = 0
    command: str | None = None
    as_of_date: str | None = None
    destination: str | None = None
    scope: Literal["live", "archive", "dry_run"] | None = None
    documents: list[Json] = field(default_factory=list)
    refusals: list[Json] = field(default_factory=list)
    accepted: str | None = None
    index: str | None = None
    written: list[str] = field(default_factory=list)
    live: list[Json] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
