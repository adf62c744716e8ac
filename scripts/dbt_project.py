"""Runs dbt on the project as a subprocess, and reads what it leaves: its results, its sources.

A subprocess, because dbt within this process would keep the DuckDB file locked.
"""

import json
import os
import subprocess
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb
import yaml

from publisher.documents import Group
from publisher.errors import BuildError
from publisher.journal import Journal

PROJECT = Path(__file__).parents[1] / "dbt_trends"

# Of each failed test so many of the rows that break it are shown.
BROKEN_ROWS = 5


def variable(name: str) -> str:
    """Return the value of a var in dbt_project.yml."""
    project = yaml.safe_load((PROJECT / "dbt_project.yml").read_text(encoding="utf-8"))
    return str(project["vars"][name])


def build(
    groups: Sequence[Group], first: date, last: date, journal: Journal, warehouse: Path | None
) -> None:
    """Build and test the marts of the groups for a range of dates; unit tests stay out.

    Raises ``BuildError`` when dbt fails. What dbt says goes to the journal, and of each failed data
    test rows that break it, which a DuckDB ``warehouse`` can show.
    """
    results = _target("run_results.json")
    results.unlink(missing_ok=True)
    tags = [f"tag:trends_{group}" for group in groups]
    arguments = ["build", "--select", *tags, "--exclude-resource-type", "unit_test"]
    range_ = {} if first == last else {"as_of_start": str(first), "as_of_end": str(last)}
    # One date not as a var: one that changed has dbt parse the whole project anew.
    if _dbt([*arguments, "--vars", _vars(range_)], journal, TRENDS_AS_OF_DATE=str(first)) == 0:
        return
    if warehouse is not None and results.is_file():
        for text in _broken_rows(results, warehouse):
            journal.say(text)
    raise BuildError("dbt build failed; nothing was published")


def stale_sources(groups: Sequence[Group], journal: Journal) -> tuple[list[str], list[str]]:
    """Return the source tables of the groups past their limit of freshness, and the late ones.

    Each says how old the newest row is. Raises ``BuildError`` when dbt cannot tell.
    """
    results = _target("sources.json")
    results.unlink(missing_ok=True)
    tags = [f"+tag:trends_{group}" for group in groups]
    # It fails also when it finds a table too old.
    _dbt(["source", "freshness", "--select", *tags, "--vars", _vars({})], journal, quiet=True)
    if not results.is_file():
        raise BuildError("dbt source freshness failed; nothing was published")
    stale: list[str] = []
    late: list[str] = []
    for result in json.loads(results.read_text(encoding="utf-8"))["results"]:
        if result["status"] != "pass":
            (late if result["status"] == "warn" else stale).append(_in_words(result))
    return sorted(stale), sorted(late)


def _in_words(result: dict[str, Any]) -> str:
    table = ".".join(result["unique_id"].split(".")[2:])
    if "max_loaded_at" not in result:
        return f"{table}: its freshness cannot be told: {result.get('error', 'no rows')}"
    loaded = datetime.fromisoformat(result["max_loaded_at"])
    limits = result["criteria"]
    after = limits["warn_after" if result["status"] == "warn" else "error_after"]
    limit = f"{after['count']} {after['period']}s"
    return f"{table}: nothing newer than {loaded:%Y-%m-%d %H:%M}Z; the limit is {limit}"


def _vars(named: dict[str, str]) -> str:
    """Return dbt's --vars; the sources of BigQuery may be in another project than the marts."""
    if project := os.environ.get("TRENDS_BIGQUERY_SOURCE_PROJECT"):
        named = {**named, "source_project": project}
    return json.dumps(named)


def _dbt(
    arguments: Sequence[str], journal: Journal, *, quiet: bool = False, **variables: str
) -> int:
    """Run dbt, with variables of the environment, and pass on what it prints; return its code."""
    with subprocess.Popen(
        ["dbt", "--quiet", "--no-use-colors", *arguments],
        cwd=PROJECT,
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.strip() and not quiet:
                    journal.say(line.rstrip())
        except BaseException:
            process.terminate()
            raise
    return process.returncode


def _target(file: str) -> Path:
    return PROJECT / os.environ.get("DBT_TARGET_PATH", "target") / file


def _broken_rows(results: Path, warehouse: Path) -> Iterator[str]:
    """Yield, of each data test that failed, its name and rows that break it; NULLs are left out."""
    failed = [
        result
        for result in json.loads(results.read_text(encoding="utf-8"))["results"]
        if result["status"] == "fail"
    ]
    if not failed:
        return
    with duckdb.connect(str(warehouse), read_only=True) as connection:
        for result in failed:
            yield f"{result['failures']} rows break {result['unique_id'].split('.')[2]}, such as:"
            query = f"select * from ({result['compiled_code']}) order by all limit {BROKEN_ROWS}"
            relation = connection.sql(query)
            for row in relation.fetchall():
                named = zip(relation.columns, row, strict=True)
                shown = (f"{name}={value}" for name, value in named if value is not None)
                yield f"  {', '.join(shown)}"
