"""Show rows that broke the data tests of a dbt run, so that the value at fault can be seen.

Of each failed test the first rows go to stderr, one a line, as column=value; columns that are NULL
are left out.
"""

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb

ROWS = 5


def rows_of(warehouse: duckdb.DuckDBPyConnection, query: str) -> Iterator[str]:
    """Yield the first rows that a failed test's query returns, in words."""
    relation = warehouse.sql(f"select * from ({query}) order by all limit {ROWS}")
    for row in relation.fetchall():
        named = zip(relation.columns, row, strict=True)
        yield ", ".join(f"{name}={value}" for name, value in named if value is not None)


def main() -> None:
    """Read the command line, show the rows."""
    parser = argparse.ArgumentParser(
        description="Show rows that broke the data tests of a dbt run.",
        epilog="example: python scripts/show_failed_tests.py "
        "dbt_trends/target/run_results.json dbt_trends/trends.duckdb",
    )
    parser.add_argument("results", type=Path, help="dbt's run_results.json")
    parser.add_argument("warehouse", type=Path, help="the DuckDB file")
    arguments = parser.parse_args()
    results = json.loads(arguments.results.read_text(encoding="utf-8"))["results"]
    failed = [result for result in results if result["status"] == "fail"]
    if not failed:
        return
    with duckdb.connect(str(arguments.warehouse), read_only=True) as warehouse:
        for result in failed:
            name = result["unique_id"].split(".")[2]
            print(f"{result['failures']} rows break {name}, such as:", file=sys.stderr)
            for row in rows_of(warehouse, result["compiled_code"]):
                print(f"  {row}", file=sys.stderr)


if __name__ == "__main__":
    main()
