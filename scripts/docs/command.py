"""Write everything that repeats facts of the registry of documents and of the schemas.

    python -m scripts.docs
    python -m scripts.docs --check
    python -m scripts.docs --examples

docs/api.md and the dbt exposures are written whole. In the schemas it is what they share
(json_schemas/common.json), in README.md and docs/operations/deploy.md what stands between the marks
of a generated part.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from publisher.schemas import load_schema
from scripts.docs import api, common_definitions, examples, exposures, tables
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
        stale = _renew(root, common_definitions.texts(root), options.check)
        # The pages tell what the schemas now say.
        load_schema.cache_clear()
        stale |= _renew(root, pages(root), options.check)
    except ValueError as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 1 if options.check and stale else 0


def _renew(root: Path, texts: Mapping[str, str], check: bool) -> bool:
    """Write the files below ``root`` that differ, or only name them; tell whether any did."""
    stale = {
        name: text
        for name, text in texts.items()
        if not (root / name).is_file() or (root / name).read_text(encoding="utf-8") != text
    }
    for name, text in stale.items():
        if check:
            print(f"{name} is out of date: {COMMAND} renews it", file=sys.stderr)
        else:
            (root / name).write_text(text, encoding="utf-8")
    return bool(stale)


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
        description="Write docs/api.md, the exposures of the dbt project, what the schemas share, "
        "and the generated parts of README.md and docs/operations/deploy.md.",
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
