"""The table of faults in the docs: every row is held by a test that exists."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
TABLE = (ROOT / "docs/operations/faults.md").read_text("utf-8")


def test_every_test_that_the_table_names_exists() -> None:
    there = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", TABLE))
    assert len(named) >= 30
    assert named <= there, named - there


def test_every_row_of_the_table_names_a_test() -> None:
    rows = [line for line in TABLE.splitlines() if line.startswith("| ")]
    bodies = [row for row in rows if not row.startswith("| fault |")]
    assert len(bodies) >= 25
    assert [row for row in bodies if "`test_" not in row] == []
