"""Reads what dbt and the export say of a run: where its time went, who reads each source table."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Json = Mapping[str, Any]

SLOWEST = 10  # models named
CREATING = re.compile(r"\bcreate\s+(or replace\s+)?(table|view)\b")


@dataclass(frozen=True)
class Split:
    """A build's seconds in models, in data tests and in its other nodes (seeds, hooks).

    ``sql`` is the part of the models in which the engine runs their own statements, beside dbt's
    work around them. ``slowest`` holds the slowest models, the slowest first.
    """

    sql: float
    models: float
    tests: float
    rest: float
    slowest: list[tuple[str, float]]


def split(run_results: Json, log: str) -> Split:
    """Return where the time of a build went, by its run_results.json and its log of JSON lines.

    Two threads run nodes at the same time: a second in which two nodes run counts as half a second
    of each. So the parts add up to the time in which any node ran.
    """
    shares = _shares(run_results)
    kinds: dict[str, float] = defaultdict(float)
    for unique_id, seconds in shares.items():
        kinds[_kind(unique_id)] += seconds
    models = [(key.split(".")[2], s) for key, s in shares.items() if _kind(key) == "model"]
    return Split(
        sql=_sql_seconds(log),
        models=kinds["model"],
        tests=kinds["test"],
        rest=sum(kinds.values()) - kinds["model"] - kinds["test"],
        slowest=sorted(models, key=lambda item: (-item[1], item[0]))[:SLOWEST],
    )


def _shares(run_results: Json) -> dict[str, float]:
    """Return each node's seconds, shared with the nodes that ran at the same time."""
    moments = []
    shares: dict[str, float] = {}
    for result in run_results["results"]:
        shares[result["unique_id"]] = 0.0
        # Compiling is dbt's own work, not the SQL's.
        for timing in (one for one in result["timing"] if one["name"] == "execute"):
            moments.append((_instant(timing["started_at"]), 1, result["unique_id"]))
            moments.append((_instant(timing["completed_at"]), -1, result["unique_id"]))
    running: dict[str, int] = defaultdict(int)
    before = 0.0
    for instant, change, unique_id in sorted(moments):
        now = [key for key, count in running.items() if count]
        for key in now:
            shares[key] += (instant - before) / len(now)
        running[unique_id] += change
        before = instant
    return shares


def _sql_seconds(log: str) -> float:
    """Return the seconds in which the engine made any model's table or view."""
    spans = []
    statements: dict[str, str] = {}
    for line in log.splitlines():
        event = json.loads(line)
        info, data = event["info"], event["data"]
        if info["name"] == "SQLQuery":
            statements[info["thread"]] = data["sql"]
        elif info["name"] == "SQLQueryStatus":
            node = data.get("node_info", {}).get("unique_id", "")
            if _kind(node) == "model" and CREATING.search(statements[info["thread"]]):
                end = _instant(info["ts"])
                spans.append((end - data["elapsed"], end))
    total = until = 0.0
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, until))
        until = max(until, end)
    return total


def _instant(text: str) -> float:
    return datetime.fromisoformat(text).timestamp()


def _kind(unique_id: str) -> str:
    """Return model, test, seed or operation."""
    return unique_id.split(".")[0]


def steps(events: str) -> dict[str, float]:
    """Return the seconds of each step that the events of a run tell of, one JSON object a line."""
    seconds: dict[str, float] = defaultdict(float)
    for line in events.splitlines():
        event = json.loads(line)
        if event.get("event") == "step_finished":
            seconds[event["step"]] += event["duration_seconds"]
    return seconds


def source_readers(manifest: Json) -> dict[str, list[str]]:
    """Return the tables that read each source table, directly or through views, by its name."""
    nodes = manifest["nodes"]
    readers: dict[str, set[str]] = {key: set() for key in manifest["sources"]}

    def sources(key: str) -> set[str]:
        """Return the source tables that a node's query scans."""
        if key in manifest["sources"]:
            return {key}
        if nodes[key]["resource_type"] == "model" and _is_view(nodes[key]):
            return _parents_sources(nodes[key])
        return set()

    def _parents_sources(node: Json) -> set[str]:
        return {found for parent in node["depends_on"]["nodes"] for found in sources(parent)}

    for node in nodes.values():
        if node["resource_type"] == "model" and not _is_view(node):
            for source in _parents_sources(node):
                readers[source].add(node["name"])
    return {key.split(".")[-1]: sorted(names) for key, names in readers.items()}


def _is_view(node: Json) -> bool:
    return bool(node["config"]["materialized"] == "view")
