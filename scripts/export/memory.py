"""How much memory a build may take, and what it needs.

DuckDB would take four fifths of the machine's, and dbt and the export beside it have to live on the
rest. In a container that is too little for them, so DuckDB is given what they leave.
"""

import os
import re
from pathlib import Path

MIB = 1024 * 1024
# Measured (docs/performance.md): what is left to the processes beside DuckDB's own memory, the
# least that DuckDB builds two real seasons in, and what a whole export of them takes.
AROUND, LEAST_DUCKDB, NEEDED = 320 * MIB, 128 * MIB, 384 * MIB

LIMIT_VARIABLE = "TRENDS_DUCKDB_MEMORY_LIMIT"

PROC, CGROUPS = Path("/proc"), Path("/sys/fs/cgroup")


def available() -> int:
    """Return the bytes that this container may use, or else that the machine has."""
    found = re.search(r"^MemTotal: +(\d+) kB", (PROC / "meminfo").read_text(), re.MULTILINE)
    machine = int(found[1]) * 1024 if found else 0
    limits = [int(text) for text in _limits() if text.isdecimal()]
    return min([machine, *limits])


def _limits() -> list[str]:
    """Return the limits of this process's control groups, of version 1 and 2, from the top down.

    Within a container its own group is the root of what is mounted, whatever path /proc names.
    """
    try:
        lines = (PROC / "self" / "cgroup").read_text().splitlines()
    except OSError:
        return []
    files = []
    for line in lines:
        _, controllers, path = line.split(":", 2)
        if controllers == "":
            root, name = CGROUPS, "memory.max"
        elif "memory" in controllers.split(","):
            root, name = CGROUPS / "memory", "memory.limit_in_bytes"
        else:
            continue
        group = root / path.lstrip("/")
        files += [
            root / name,
            *(one / name for one in (group, *group.parents) if root in one.parents),
        ]
    return [file.read_text().strip() for file in dict.fromkeys(files) if file.is_file()]


def duckdb_limit() -> str:
    """Return DuckDB's limit as it takes it; the caller's own, if there is one, comes first."""
    if named := os.environ.get(LIMIT_VARIABLE):
        return named
    there = available()
    return f"{max(min(there * 4 // 5, there - AROUND), LEAST_DUCKDB) // MIB}MiB"


def shortage() -> str | None:
    """Return in words how much memory there is and how much is needed, None where it is enough."""
    there = available()
    if there >= NEEDED:
        return None
    return (
        f"there are {there // MIB} MiB of memory, and an export of two seasons takes "
        f"{NEEDED // MIB} MiB"
    )
