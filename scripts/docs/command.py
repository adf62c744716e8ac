"""Write everything that repeats facts of the registry of documents and of the schemas.

    python -m scripts.docs
    python -m scripts.docs --check
    python -m scripts.docs --examples

docs/api.md and the dbt exposures are written whole. In README.md and docs/operations/deploy.md only
what stands between the marks of a generated part is replaced.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from scripts.docs import api, examples, exposures, tables
from scripts.docs.shortened import EXAMPLES
from scripts.pages import renewed
from scripts.project import ROOT

COMMAND = "python -m scripts.docs"


def main(arguments: Sequence[str] | None = None, root: Path = ROOT) -> int:
    """Write the pages below ``root``, or tell which of them are out of date; return the code."""
    options = _arguments(arguments)
    if options.examples:
        examples.renew(EXAMPLES)
    try:
        stale = {
            name: text
            for name, text in pages(root).items()
            if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
        }
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    for name, text in stale.items():
        if options.check:
            print(f"{name} is out of date: {COMMAND} renews it", file=sys.stderr)
        else:
            (root / name).write_text(text, encoding="utf-8")
    return 1 if options.check and stale else 0


def pages(root: Path) -> dict[str, str]:
    """Return what each page that is generated, whole or in part, has to hold, by its path."""
    return {
        api.PATH: api.page(),
        exposures.PATH: exposures.page(),
        "README.md": _filled(root, "README.md", documents=tables.documents()),
        "docs/operations/deploy.md": _filled(
            root,
            "docs/operations/deploy.md",
            schedules=tables.schedules(),
            outcomes=tables.outcomes(),
        ),
    }


def _filled(root: Path, name: str, **parts: str) -> str:
    """Return a page with its generated parts; raise ``ValueError`` where it lacks their marks."""
    page = (root / name).read_text(encoding="utf-8")
    for part, text in parts.items():
        try:
            page = renewed(page, part, text)
        except ValueError as error:
            raise ValueError(f"{name}: {error}") from None
    return page


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog=COMMAND,
        description="Write docs/api.md, the exposures of the dbt project, and the generated parts "
        "of README.md and docs/operations/deploy.md.",
        epilog=f"example: {COMMAND} --check",
    )
    choice = parser.add_mutually_exclusive_group()
    choice.add_argument(
        "--check", action="store_true", help="write nothing; exit 1 when a page is out of date"
    )
    choice.add_argument(
        "--examples",
        action="store_true",
        help="first build the sample league and renew docs/examples (a minute)",
    )
    return parser.parse_args(arguments)
