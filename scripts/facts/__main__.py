"""``python -m scripts.facts``, which scripts/check_sources.sh runs."""

import sys

from scripts.facts.command import main

if __name__ == "__main__":
    sys.exit(main())
