"""Check the source tables of a data directory before anything is built of them.

    python -m scripts.sources data/sample

Each fault is a line on stderr that names the file and the column, and so is each oddity.
Exit code: 0 ok, 10 a table is missing or malformed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from publisher.errors import ExitCode
from scripts.sources.check import check


def main() -> int:
    """Check the tables of the directory named on the command line; return the exit code."""
    parser = argparse.ArgumentParser(
        prog="python -m scripts.sources",
        description="Check the source tables of a data directory.",
        epilog="example: python -m scripts.sources data/sample",
    )
    parser.add_argument(
        "data_dir",
        type=Path,
        help="folder with <dataset>/<table>.parquet, or <dataset>/<table>/*.parquet",
    )
    data_dir: Path = parser.parse_args().data_dir
    found = check(data_dir)
    for text in (*found.faults, *found.warnings):
        print(text, file=sys.stderr)
    return ExitCode.SOURCE_MALFORMED if found.faults else 0


if __name__ == "__main__":
    sys.exit(main())
