"""Computes the daily documents of a date by the tests' plain Python reading of the definitions.

python -m scripts.bench.baseline DATA_DIR DATE
"""

from __future__ import annotations

import sys
from datetime import date
from pathlib import Path

from tests.oracle import bounce_back, load, whos_hot


def main() -> None:
    """Read the command line, compute both documents."""
    data_dir, as_of = Path(sys.argv[1]), date.fromisoformat(sys.argv[2])
    league = load(data_dir)
    for document in (whos_hot, bounce_back):
        document(league, as_of)


if __name__ == "__main__":
    main()
