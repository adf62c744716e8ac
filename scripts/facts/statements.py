"""The queries of the facts: the project's analyses, compiled by dbt, with what they read inside.

So the rules are the models' own (whose quote it is, which book, what a tip-off can be), and the
look is read-only: every staging view, model and seed that an analysis names becomes a CTE of its
query, and nothing needs to have been built.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from publisher.errors import BuildError
from scripts.facts.seeds import Seed, seed_of
from scripts.project import DBT, UNSIGNED, dbt_environment

# The catalog of the source views on DuckDB: the stem of the file that dbt is told of.
CATALOG = "facts"

# The facts are of whole tables: no row lies after the as-of date.
AS_OF = date(2099, 12, 31)


@dataclass(frozen=True)
class Statement:
    """A query of facts, by the name of its analysis."""

    name: str
    sql: str


@cache
def compile_facts(
    target: str, since: date, absent: tuple[str, ...], source_project: str | None
) -> list[Statement]:
    """Compile the analyses for an engine; raise ``BuildError`` when dbt cannot.

    Rows before ``since`` are left out; ``absent`` are optional tables that are not there.
    """
    variables: dict[str, Any] = {
        "as_of_date": str(AS_OF),
        "history_start": str(since),
        "absent_sources": sorted(absent),
    }
    if source_project:
        variables["source_project"] = source_project
    with tempfile.TemporaryDirectory(prefix="trends-facts-") as folder:
        return statements(_compiled(Path(folder), target, variables))


def _compiled(scratch: Path, target: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Return dbt's manifest with the SQL of the analyses and of all that they read."""
    done = subprocess.run(
        [
            *("dbt", "--quiet", "--no-use-colors", "compile", "--target", target),
            *("--no-introspect", "--no-populate-cache"),
            *("--select", "+path:analyses", "--vars", json.dumps(variables)),
        ],
        cwd=DBT,
        env=dbt_environment(
            scratch, TRENDS_DUCKDB_PATH=str(scratch / f"{CATALOG}.duckdb"), **UNSIGNED
        ),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        raise BuildError(f"dbt cannot compile the facts: {' '.join(lines[-3:])}")
    manifest: dict[str, Any] = json.loads((scratch / "target" / "manifest.json").read_text("utf-8"))
    return manifest


def statements(manifest: dict[str, Any]) -> list[Statement]:
    """Return the queries of a manifest's analyses, in the order of their names."""
    analyses = [n for n in manifest["nodes"].values() if n["resource_type"] == "analysis"]
    return [
        Statement(node["name"], _query(node, manifest["nodes"]))
        for node in sorted(analyses, key=lambda node: str(node["name"]))
    ]


def _query(analysis: dict[str, Any], nodes: dict[str, Any]) -> str:
    """Return an analysis's SQL with a CTE for each model and seed that it reads."""
    read: dict[str, dict[str, Any]] = {}

    def gather(node: dict[str, Any]) -> None:
        for key in node["depends_on"]["nodes"]:
            if key in nodes and key not in read:
                if nodes[key]["resource_type"] == "model":
                    gather(nodes[key])
                read[key] = nodes[key]

    gather(analysis)
    names = {node["relation_name"]: f"facts_of__{node['name']}" for node in read.values()}
    bigquery = any("`" in name for name in names)

    def opened(sql: str) -> str:
        for relation, name in names.items():
            sql = sql.replace(relation, name)
        return sql.strip()

    ctes = [
        f"{names[node['relation_name']]} as (\n"
        + (
            _rows(seed_of(node), "\\'" if bigquery else "''")
            if node["resource_type"] == "seed"
            else opened(node["compiled_code"])
        )
        + "\n)"
        for node in read.values()
    ]
    found = opened(analysis["compiled_code"])
    return f"with {', '.join(ctes)}\nselect * from (\n{found}\n) as found" if ctes else found


def _rows(seed: Seed, quote: str) -> str:
    """Return a seed's rows as a query; ``quote`` is how an apostrophe is written in a text."""

    def cell(value: Any, kind: str) -> str:
        if value is None:
            return f"cast(null as {kind.lower()})"
        text = str(value).replace("'", quote)
        return f"cast('{text}' as {kind.lower()})"

    return "\nunion all\n".join(
        "select "
        + ", ".join(
            f"{cell(value, kind)} as {name}"
            for value, (name, kind) in zip(row, seed.columns.items(), strict=True)
        )
        for row in seed.rows
    )
