"""What dbt says of a build afterwards: which tests ran, and why nodes failed."""

import json
import re
import signal
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from publisher.documents import Group
from publisher.errors import BuildError
from scripts.sources.tables import source_tables

# Of a test that ran to its end; a skipped one did not.
ENDED = ("pass", "warn", "fail")
# BigQuery's words for a table or dataset that is not there.
NOT_FOUND = re.compile(r"Not found: (?:Table|Dataset) ([^\s,;]+)", re.IGNORECASE)


def results_of(file: Path) -> list[dict[str, Any]]:
    """Return what became of each node, of dbt's run_results.json."""
    found: list[dict[str, Any]] = json.loads(file.read_text(encoding="utf-8"))["results"]
    return found


def check_tests(manifest: Path, results: Path, groups: Sequence[Group]) -> None:
    """Raise ``BuildError`` unless every data test of the groups' nodes ran.

    Those are the tests that have a group's tag, or look at a node that has it.
    """
    try:
        nodes = json.loads(manifest.read_text(encoding="utf-8"))["nodes"]
        ran = {result["unique_id"] for result in results_of(results) if result["status"] in ENDED}
    except (OSError, ValueError, KeyError) as error:
        raise BuildError(
            f"it cannot be told which tests dbt ran ({error}); nothing was published"
        ) from error
    wanted = _tests(nodes, {f"trends_{group}" for group in groups})
    if missing := sorted(name.split(".")[2] for name in wanted - ran):
        raise BuildError(
            f"dbt ran only {len(wanted) - len(missing)} of {len(wanted)} data tests, and not "
            f"{missing[0]}: something outside the project switches tests off; "
            f"nothing was published"
        )


def _tests(nodes: dict[str, Any], tags: set[str]) -> set[str]:
    tagged = {name for name, node in nodes.items() if tags & set(node["tags"])}
    return {
        name
        for name, node in nodes.items()
        if node["resource_type"] == "test"
        and (name in tagged or tagged & set(node["depends_on"]["nodes"]))
    }


def missing_sources(results: Path) -> list[str]:
    """Return the source tables, and datasets of such, that BigQuery did not find, by name."""
    tables = {f"{table.dataset}.{table.name}" for table in source_tables()}
    datasets = {table.dataset for table in source_tables()}
    found = set()
    for result in results_of(results):
        for place in NOT_FOUND.findall(result.get("message") or ""):
            *_, dataset, name = ["", *re.split(r"[.:]", place.strip("`"))]
            found |= {f"{dataset}.{name}", name} & (tables | datasets)
    return sorted(found)


def ran_out_of_memory(code: int, results: Path) -> bool:
    """Tell whether DuckDB says so, or dbt was killed, as the kernel does then."""
    if code in (-signal.SIGKILL, 128 + signal.SIGKILL):
        return True
    return results.is_file() and any(
        "out of memory" in (result.get("message") or "").lower() for result in results_of(results)
    )
