"""The rooms of scripts/: what each may use, and that its command can be found."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts.project import ROOT

SCRIPTS = ROOT / "scripts"
# The rooms, and the two files that several need, with what each may import of the others.
MAY_USE = {
    "project": set[str](),
    "pages": set[str](),
    "sample": set[str](),
    "sources": {"project"},
    "facts": {"project", "sources"},
    "export": {"project", "sample", "sources"},
    "cloud": {"project"},
    "docs": {"cloud", "pages", "project", "sample"},
    "bench": {"pages", "project", "sample", "sources"},
}
FILES = sorted(SCRIPTS.rglob("*.py"))
LONGEST_FILE = 400


def room_of(path: Path) -> str:
    return path.relative_to(SCRIPTS).with_suffix("").parts[0]


def name_of(path: Path) -> str:
    return str(path.relative_to(SCRIPTS))


def rooms_used(path: Path) -> Iterator[str]:
    """Yield the rooms that a file imports from, also within functions."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} is a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        yield from (name.split(".")[1] for name in names if name.startswith("scripts."))


def test_every_room_says_what_it_may_use() -> None:
    assert {room_of(path) for path in FILES} == MAY_USE.keys()


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_room_uses_only_what_it_may(path: Path) -> None:
    room = room_of(path)
    assert set(rooms_used(path)) <= MAY_USE[room] | {room}


@pytest.mark.parametrize("path", FILES, ids=name_of)
def test_a_file_is_short_and_changes_no_search_path(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= LONGEST_FILE
    assert "sys.path" not in text


def test_the_readme_names_every_command() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    doors = {f"scripts/{path.name}": path.read_text("utf-8") for path in SCRIPTS.glob("*.sh")}
    del doors["scripts/environment.sh"]
    behind_a_door = {
        room
        for text in doors.values()
        for room in re.findall(r"exec python -m scripts\.(\w+)", text)
    }
    modules = {path.parent.name for path in SCRIPTS.rglob("__main__.py")} - behind_a_door
    assert len(doors) == 4 and modules
    for name in (*doors, *(f"python -m scripts.{module}" for module in sorted(modules))):
        assert f"`{name}`" in readme, name
