"""A full disk, a limit on files, and two publishers at once: a real folder, real processes."""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from publisher import cli
from publisher.documents import DOCUMENTS
from tests.faults import sites
from tests.fixtures.hand_marts import write_warehouse
from tests.fixtures.release import Run, Warehouse, clock_at, outcome_of, snapshot

FIRST, SECOND = sites.days(2)
PAGE = 4096
WHOS_HOT, BOUNCE_BACK = (document for document in DOCUMENTS if document.group == "daily")


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """Mount a file system of a few pages, to be filled."""
    disk = tmp_path / "disk"
    disk.mkdir()
    options = ["-t", "tmpfs", "-o", f"size={100 * PAGE}", "tmpfs", str(disk)]
    mounted = subprocess.run(["mount", *options], capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"no file system can be mounted here: {mounted.stderr.strip()}")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)


def leave_free(disk: Path, pages: int) -> None:
    """Fill a file system except for some pages."""
    filler = disk / "filler"
    filler.unlink(missing_ok=True)
    free = os.statvfs(disk).f_bavail
    filler.write_bytes(b"x" * PAGE * (free - pages))
    assert os.statvfs(disk).f_bavail == pages


def test_a_full_disk_at_any_write_leaves_everything_whole(
    run: Run, warehouse: Warehouse, small_disk: Path
) -> None:
    site = small_disk / "site"
    warehouse(sites.crowded(FIRST, heat=8.0))
    assert run("daily", "--to", str(site), today=FIRST).code == 0
    codes, reached = [], set()
    # With every additional page, a different write finds no room.
    for pages, day in enumerate(sites.days(10, SECOND)):
        warehouse(sites.crowded(day, heat=7.0 + pages / 100))
        before = sites.folder(site)
        leave_free(small_disk, pages)
        outcome = run("daily", "--to", str(site), today=day)
        codes.append(outcome.code)
        reached.add(len(outcome.receipt["written"]))
        after = sites.folder(site)
        sites.check_after_fault(before, after, day)
        if outcome.code:
            assert outcome.code == 6
            assert "No space left on device" in outcome.error
            assert not list(site.rglob(".*.tmp")), "no half-written file is left behind"
        else:
            sites.check_released(after)
    assert (codes[0], codes[-1]) == (6, 0)
    assert len(reached) >= 4, "the disk was full at one write after the other"


@pytest.mark.parametrize("limit", [0, 500, 2500])
def test_a_limit_on_the_size_of_files(
    run: Run, warehouse: Warehouse, tmp_path: Path, limit: int
) -> None:
    warehouse(sites.crowded(FIRST, heat=8.0))
    run("daily", today=FIRST)
    warehouse(sites.crowded(SECOND, heat=7.0))
    before = snapshot(tmp_path / "site")
    process = subprocess.run(
        [sys.executable, "-m", "publisher.cli", "daily", "--as-of", str(SECOND), "--live"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(cli.__file__).parents[1])},
        # What the shell's ulimit -f does.
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)),
        capture_output=True,
        text=True,
        check=False,
    )
    outcome = outcome_of(process.returncode, process.stdout, process.stderr)
    assert outcome.code == 6
    assert WHOS_HOT.archive_path(SECOND) in outcome.error and "File too large" in outcome.error
    assert snapshot(tmp_path / "site") == before


# --- two publishers


def both(first: list[str], second: list[str], marts: list[Path]) -> list[int]:
    """Run two releases in two processes that start at the same moment; return their exit codes."""
    gate, opens = os.pipe()
    children = []
    for arguments, warehouse in zip((first, second), marts, strict=True):
        child = os.fork()
        if child == 0:
            try:
                os.close(opens)
                os.environ["TRENDS_DUCKDB_PATH"] = str(warehouse)
                sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115
                os.read(gate, 1)
                os._exit(cli.main(arguments, clock_at(SECOND)))
            finally:
                os._exit(99)
        children.append(child)
    os.close(opens)
    codes = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    os.close(gate)
    return codes


@pytest.fixture
def rivals(tmp_path: Path) -> list[Path]:
    """Make two builds of the second day."""
    paths = [tmp_path / "one.duckdb", tmp_path / "two.duckdb"]
    for path, heat in zip(paths, (7.0, 6.0), strict=True):
        write_warehouse(path, sites.crowded(SECOND, heat=heat))
    return paths


def check_race(before: dict[str, bytes], tmp_path: Path, codes: list[int]) -> None:
    """Check a folder after two simultaneous releases of the second day.

    They come one after the other, or one loses; the loser may have got as far as a release that
    dies, and then that is what ``status`` shows.
    """
    assert sorted(codes) in ([0, 0], [0, 6])
    site = sites.folder(tmp_path / "site")
    sites.check_whole(site)
    assert set(before) <= set(site)
    assert all(site[path] == body for path, body in before.items() if f"/{FIRST}/" in path)
    wrong = sites.named_wrongly(site)
    found = {
        trouble.split(":")[0]
        for trouble in sites.troubles(site, SECOND)
        if "not in the index: a release died half-way" in trouble
    }
    assert found == wrong
    assert 6 in codes or not wrong


@pytest.mark.parametrize("attempt", range(8))
def test_one_of_two_publishers_of_the_same_day_comes_through(
    run: Run,
    warehouse: Warehouse,
    tmp_path: Path,
    rivals: list[Path],
    monkeypatch: pytest.MonkeyPatch,
    attempt: int,
) -> None:
    warehouse(sites.crowded(FIRST, heat=8.0))
    run("daily", today=FIRST)
    before = sites.folder(tmp_path / "site")
    codes = both(["daily"], ["daily"], rivals)
    check_race(before, tmp_path, codes)
    # Whichever runs again, winner or loser, makes it whole.
    monkeypatch.setenv("TRENDS_DUCKDB_PATH", str(rivals[attempt % 2]))
    assert run("daily", today=SECOND).code == 0
    sites.check_released(sites.folder(tmp_path / "site"))


def test_two_publishers_of_the_same_build_do_no_harm(
    run: Run, warehouse: Warehouse, tmp_path: Path, rivals: list[Path]
) -> None:
    for _ in range(4):
        before = sites.folder(tmp_path / "site")
        check_race(before, tmp_path, both(["daily"], ["daily"], [rivals[0]] * 2))
        sites.check_released(sites.folder(tmp_path / "site"))


def test_two_publishers_of_different_documents_leave_what_a_run_repairs(
    run: Run, warehouse: Warehouse, tmp_path: Path, rivals: list[Path]
) -> None:
    warehouse(sites.crowded(FIRST, heat=8.0))
    run("daily", today=FIRST)
    commands = (["daily", "--only", "whos-hot"], ["daily", "--only", "bounce-back"])
    for heat in (5.0, 4.9, 4.8, 4.7):
        for rival in rivals:
            rival.unlink()
            write_warehouse(rival, sites.crowded(SECOND, heat=heat))
        before = sites.folder(tmp_path / "site")
        codes = both(*commands, rivals)
        assert 0 in codes and set(codes) <= {0, 6}
        after = sites.folder(tmp_path / "site")
        sites.check_whole(after)
        assert set(before) <= set(after)
        warehouse(sites.crowded(SECOND, heat=heat))
        assert run("daily", today=SECOND).code == 0
        sites.check_released(sites.folder(tmp_path / "site"))
