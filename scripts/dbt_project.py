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
from scripts.check_sources import SOURCES

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
        try:
            for text in _broken_rows(results, warehouse):
                journal.say(text)
        except (duckdb.Error, ValueError) as error:
            journal.say(f"the rows that break a test cannot be shown: {_first_line(error)}")
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
    try:
        found = json.loads(results.read_text(encoding="utf-8"))["results"]
    except (OSError, ValueError) as error:
        raise BuildError(f"dbt source freshness failed: {error}; nothing was published") from error
    stale: list[str] = []
    late: list[str] = []
    for result in found:
        table = ".".join(result["unique_id"].split(".")[2:])
        if result["status"] == "runtime error":
            reason = _first_line(result["error"])
            raise BuildError(f"dbt cannot tell how fresh {table} is: {reason}")
        if result["status"] != "pass":
            is_late = result["status"] == "warn" or _may_be_empty(table, result)
            (late if is_late else stale).append(f"{table}: {_in_words(result)}")
    return sorted(stale), sorted(late)


def _is_empty(result: dict[str, Any]) -> bool:
    """Tell whether dbt found no row: it gives the first day of all time."""
    return bool(datetime.fromisoformat(result["max_loaded_at"]).year == 1)


def _may_be_empty(table: str, result: dict[str, Any]) -> bool:
    """Tell whether a table is empty and may be, as its entry in the dbt sources says."""
    dataset, name = table.split(".")
    sources = yaml.safe_load(SOURCES.read_text(encoding="utf-8"))["sources"]
    (entry,) = (
        entry
        for source in sources
        if source["name"] == dataset
        for entry in source["tables"]
        if entry["name"] == name
    )
    return _is_empty(result) and bool(entry["config"]["meta"]["may_be_empty"])


def _in_words(result: dict[str, Any]) -> str:
    if _is_empty(result):
        return "holds no rows"
    loaded = datetime.fromisoformat(result["max_loaded_at"])
    after = result["criteria"]["warn_after" if result["status"] == "warn" else "error_after"]
    limit = f"{after['count']} {after['period']}s"
    return f"nothing newer than {loaded:%Y-%m-%d %H:%M}Z; the limit is {limit}"


def _first_line(error: object) -> str:
    return str(error).strip().splitlines()[0]


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
