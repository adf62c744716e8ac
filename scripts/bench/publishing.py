"""Publishes each date of a range from one process; prints its seconds after start-up.

python -m scripts.bench.publishing MODE FIRST LAST [OPTION ...]

The options are those of publish-trends. Start-up is Python's and the import of the libraries.
"""

from __future__ import annotations

import io
import sys
import time
from contextlib import redirect_stdout
from datetime import date, timedelta

import publisher.release  # noqa: F401 - part of the start-up
from publisher.cli import main as publish_trends


def main() -> None:
    """Read the command line, publish, print the seconds."""
    mode, first, last, *options = sys.argv[1:]
    day = date.fromisoformat(first)
    began = time.perf_counter()
    while day <= date.fromisoformat(last):
        with redirect_stdout(io.StringIO()) as receipt:
            code = publish_trends([mode, "--as-of", str(day), *options])
        if code != 0:
            sys.exit(receipt.getvalue())
        day += timedelta(days=1)
    print(time.perf_counter() - began)


if __name__ == "__main__":
    main()
