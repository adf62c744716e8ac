"""``python -m scripts.export``, which scripts/export_trends.sh runs."""

import sys

from scripts.export.command import main

if __name__ == "__main__":
    sys.exit(main())
