"""DuckDB gets what the container leaves, and a build that has too little says so."""

from pathlib import Path

import pytest

from publisher.errors import BuildError
from scripts.export import memory
from scripts.export.memory import LIMIT_VARIABLE, MIB, available, duckdb_limit, shortage
from tests.unit.test_dbt_project import Dbt, build, dbt, ended

__all__ = ["dbt"]


class Machine:
    """A machine of 8 GiB, and the control groups that a test puts this process into."""

    def __init__(self, root: Path) -> None:
        self.proc, self.groups = root / "proc", root / "cgroup"
        (self.proc / "self").mkdir(parents=True)
        (self.proc / "meminfo").write_text("MemTotal:        8388608 kB\nMemFree:  1 kB\n")

    def is_in(self, *lines: str) -> None:
        (self.proc / "self" / "cgroup").write_text("".join(f"{line}\n" for line in lines))

    def limits(self, path: str, limit: object) -> None:
        file = self.groups / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(f"{limit}\n")


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Machine:
    made = Machine(tmp_path / "machine")
    monkeypatch.setattr(memory, "PROC", made.proc)
    monkeypatch.setattr(memory, "CGROUPS", made.groups)
    monkeypatch.delenv(LIMIT_VARIABLE, raising=False)
    return made


def test_without_a_container_it_is_the_machines(machine: Machine) -> None:
    assert available() == 8192 * MIB
    machine.is_in("0::/")
    machine.limits("memory.max", "max")
    assert available() == 8192 * MIB
    assert (duckdb_limit(), shortage()) == ("6553MiB", None)


@pytest.mark.parametrize(
    ("line", "file"),
    [
        ("0::/", "memory.max"),
        ("0::/docker/1a", "memory.max"),
        ("0::/system.slice/trends.service", "system.slice/trends.service/memory.max"),
        ("0::/system.slice/trends.service", "system.slice/memory.max"),
        ("4:cpu,memory:/docker/1a", "memory/memory.limit_in_bytes"),
        ("4:memory:/docker/1a", "memory/docker/1a/memory.limit_in_bytes"),
    ],
)
def test_the_limit_of_the_group_or_of_one_above_it_counts(
    machine: Machine, line: str, file: str
) -> None:
    machine.is_in("1:cpuset:/elsewhere", line)
    machine.limits(file, 1024 * MIB)
    assert available() == 1024 * MIB
    assert (duckdb_limit(), shortage()) == (f"{1024 - memory.AROUND // MIB}MiB", None)


def test_the_smallest_of_several_limits_counts(machine: Machine) -> None:
    machine.is_in("0::/a/b")
    machine.limits("a/memory.max", 600 * MIB)
    machine.limits("a/b/memory.max", 700 * MIB)
    assert available() == 600 * MIB


def test_the_callers_own_limit_comes_first(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(LIMIT_VARIABLE, "3GB")
    assert duckdb_limit() == "3GB"


@pytest.mark.parametrize(
    ("mebibytes", "is_short"), [(memory.NEEDED // MIB, False), (memory.NEEDED // MIB - 1, True)]
)
def test_too_little_is_told_with_what_is_needed(
    machine: Machine, mebibytes: int, is_short: bool
) -> None:
    machine.is_in("0::/")
    machine.limits("memory.max", mebibytes * MIB)
    assert duckdb_limit() == f"{memory.LEAST_DUCKDB // MIB}MiB"
    told = f"there are {mebibytes} MiB of memory, and an export of two seasons takes "
    assert (shortage() or "").startswith(told) == is_short


OUT_OF_MEMORY = "Runtime Error in model x\n  Out of Memory Error: could not allocate block"


@pytest.mark.parametrize("killed", [False, True])
def test_a_build_without_enough_memory_says_what_it_needs(
    dbt: Dbt, tmp_path: Path, machine: Machine, killed: bool
) -> None:
    machine.is_in("0::/")
    machine.limits("memory.max", 256 * MIB)
    told = "dbt build failed for want of memory: there are 256 MiB of memory, and an export of two"
    message = None if killed else OUT_OF_MEMORY
    result = {**ended("x", "error", 0, "select 1"), "message": message}
    with pytest.raises(BuildError, match=told):
        build(dbt, tmp_path / "trends.duckdb", result, code=137 if killed else 1)


def test_a_build_that_outgrows_its_limit_names_it(
    dbt: Dbt, tmp_path: Path, machine: Machine
) -> None:
    result = {**ended("x", "error", 0, "select 1"), "message": OUT_OF_MEMORY}
    with pytest.raises(BuildError, match="for want of memory: DuckDB has 6553MiB"):
        build(dbt, tmp_path / "trends.duckdb", result, code=1)
    assert dbt.environment[LIMIT_VARIABLE] == "6553MiB"
