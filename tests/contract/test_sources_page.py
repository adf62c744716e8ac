"""docs/sources.md describes the tables as they are declared and read, and the report as it is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from scripts.facts.catalogue import SECTIONS
from scripts.sources.tables import SourceTable, columns_read, source_tables

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "sources.md").read_text(encoding="utf-8")
FACTS = [fact for section in SECTIONS for fact in section.facts]


def marked(table: SourceTable, name: str) -> str:
    """Return a table's name with its marks: † needs a filter, ° is optional."""
    return f"{name}{' †' if table.partition_column else ''}{' °' if table.is_optional else ''}"


@pytest.mark.parametrize("table", source_tables(), ids=lambda table: table.name)
def test_the_page_lists_each_table_and_its_columns(table: SourceTable) -> None:
    name = f"{table.dataset}.{table.name}"
    assert f"\n| {marked(table, name)} | " in PAGE
    read = columns_read(table)
    lists = {
        "Read": [column for column in table.columns if column in read],
        "Not read": [column for column in table.columns if column not in read],
    }
    columns = "\n".join(
        f"- {title}: " + ", ".join(f"`{column}` {table.columns[column]}" for column in columns)
        for title, columns in lists.items()
        if columns
    )
    block = PAGE.split(f"\n{marked(table, f'**{name}**')}\n\n")[1].split("\n\n")[0].strip()
    assert block == columns


def test_a_table_that_stops_every_run_when_empty_is_one_that_must_have_rows() -> None:
    for table in source_tables():
        (row,) = re.findall(rf"^\| {table.dataset}\.{table.name}.*$", PAGE, re.M)
        assert ("stops every run" in row) != table.may_be_empty


def test_the_page_shows_the_report_as_it_is() -> None:
    (shown,) = re.findall(r"\n\n```\n(.*?)```", PAGE, re.S)
    labels = re.findall(r"^[ !] (\S.*?)  +[\d-]", shown, re.M)
    assert len(labels) == 4
    assert set(labels) <= {fact.label for fact in FACTS}
    assert set(re.findall(r"-> (.*)", shown)) <= {fact.product for fact in FACTS}
    ((what, action),) = re.findall(r"^  [\d,]+ (.*?): (.*)$", shown, re.M)
    assert (what, action) in {(fact.label, fact.action) for fact in FACTS}


def test_the_data_tests_and_seeds_that_the_page_names_are_there() -> None:
    files = [*(ROOT / "dbt_trends" / "models").rglob("*.yml")]
    named = {
        name for file in files for name in re.findall(r"\bname: (\w+)", file.read_text("utf-8"))
    }
    tests = set(re.findall(r"`(\w+_(?:are|played)_\w+)`", PAGE))
    assert len(tests) == 5
    assert tests <= named
    for seed in re.findall(r"`(dbt_trends/\S+?)`", PAGE):
        assert (ROOT / seed).exists(), seed
