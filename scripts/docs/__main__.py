"""``python -m scripts.docs``: write the generated pages, or tell which are out of date."""

import sys

from scripts.docs.command import main

if __name__ == "__main__":
    sys.exit(main())
