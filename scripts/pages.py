"""The parts of a page that a command writes: what stands between two marks, and nothing else."""

from __future__ import annotations

from collections.abc import Iterable


def marks(name: str) -> tuple[str, str]:
    """Return the marks around a generated part."""
    return f"<!-- generated: {name} -->", f"<!-- end: {name} -->"


def has_part(page: str, name: str) -> bool:
    """Tell whether a page has the part, its marks once and in order."""
    begin, end = marks(name)
    return page.count(begin) == page.count(end) == 1 and page.index(begin) < page.index(end)


def renewed(page: str, name: str, text: str) -> str:
    """Return a page with ``text`` as its generated part; raise ``ValueError`` if it has none."""
    begin, end = marks(name)
    if not has_part(page, name):
        raise ValueError(f"the page needs the marks {begin} and {end}, once each and in this order")
    before, rest = page.split(begin)
    _, after = rest.split(end)
    return f"{before}{begin}\n\n{text.strip()}\n\n{end}{after}"


def table(header: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a Markdown table."""
    escaped = [[cell.replace("|", "\\|") for cell in line] for line in (header, *rows)]
    lines = [f"| {' | '.join(line)} |" for line in escaped]
    return "\n".join((lines[0], "|---" * len(header) + "|", *lines[1:]))
