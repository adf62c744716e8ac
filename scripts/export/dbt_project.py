"""Builds the project with dbt, and reads what it leaves: its results, its sources.

dbt is a subprocess, because within this process it would keep the DuckDB file locked.
"""

import json
import os
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import duckdb

from publisher.documents import Group
from publisher.errors import BuildError, SourceError
from publisher.journal import Journal
from publisher.warehouse import DuckDBReader, target_name
from scripts.export.dbt_process import run_dbt, target_file
from scripts.export.dbt_results import (
    check_tests,
    missing_sources,
    ran_out_of_memory,
    results_of,
)
from scripts.export.memory import LIMIT_VARIABLE, duckdb_limit, shortage
from scripts.sources.absent import VARIABLE, absent_tables, optional_tables
from scripts.sources.tables import source_tables

# How many rows are shown per failed test, and per test that only warns.
BROKEN_ROWS = 5
EXAMPLE_ROWS = 3


def build(
    groups: Sequence[Group], first: date, last: date, journal: Journal, warehouse: Path | None
) -> list[str]:
    """Build and test the marts of the groups for a range of dates; unit tests stay out.

    Return a warning for each data test that only warns: its name, how many rows, some of them.
    Raises ``BuildError`` when dbt fails or leaves out a data test, ``SourceError`` when BigQuery
    lacks a source table. What dbt says goes to the journal, with some of the rows that fail each
    data test. Rows are shown only from a DuckDB ``warehouse``.
    """
    results, manifest = target_file("run_results.json"), target_file("manifest.json")
    results.unlink(missing_ok=True)
    tags = [f"tag:trends_{group}" for group in groups]
    arguments = [
        *("build", "--select", *tags, "--exclude-resource-type", "unit_test"),
        *("--indirect-selection", "eager"),
    ]
    range_ = {} if first == last else {"as_of_start": str(first), "as_of_end": str(last)}
    # A single date is not passed as a var: a changed var makes dbt parse the whole project again.
    variables = {"TRENDS_AS_OF_DATE": str(first)}
    if warehouse is not None:
        variables[LIMIT_VARIABLE] = duckdb_limit()
        if lacking := shortage():
            journal.warn(lacking)
    code = run_dbt([*arguments, "--vars", _vars(range_)], journal, variables=variables)
    if code == 0:
        check_tests(manifest, results, groups)
        return list(_warnings(results, warehouse))
    if warehouse is not None and results.is_file():
        try:
            for text in _broken_rows(results, warehouse):
                journal.say(text)
        except (duckdb.Error, ValueError) as error:
            journal.say(f"the rows that failed a test cannot be shown: {_first_line(error)}")
    if warehouse is None and results.is_file() and (missing := missing_sources(results)):
        raise SourceError(
            f"BigQuery does not find {', '.join(missing)} (an optional table that is not there is "
            f"named in {VARIABLE}); nothing was published"
        )
    if warehouse is not None and ran_out_of_memory(code, results):
        raise BuildError(
            f"dbt build failed for want of memory: {shortage() or f'DuckDB has {duckdb_limit()}'}; "
            f"nothing was published"
        )
    raise BuildError("dbt build failed; nothing was published")


def stale_sources(groups: Sequence[Group], journal: Journal) -> tuple[list[str], list[str]]:
    """Return the source tables of the groups past their limit of freshness, and the late ones.

    Each says how old the newest row is. An optional table is late at most, and an absent one is
    not mentioned. Raises ``BuildError`` when dbt cannot say.
    """
    results = target_file("sources.json")
    results.unlink(missing_ok=True)
    tags = [f"+tag:trends_{group}" for group in groups]
    optional = optional_tables()
    absent = [f"source:{optional[name]}.{name}" for name in absent_tables()]
    arguments = [
        "--select",
        *tags,
        *(["--exclude", *absent] if absent else []),
        "--vars",
        _vars({}),
    ]
    # It fails also when it finds a table too old.
    run_dbt(["source", "freshness", *arguments], journal, quiet=True)
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
            raise BuildError(f"dbt cannot say how fresh {table} is: {reason}")
        if result["status"] != "pass":
            is_optional = table.split(".")[1] in optional
            is_late = result["status"] == "warn" or is_optional or _may_be_empty(table, result)
            (late if is_late else stale).append(f"{table}: {_in_words(result)}")
    return sorted(stale), sorted(late)


def _is_empty(result: dict[str, Any]) -> bool:
    """Tell whether dbt found no row: it gives the first day of all time."""
    return bool(datetime.fromisoformat(result["max_loaded_at"]).year == 1)


def _may_be_empty(table: str, result: dict[str, Any]) -> bool:
    """Tell whether a table is empty and may be, as its entry in the dbt sources says."""
    (entry,) = (entry for entry in source_tables() if table == f"{entry.dataset}.{entry.name}")
    return _is_empty(result) and entry.may_be_empty


def _in_words(result: dict[str, Any]) -> str:
    if _is_empty(result):
        return "holds no rows"
    loaded = datetime.fromisoformat(result["max_loaded_at"])
    after = result["criteria"]["warn_after" if result["status"] == "warn" else "error_after"]
    limit = f"{after['count']} {after['period']}s"
    return f"nothing newer than {loaded:%Y-%m-%d %H:%M}Z; the limit is {limit}"


def _first_line(error: object) -> str:
    return str(error).strip().splitlines()[0]


def _vars(named: dict[str, Any]) -> str:
    """Return dbt's --vars, with those that tell where BigQuery's sources are and which are not."""
    # On DuckDB dbt itself sees which files there are.
    if target_name() != DuckDBReader.target:
        if project := os.environ.get("TRENDS_BIGQUERY_SOURCE_PROJECT"):
            named = {**named, "source_project": project}
        if absent := absent_tables():
            named = {**named, "absent_sources": absent}
    return json.dumps(named)


def _broken_rows(results: Path, warehouse: Path) -> Iterator[str]:
    """Yield the name of each failed data test, and rows that fail it."""
    if failed := _tests(results, "fail"):
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            for result in failed:
                yield f"{result['failures']} rows fail {_name(result)}, such as:"
                for row in _rows(connection, result, BROKEN_ROWS):
                    yield f"  {row}"


def _warnings(results: Path, warehouse: Path | None) -> Iterator[str]:
    """Yield for each data test that warns its name, how many rows, and some where possible."""
    for result in _tests(results, "warn"):
        count = result["failures"]
        text = f"{_name(result)}: {count} row{'' if count == 1 else 's'}"
        if examples := _examples(result, warehouse):
            shown = [*examples, "…"] if count > len(examples) else examples
            text += f" ({'; '.join(shown)})"
        yield text


def _examples(result: dict[str, Any], warehouse: Path | None) -> list[str]:
    if warehouse is None:
        return []
    try:
        with duckdb.connect(str(warehouse), read_only=True) as connection:
            return list(_rows(connection, result, EXAMPLE_ROWS))
    except duckdb.Error:
        # The count is what matters; a release must not fail over an example.
        return []


def _tests(results: Path, status: str) -> list[dict[str, Any]]:
    """Return the results of the data tests that ended so, by name."""
    tests = (result for result in results_of(results) if result["unique_id"].startswith("test."))
    return sorted((test for test in tests if test["status"] == status), key=_name)


def _name(result: dict[str, Any]) -> str:
    return str(result["unique_id"].split(".")[2])


def _rows(
    connection: duckdb.DuckDBPyConnection, result: dict[str, Any], limit: int
) -> Iterator[str]:
    """Yield the first rows that a data test finds, as text; NULLs are left out."""
    query = f"select * from ({result['compiled_code']}) order by all limit {limit}"
    relation = connection.sql(query)
    for row in relation.fetchall():
        named = zip(relation.columns, row, strict=True)
        yield ", ".join(f"{name}={value}" for name, value in named if value is not None)
