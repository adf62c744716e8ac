"""The dbt project compiled for BigQuery without an account: its statements and types."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any

from scripts.facts.seeds import Seed, seed_of

ROOT = Path(__file__).parents[2]
PROJECT_DIR = ROOT / "dbt_trends"

# The tag of the macro tests, which read no table and hold the project's own thresholds.
MACRO_VECTORS = "macro_vectors"


@dataclass(frozen=True)
class Source:
    """A source table: ``columns`` maps name to BigQuery type.

    ``partition_column`` is None where no filter on it is required.
    """

    relation: str
    name: str
    columns: dict[str, str]
    partition_column: str | None
    freshness_sql: str | None


@dataclass(frozen=True)
class Node:
    """A seed, model, data test or analysis, as dbt compiled it.

    ``contract`` maps column to the declared BigQuery type; None without a contract.
    """

    unique_id: str
    kind: str
    name: str
    relation: str
    sql: str
    parents: list[str]
    contract: dict[str, str] | None
    tags: list[str]
    config: dict[str, Any] = field(repr=False)


@dataclass(frozen=True)
class Project:
    """Sources by unique id, nodes in the order in which they can be built, seeds by unique id.

    ``unreached_macros``: the project's dialect and statistics macros that no node calls.
    """

    sources: dict[str, Source]
    nodes: list[Node]
    seeds: dict[str, Seed]
    unreached_macros: set[str]


def run_dbt(scratch: Path, *arguments: str, variables: dict[str, Any], **environment: str) -> None:
    """Run dbt on the project, with its own files under ``scratch``. AssertionError if it fails."""
    profiles = scratch / "profiles"
    profiles.mkdir(parents=True, exist_ok=True)
    shutil.copy(ROOT / "profiles.yml.example", profiles / "profiles.yml")
    run = subprocess.run(
        ["dbt", "--quiet", *arguments, "--vars", json.dumps(variables)],
        cwd=PROJECT_DIR,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DBT_PROFILES_DIR": str(profiles),
            "DBT_TARGET_PATH": str(scratch / "target"),
            "DBT_LOG_PATH": str(scratch / "logs"),
            **environment,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr


def compile_for_bigquery(scratch: Path, variables: dict[str, Any]) -> dict[str, Any]:
    """Compile every model, data test and analysis for BigQuery with these vars, signing in nowhere.

    Returns dbt's manifest.
    """
    run_dbt(
        scratch,
        *("compile", "--target", "bigquery", "--no-introspect", "--no-populate-cache"),
        variables=variables,
        TRENDS_BIGQUERY_METHOD="oauth-secrets",
        DBT_ENV_SECRET_BIGQUERY_TOKEN="none",
    )
    manifest: dict[str, Any] = json.loads(
        (scratch / "target" / "manifest.json").read_text(encoding="utf-8")
    )
    return manifest


def build_on_duckdb(
    scratch: Path, data_dir: Path, warehouse: Path, variables: dict[str, Any]
) -> None:
    """Build every seed and model on DuckDB from a data directory, data tests included."""
    run_dbt(
        scratch,
        *("build", "--target", "duckdb", "--exclude-resource-type", "unit_test"),
        *("--exclude", f"tag:{MACRO_VECTORS}"),
        variables=variables,
        TRENDS_DATA_DIR=str(data_dir),
        TRENDS_DUCKDB_PATH=str(warehouse),
    )


def compiled_analyses(scratch: Path, warehouse: Path, variables: dict[str, Any]) -> dict[str, str]:
    """Return the SQL of the analyses on DuckDB, by name; the models that they read exist."""
    # A file of the same name, since table names begin with it; dbt opens it.
    other = scratch / "other" / warehouse.name
    other.parent.mkdir()
    run_dbt(
        scratch,
        *("compile", "--target", "duckdb", "--no-introspect", "--select", "path:analyses"),
        variables=variables,
        TRENDS_DUCKDB_PATH=str(other),
    )
    folder = scratch / "target" / "compiled" / "dbt_trends" / "analyses"
    return {path.stem: path.read_text(encoding="utf-8") for path in folder.glob("*.sql")}


def project_of(manifest: dict[str, Any]) -> Project:
    """Return what a manifest says about the project's statements and types."""
    sources = {
        unique_id: Source(
            relation=source["relation_name"],
            name=source["name"],
            columns={name: column["data_type"] for name, column in source["columns"].items()},
            partition_column=source["config"]["meta"].get("partition_column"),
            freshness_sql=_freshness_sql(source),
        )
        for unique_id, source in manifest["sources"].items()
    }
    kinds = {"seed", "model", "test", "analysis"}
    found = {key: node for key, node in manifest["nodes"].items() if node["resource_type"] in kinds}
    parents = {key: node.get("depends_on", {}).get("nodes", []) for key, node in found.items()}
    order = [key for key in TopologicalSorter(parents).static_order() if key in found]
    nodes = [_node(key, found[key], parents[key]) for key in order]
    seeds = {key: seed_of(found[key]) for key in order if found[key]["resource_type"] == "seed"}
    return Project(
        sources=sources,
        nodes=nodes,
        seeds=seeds,
        unreached_macros=_unreached_macros(manifest["macros"], list(found.values())),
    )


def _unreached_macros(macros: dict[str, Any], nodes: list[dict[str, Any]]) -> set[str]:
    reached: set[str] = set()
    ahead = {macro for node in nodes for macro in node.get("depends_on", {}).get("macros", [])}
    while ahead:
        reached |= ahead
        called = (macros[name]["depends_on"]["macros"] for name in ahead if name in macros)
        ahead = {name for names in called for name in names} - reached
    folders = ("macros/dialect/", "macros/statistics/")
    return {
        macro["name"]
        for name, macro in macros.items()
        # An engine's own version (`bigquery__…`) is reached through dispatch, which no one records.
        if macro["original_file_path"].startswith(folders)
        and macro["package_name"] == "dbt_trends"
        and "__" not in macro["name"]
        and name not in reached
    }


def _node(unique_id: str, node: dict[str, Any], parents: list[str]) -> Node:
    contracted = node["config"].get("contract", {}).get("enforced", False)
    return Node(
        unique_id=unique_id,
        kind=node["resource_type"],
        name=node["name"],
        relation=node["relation_name"] or "",
        sql=node.get("compiled_code") or "",
        parents=parents,
        contract={name: column["data_type"].upper() for name, column in node["columns"].items()}
        if contracted
        else None,
        tags=node["tags"],
        config=node["config"],
    )


def _freshness_sql(source: dict[str, Any]) -> str | None:
    """Return the query of `dbt source freshness` (dbt's collect_freshness), which compile skips."""
    loaded_at = source["loaded_at_field"]
    if not loaded_at or not source["freshness"]:
        return None
    where = f"where {source['freshness']['filter']}" if source["freshness"]["filter"] else ""
    return (
        f"select max({loaded_at}) as max_loaded_at, current_timestamp() as snapshotted_at\n"
        f"from {source['relation_name']}\n{where}"
    )
