"""What a benchmark ran on."""

from __future__ import annotations

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any


def describe_machine(load: float) -> dict[str, Any]:
    """Return date, machine and versions, and the same as a line of ``text``."""
    model = [
        line.split(":", 1)[1].strip()
        for line in Path("/proc/cpuinfo").read_text().splitlines()
        if line.startswith("model name")
    ]
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    machine: dict[str, Any] = {
        "measured_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "processor": model[0] if model else platform.machine(),
        "cores": os.cpu_count(),
        "memory_gib": round(memory, 1),
        "load_before": round(load, 2),
        "python": platform.python_version(),
        **{name: version(name) for name in ("dbt-core", "dbt-duckdb", "dbt-bigquery", "duckdb")},
    }
    machine["text"] = (
        f"Measured {machine['measured_at'][:10]} on {machine['cores']} cores "
        f"({machine['processor']}), {machine['memory_gib']} GiB, load {machine['load_before']} "
        f"before; Python {machine['python']}, dbt-core {machine['dbt-core']}, "
        f"dbt-duckdb {machine['dbt-duckdb']}, DuckDB {machine['duckdb']}."
    )
    return machine
