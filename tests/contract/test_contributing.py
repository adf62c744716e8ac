"""The recipes of CONTRIBUTING.md, each followed with a thing that exists."""

import re
import subprocess
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

import pytest

from publisher.documents import DOCUMENTS
from scripts.docs.command import pages
from scripts.project import ROOT
from scripts.sources.tables import source_tables

PAGE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
NEW, SHARED, OWN = "New files", "Shared files", "Where it has something of its own"


@dataclass(frozen=True)
class Recipe:
    """A recipe of the page, and the thing that it is followed with."""

    heading: str
    named: str
    """The pattern by which a file names the thing."""
    names: dict[str, str] = field(default_factory=dict)
    """What stands for each placeholder."""
    kin: tuple[str, ...] = ()
    """All things of its kind, as patterns: a test or page that names them all lists them."""
    longest: tuple[int, int] = (0, 0)
    """The most new and shared files; lower it when a list gets shorter."""

    def paths(self, *titles: str) -> list[str]:
        """Return the files of the lists under these titles, in order."""
        section = re.split(r"^## ", PAGE.split(f"\n## {self.heading}\n")[1], flags=re.M)[0]
        found = []
        for title in titles:
            text = section.partition(f"\n{title}:\n\n")[2].split("\n\n")[0]
            found += re.findall(r"^\d+\. `(.+?)`:", text, re.M)
        return [self.filled(path) for path in found]

    def filled(self, path: str) -> str:
        """Return a path with the thing's names in its placeholders."""
        return re.sub(r"<(\w+)>", lambda match: self.names[match[1]], path)


CELLS = "models/intermediate/props/cells"
RECIPES = (
    Recipe(
        "Add a document",
        r"deep[-_]dive(?!_topic)",  # the seed of topics is quick-hits' too
        {
            "document": "deep_dive",
            "file": "deep-dive-current",
            "group": "monthly",
            "marts": "weekly",
        },
        tuple(document.name.replace("-", "[-_]") for document in DOCUMENTS),
        longest=(14, 11),
    ),
    Recipe("Add a quick hit", r"\b(by_)?line[_]kind\b", longest=(0, 4)),
    Recipe(
        "Add a threshold",
        r"\bbig_margin\b",
        {"model": f"{CELLS}/int_cells__to_date", "folder": CELLS, "module": "cells"},
        longest=(0, 2),
    ),
    Recipe(
        "Add a source table",
        r"nbac_injury_report|stg_nba_raw__injury_reports",
        {
            "dataset": "nba_raw",
            "plural": "injury_reports",
            "reader": "models/intermediate/daily/slate/int_slate__injury_reports",
            "folder": "models/intermediate/daily/slate",
            "maker": "injuries",
        },
        tuple(table.name for table in source_tables()),
        longest=(1, 17),
    ),
)
each_recipe = pytest.mark.parametrize("recipe", RECIPES, ids=lambda recipe: recipe.heading)


@cache
def texts() -> dict[str, str]:
    """Return every text file of the repository by its path."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    files = {name: ROOT / name for name in listed.stdout.split("\0") if name}
    return {name: path.read_text("utf-8") for name, path in files.items() if path.is_file()}


def is_generated(path: str) -> bool:
    """Tell whether the generator writes a file, or a part of it that names each document."""
    return path in pages(ROOT) or path.startswith("docs/examples/")


def is_an_example(path: str) -> bool:
    """Tell whether a file may name a thing as an example, without being a list of its kind."""
    return path.startswith(("tests/", "docs/")) or path.endswith(".md")


def test_the_page_has_these_recipes() -> None:
    headings = re.findall(r"^## (Add .+)$", PAGE, re.M)
    assert headings == [recipe.heading for recipe in RECIPES]


@each_recipe
def test_each_file_of_the_lists_exists(recipe: Recipe) -> None:
    paths = recipe.paths(NEW, SHARED, OWN)
    assert recipe.paths(SHARED)
    assert len(paths) == len(set(paths))
    assert [path for path in paths if not (ROOT / path).is_file()] == []


@each_recipe
def test_each_file_that_has_to_change_is_in_the_lists(recipe: Recipe) -> None:
    """A test or a page has to if it names all things of the kind, any other file if it names one.

    The last list is not counted on to be complete: it may hold more, and never has to.
    """
    folders = {str(Path(path).parent) for path in recipe.paths(NEW) if "/marts/" in path}
    left = [
        path
        for path, text in texts().items()
        if re.search(recipe.named, text)
        and path not in recipe.paths(NEW, SHARED, OWN)
        and str(Path(path).parent) not in folders
        and not is_generated(path)
        and not (
            is_an_example(path)
            and recipe.kin
            and not all(re.search(kin, text) for kin in recipe.kin)
        )
    ]
    assert left == []


@each_recipe
def test_each_shared_file_names_the_thing(recipe: Recipe) -> None:
    found = texts()
    paths = recipe.paths(NEW, SHARED)
    assert [path for path in paths if not re.search(recipe.named, found[path] + path)] == []


@each_recipe
def test_the_lists_do_not_grow(recipe: Recipe) -> None:
    new, shared = recipe.longest
    assert len(recipe.paths(NEW)) <= new
    assert len(recipe.paths(SHARED)) <= shared


def test_what_the_page_calls_generated_is() -> None:
    (sentence,) = re.findall(r"^Generated, never edited by hand: (.+?)\n\n", PAGE, re.M | re.S)
    named = re.findall(r"`(.+?)`", sentence)
    whole = {path for path in pages(ROOT) if not path.startswith("json_schemas/")}
    assert set(named) == {*whole, "docs/examples", "json_schemas/common.json"}


def test_the_commands_name_files_and_models_that_exist() -> None:
    for command in re.findall(r"^ *\$ (.+)$", PAGE, re.M):
        for path in re.findall(r"(?<!\S)(?:\.\./)?((?:tests|scripts|dbt_trends)/\S+)", command):
            assert (ROOT / path).exists(), command
        for module in re.findall(r"python -m (scripts\.\w+)", command):
            assert (ROOT / module.replace(".", "/") / "__main__.py").is_file(), command
        for model in re.findall(r"--select (\w+)", command):
            assert list((ROOT / "dbt_trends").rglob(f"{model}.sql")), command
