"""What a run is given, and its receipt: the one JSON line on stdout."""

import json
import os
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Literal

from publisher.errors import ExitCode
from publisher.journal import Journal, without_secrets
from publisher.values import Json

# What operators read of a receipt and of each of its documents; ``--verbose`` prints the rest.
BRIEF = (
    *("status", "exit_code", "error", "run_id", "duration_seconds"),
    *("as_of_date", "destination", "documents", "refusals", "accepted", "written", "warnings"),
)
BRIEF_DOCUMENT = ("document", "status", "records")


@dataclass
class Receipt:
    """What a run did. All keys are always present; a brief receipt has those of ``BRIEF``.

    - ``status``: ``published``, ``unchanged`` (all was already there), ``dry_run``, ``failed``.
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
      ``accepted``: why it was published anyway, or null.
    - ``index``: ``write``, ``keep`` or ``skip`` likewise; null if it was not reached.
    - ``written``: the objects really written, in order; also when a later write failed.
    - ``live``: what is live afterwards, ``document``, ``as_of_date``, ``generated_at``,
      ``next_refresh_at``; empty if the index was not reached.
    - ``warnings``: problems that were passed over or repaired: late tables, dbt tests that only
      warn (with how many rows, and some of them), overdue lines, objects repaired.
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

    def as_json(self, *, verbose: bool) -> Json:
        """Return the receipt as it is printed."""
        whole = asdict(self)
        if verbose:
            return whole
        documents = [{key: one[key] for key in BRIEF_DOCUMENT} for one in self.documents]
        return {key: whole[key] for key in BRIEF} | {"documents": documents}


@dataclass
class Session:
    """What a run works with: the clock, the journal, and the receipt that it fills.

    A receipt is printed when the command has begun one, or when it failed before it could, unless
    ``prints_receipt`` is off: then the command prints a result of its own. It is brief unless
    ``verbose`` is on.
    """

    now: Callable[[], datetime]
    journal: Journal
    receipt: Receipt = field(default_factory=Receipt)
    prints_receipt: bool = True
    verbose: bool = False

    def begin(self, command: str) -> Receipt:
        """Note which command runs; return the receipt."""
        self.journal.about(command=command)
        self.receipt.command = command
        return self.receipt

    def hand_over(self) -> None:
        """Print the receipt of a finished release, and begin the next one's."""
        self.finish(ExitCode.OK, None)
        self.receipt = Receipt()

    def finish(self, code: int, failure: str | None) -> None:
        """Complete the receipt with how the run ended, and print it."""
        receipt, journal = self.receipt, self.journal
        receipt.exit_code, receipt.error = code, failure
        receipt.run_id, receipt.duration_seconds = journal.run_id, round(journal.lap(), 3)
        receipt.warnings = [without_secrets(text) for text in receipt.warnings]
        for text in receipt.warnings:
            journal.warn(text)
        journal.finish(receipt.status, code, receipt.duration_seconds)
        try:
            # Flushed, so that it is out before the metrics are pushed.
            print(json.dumps(receipt.as_json(verbose=self.verbose)), flush=True)
        except OSError as error:
            journal.warn(f"the receipt could not be printed: {error.strerror}")
            # Or Python would try it again at its end.
            sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
