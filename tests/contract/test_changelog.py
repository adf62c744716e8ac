"""CHANGELOG.md has a section for the project's version and a row for every schema version."""

import re
import tomllib
from pathlib import Path

import pytest

from publisher.documents import DOCUMENTS, INDEX_VERSION

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
CURRENT = {document.name: document.schema_version for document in DOCUMENTS}
CURRENT["index"] = INDEX_VERSION


def rows(document: str) -> list[list[str]]:
    """Return a document's rows: version, date, added, changed."""
    section = re.split(r"\n#", PAGE.split(f"\n### {document}\n")[1])[0]
    table = re.findall(r"^\| (.+) \|$", section, re.M)
    return [[cell.strip() for cell in row.split("|")] for row in table if row[0].isdigit()]


def numbers(version: str) -> tuple[int, ...]:
    """Return a version as it is ordered."""
    return tuple(map(int, version.split(".")))


def test_the_projects_version_has_its_section() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert re.findall(r"^## (\d+\.\d+\.\d+)$", PAGE, re.M)[0] == project["version"]


def test_each_document_has_a_table_and_nothing_else_has() -> None:
    assert set(re.findall(r"^### (\S+)$", PAGE, re.M)) == set(CURRENT)


@pytest.mark.parametrize("document", CURRENT)
def test_the_current_schema_version_is_the_newest_row(document: str) -> None:
    versions = [row[0] for row in rows(document)]
    assert versions[0] == CURRENT[document]
    assert versions == sorted(set(versions), key=numbers, reverse=True)


@pytest.mark.parametrize("document", CURRENT)
def test_each_row_says_when_and_what(document: str) -> None:
    for version, day, added, changed in rows(document):
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", day), version
        assert added or changed, version
