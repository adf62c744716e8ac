"""Five hundred random releases with random faults: no broken index, nothing lost.

Four hundred go to a folder, where a fault is an error of the operating system, or the end of the
process, at any of its calls; a hundred go to a bucket, where it is an answer of the storage server.
A failure names its seed: TRENDS_FAULT_SEED runs that one again.
"""

import contextlib
import errno
import io
import json
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import google.cloud.storage as gcs  # type: ignore[import-untyped]
import google.cloud.storage.retry as gcs_retry  # type: ignore[import-untyped]
import pytest
from google.auth.credentials import AnonymousCredentials

from publisher import cli
from publisher import store as store_module
from publisher.documents import ARCHIVE_FOLDER, DOCUMENTS, INDEX_PATH, in_group
from tests.faults import sites
from tests.faults.storage_proxy import StorageProxy
from tests.fixtures.daily_marts import Tables
from tests.fixtures.hand_marts import all_tables, write_warehouse
from tests.fixtures.release import clock_at

DAYS = sites.days(6)
SEEDS = [int(seed) for seed in os.environ.get("TRENDS_FAULT_SEED", "1 2 3 4 5").split()]
IN_FOLDER, IN_BUCKET = 80, 20
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES, errno.EROFS, errno.EDQUOT)
KILLED = 128 + signal.SIGKILL
# Exit codes after which nothing may have changed: invalid document, missing mart, refusal.
UNTOUCHED = {3, 4, 7}

Site = dict[str, bytes]


def builds() -> dict[str, Tables]:
    """Return the marts of every day in different builds: good ones, emptied, odd, invalid, none."""
    plenty = {"hot": 6, "periods": 2}
    kinds: dict[str, Callable[[date], Tables]] = {
        "good": lambda day: sites.crowded(day, heat=8.0, **plenty),
        "better": lambda day: sites.crowded(day, heat=7.0, **plenty),
        "emptied": lambda day: sites.crowded(day, hot=0, heat=6.0, periods=2),
        "odd": lambda day: sites.crowded(day, heat=5.0, **plenty),
        "invalid": lambda day: sites.crowded(day, heat=4.0, **plenty),
        "none": lambda day: {name: [] for name in all_tables()},
    }
    made: dict[str, Tables] = {}
    for kind, tables_of in kinds.items():
        tables: Tables = {name: [] for name in all_tables()}
        for day in DAYS:
            for name, rows in tables_of(day).items():
                tables[name] += rows
        made[kind] = tables
    for row in made["odd"]["fct_whos_hot_periods"]:
        row["league_average__hit_rate"] = 0.9
    for row in made["invalid"]["fct_bounce_back_players"]:
        row["significance"] = "perhaps"
    return made


@pytest.fixture(scope="module")
def marts(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("marts")
    found = {}
    for kind, tables in builds().items():
        found[kind] = folder / f"{kind}.duckdb"
        write_warehouse(found[kind], tables)
    return found


@dataclass(frozen=True)
class Plan:
    """A random release."""

    arguments: list[str]
    today: date
    of: date
    build: str

    @property
    def reaches_live(self) -> bool:
        is_live = "--live" in self.arguments or self.arguments[0] == "rollback"
        return "--dry-run" not in self.arguments and (is_live or self.of == self.today)

    @property
    def is_replacement(self) -> bool:
        """Whether it may change the archive of its date."""
        return self.of == self.today or "--replace" in self.arguments


def draw(chance: random.Random, today: date) -> Plan:
    """Draw a release that is made today."""
    scope = chance.choices(("daily", "weekly", "monthly", "all"), (6, 2, 1, 2))[0]
    past = [day for day in DAYS if day <= today]
    of = today if chance.random() < 0.7 else chance.choice(past)
    if chance.random() < 0.15:
        arguments = ["rollback", str(of)]
        scope = "all"
    else:
        arguments = [scope, "--as-of", str(of)]
        for option, share in (("--live", 0.3), ("--replace", 0.2)):
            if chance.random() < share:
                arguments.append(option)
        if chance.random() < 0.3:
            arguments += ["--accept-degraded", f"reason {chance.randrange(3)}"]
    if chance.random() < 0.25:
        names = [document.name for document in in_group(scope)]  # type: ignore[arg-type]
        arguments += ["--only", chance.choice(names)]
    if chance.random() < 0.05:
        arguments.append("--dry-run")
    kinds, shares = zip(
        *{"good": 6, "better": 6, "emptied": 3, "odd": 2, "invalid": 1, "none": 1}.items(),
        strict=True,
    )
    return Plan(arguments, today, of, chance.choices(kinds, shares)[0])


@dataclass
class Ledger:
    """What the releases have done so far, and whether each left what it may leave."""

    codes: Counter[int] = field(default_factory=Counter)
    mixed: int = 0
    degraded: int = 0

    def hold(self, plan: Plan, before: Site, after: Site, code: int, receipt: Any) -> None:
        """Check a destination after a release; the receipt is None if it was killed."""
        self.codes[code] += 1
        sites.check_after_fault(before, after, plan.of)
        changed = {path for path in after if after[path] != before.get(path)}
        live = {document.path for document in DOCUMENTS} | {INDEX_PATH}
        if code in UNTOUCHED or "--dry-run" in plan.arguments:
            assert changed == set()
        if not plan.reaches_live:
            assert not changed & live
        if not plan.is_replacement:
            assert not [path for path in changed if path in before and ARCHIVE_FOLDER in path]
        if receipt is not None:
            assert changed <= set(receipt["written"]), "the receipt tells what was written"
        if code == 0 and plan.reaches_live:
            assert sites.names_what_is_live(after)
            for entry in receipt["documents"]:
                (document,) = (one for one in DOCUMENTS if one.name == entry["document"])
                assert after[document.path] == after[document.archive_path(plan.of)]
            accepted = receipt["accepted"]
            marks = {
                entry["document"]: entry["degraded"] for entry in sites.entries(after).values()
            }
            for refusal in receipt["refusals"]:
                if refusal["document"]:
                    assert marks[refusal["document"]]["reason"] == accepted
            self.degraded += bool(receipt["refusals"])
        if not sites.names_what_is_live(after):
            self.mixed += 1
            assert any("not in the index" in text for text in sites.troubles(after, plan.today))


def run(plan: Plan, marts: dict[str, Path], to: str) -> tuple[int, Any]:
    """Make a release in this process; return its exit code and its receipt."""
    os.environ["TRENDS_DUCKDB_PATH"] = str(marts[plan.build])
    out, err = io.StringIO(), io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        code = cli.main([*plan.arguments, "--to", to, "--verbose"], clock_at(plan.today))
    (line,) = out.getvalue().splitlines()
    return code, json.loads(line)


def repair(marts: dict[str, Path], to: str, site: Callable[[], Site]) -> None:
    """Release everything without a fault: all is well again, whatever happened before."""
    arguments = ["all", "--accept-degraded", "the end of the test"]
    code, receipt = run(Plan(arguments, DAYS[-1], DAYS[-1], "good"), marts, to)
    assert code == 0, receipt["error"]
    sites.check_released(site())
    assert sites.troubles(site(), DAYS[-1]) == []


# --- a folder, and the calls of the operating system


class Calls:
    """Counts the calls that concern a folder, and lets one of them fail, or be the last.

    Python tells an audit hook about a call before it is made. A hook cannot be removed again, so
    there is only one, which sleeps most of the time.
    """

    EVENTS = frozenset(("open", "os.rename", "os.mkdir", "os.remove", "fcntl.flock", "fsync"))

    def __init__(self) -> None:
        self.folder = ""
        self.left = 0
        self.act: Callable[[], None] | None = None
        self.acted = False
        sys.addaudithook(self.hear)

    @contextlib.contextmanager
    def failing(self, folder: Path, at: int, act: Callable[[], None]) -> Iterator[None]:
        """Let the call numbered ``at`` fail, if there are that many."""
        self.folder, self.left, self.act, self.acted = str(folder), at, act, False
        try:
            yield
        finally:
            self.act = None

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.act is None or event not in self.EVENTS:
            return
        by_path = event not in ("fcntl.flock", "fsync")
        if by_path and not os.fspath(arguments[0]).startswith(self.folder):
            return
        self.left -= 1
        if self.left < 0 and not self.acted:
            self.acted = True
            self.act()


@pytest.fixture(scope="module")
def calls() -> Calls:
    return Calls()


def fails_with(number: int) -> Callable[[], None]:
    def act() -> None:
        raise OSError(number, os.strerror(number))

    return act


def dies() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def in_a_child(release: Callable[[], tuple[int, Any]]) -> int:
    """Make a release in a process of its own; return its exit code, or 128 and its signal."""
    child = os.fork()
    if child == 0:
        # Nothing of the test runs on in here, whatever happens.
        try:
            os._exit(release()[0])
        finally:
            os._exit(99)
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    return code if code >= 0 else 128 - code


@pytest.mark.parametrize("seed", SEEDS)
def test_no_chain_of_faults_breaks_a_folder(
    seed: int,
    marts: dict[str, Path],
    calls: Calls,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", "")
    root = tmp_path / "site"
    real_fsync = os.fsync

    def fsync(descriptor: int) -> None:
        # It has no audit event of its own.
        sys.audit("fsync", descriptor)
        real_fsync(descriptor)

    monkeypatch.setattr(os, "fsync", fsync)
    chance = random.Random(seed)
    ledger = Ledger()
    today = 0
    for number in range(IN_FOLDER):
        if chance.random() < 0.1:
            today = min(today + 1, len(DAYS) - 1)
        plan = draw(chance, DAYS[today])
        fault = chance.choices(("none", "error", "death"), (3, 3, 4))[0]
        at = chance.randrange(45)
        before = sites.folder(root)
        receipt: Any = None
        if fault == "death":
            with calls.failing(root, at, dies):
                code = in_a_child(partial(run, plan, marts, str(root)))
            assert code in {0, 3, 4, 6, 7, KILLED}, code
            if code != KILLED:
                receipt = {"written": list(sites.folder(root)), "documents": [], "refusals": []}
                receipt["accepted"] = None
        elif fault == "error":
            with calls.failing(root, at, fails_with(chance.choice(ERRORS))):
                code, receipt = run(plan, marts, str(root))
            # Making a folder that is already there may fail and do no harm.
            assert code in (0, 6) or not calls.acted, receipt["error"]
        else:
            code, receipt = run(plan, marts, str(root))
        try:
            ledger.hold(plan, before, sites.folder(root), code, receipt)
        except Exception as error:
            raise AssertionError(
                f"TRENDS_FAULT_SEED={seed}, release {number}: {plan}, {fault} at {at}, exit {code}"
            ) from error
    repair(marts, str(root), lambda: sites.folder(root))
    print(f"seed {seed}: {dict(ledger.codes)}, mixed {ledger.mixed}, degraded {ledger.degraded}")
    assert set(ledger.codes) >= {0, 6, 7, KILLED}, "the chances are wide enough"
    assert ledger.mixed


# --- a bucket, and the answers of its server


ANSWERS: list[int | str | None] = [429, 500, 503, 403, 412, None, "lose", "reset"]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_chain_of_faults_breaks_a_bucket(
    seed: int,
    marts: dict[str, Path],
    storage: StorageProxy,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", "")
    monkeypatch.setattr(store_module, "RETRY_SECONDS", 0.1)
    quick = gcs_retry.DEFAULT_RETRY.with_delay(initial=0.01, maximum=0.02)
    monkeypatch.setattr(gcs_retry, "DEFAULT_RETRY", quick)
    client = gcs.Client(
        project="test",
        credentials=AnonymousCredentials(),  # type: ignore[no-untyped-call]
        client_options={"api_endpoint": storage.server_url},
    )
    handle = client.create_bucket("trends-bucket")
    chance = random.Random(1000 + seed)
    ledger = Ledger()
    today = 0

    def site() -> Site:
        return sites.bucket(handle, "site/")

    after = site()
    for number in range(IN_BUCKET):
        if chance.random() < 0.2:
            today = min(today + 1, len(DAYS) - 1)
        plan = draw(chance, DAYS[today])
        answer, at = chance.choice(ANSWERS), chance.randrange(60)
        lasts = chance.random() < 0.5
        requests: list[str] = []

        def meddle(method: str, name: str) -> int | str | None:
            requests.append(name)  # noqa: B023
            past = len(requests) - 1 - at  # noqa: B023
            # Only an upload has a precondition that can fail.
            if past < 0 or (past > 0 and not lasts) or (answer == 412 and method != "POST"):  # noqa: B023
                return "pass"
            return answer  # noqa: B023

        before = after
        storage.meddle = meddle
        code, receipt = run(plan, marts, "gs://trends-bucket/site")
        storage.meddle = lambda method, name: "pass"
        after = site()
        try:
            if answer == "lose":
                # What was written by an upload without an answer is in no receipt.
                receipt["written"] = list(after)
            ledger.hold(plan, before, after, code, receipt)
        except Exception as error:
            raise AssertionError(
                f"TRENDS_FAULT_SEED={seed}, release {number}: {plan}, {answer} at {at}, "
                f"lasts {lasts}, exit {code}, {receipt['error']}"
            ) from error
    monkeypatch.setattr(store_module, "RETRY_SECONDS", 5)
    repair(marts, "gs://trends-bucket/site", site)
    client.close()
    assert set(ledger.codes) >= {0, 6}
