"""The tests' own house style: short files, and names without the trace of an apostrophe."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
LONGEST_FILE = 500
FILES = sorted((ROOT / "tests").rglob("*.py"))
SQL_TESTS = sorted((ROOT / "dbt_trends" / "tests").rglob("*.sql"))
# A player's team is `a_players_team`, never `a_player_s_team`; `10_s` is ten seconds.
APOSTROPHE = re.compile(r"[a-z]_s(_|$)")


def names_in(path: Path) -> list[str]:
    """Return the names of a file's tests."""
    return [
        node.name
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


def test_no_test_file_is_too_long() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in FILES}
    assert len(FILES) > 100
    assert [path for path, length in lengths.items() if length > LONGEST_FILE] == []


def test_no_test_name_spells_out_an_apostrophe() -> None:
    names = [name for path in FILES for name in names_in(path)]
    assert len(names) > 800
    assert len(SQL_TESTS) > 30
    names += [path.stem for path in SQL_TESTS]
    assert [name for name in names if APOSTROPHE.search(name)] == []
