"""Check that a DuckDB file can be written and that no other export uses it.

A file that is not there yet is made. The fault is a line on stderr. DuckDB's own lock is held by
dbt and by the publisher, not in between: an export also locks a descriptor that it keeps open.
Exit code: 0 ok, 5 the file is out of reach.
"""

import argparse
import fcntl
import sys
from pathlib import Path

import duckdb

from publisher.errors import ExitCode


def main() -> int:
    """Open the file named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        description="Check that a DuckDB file can be written.",
        epilog="example: python scripts/check_warehouse.py trends.duckdb --lock 9 9>>lock",
    )
    parser.add_argument("file", type=Path, help="the DuckDB file")
    parser.add_argument("--lock", type=int, required=True, help="open descriptor of the lock file")
    arguments = parser.parse_args()
    try:
        fcntl.flock(arguments.lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        duckdb.connect(str(arguments.file)).close()
    except BlockingIOError:
        print(f"{arguments.file}: another export is using it", file=sys.stderr)
        return ExitCode.WAREHOUSE_UNAVAILABLE
    except duckdb.Error as error:
        print(f"{arguments.file}: {str(error).splitlines()[0]}", file=sys.stderr)
        return ExitCode.WAREHOUSE_UNAVAILABLE
    return 0


if __name__ == "__main__":
    sys.exit(main())
