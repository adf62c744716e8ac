"""The floors: command line over release over document over edges over values; nothing looks up."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import publisher

ROOT = Path(publisher.__file__).parent
FLOORS = (
    ("cli", "command"),
    ("release", "status", "guards", "index", "request", "session", "monitoring"),
    ("documents", "sentences", "build", "limits", "check", "equality", "reading"),
    (
        "store",
        "warehouse",
        "bigquery",
        "journal",
        "metrics",
        "mart",
        "schemas",
        "values",
        "clock",
        "errors",
    ),
)
FLOOR = {module: floor for floor, modules in enumerate(FLOORS) for module in modules}
FILES = sorted(path for path in ROOT.rglob("*.py") if path != ROOT / "__init__.py")
LONGEST_FILE = 400


def name_of(path: Path) -> str:
    """Return a module's name below the package: ``index``, ``documents.registry``."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {name_of(path): path for path in FILES}


def imports(path: Path) -> Iterator[str]:
    """Yield the publisher's modules that a file imports.

    Those in functions count, and so do those that only a type checker sees.
    """
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} is a relative import"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if name.split(".")[0] == "publisher":
                yield module(name.removeprefix("publisher."))


def module(name: str) -> str:
    """Return the module that a dotted name is, or belongs to."""
    while name not in MODULES:
        name, dot, _ = name.rpartition(".")
        assert dot, f"no module of the publisher: {name}"
    return name


def test_every_module_has_its_floor() -> None:
    assert {name.split(".")[0] for name in MODULES} == set(FLOOR)


@pytest.mark.parametrize("name", MODULES)
def test_no_module_imports_from_a_floor_above_its_own(name: str) -> None:
    own = FLOOR[name.split(".")[0]]
    upward = [found for found in imports(MODULES[name]) if FLOOR[found.split(".")[0]] < own]
    assert upward == []


def test_no_modules_import_each_other_in_a_circle() -> None:
    left = {name: set(imports(path)) for name, path in MODULES.items()}
    while left:
        free = [name for name, found in left.items() if not found & left.keys()]
        assert free, f"a cycle among {sorted(left)}"
        for name in free:
            del left[name]


def test_a_document_does_not_import_another_document() -> None:
    shared = {"documents.cadence", "documents.document", "documents.parts"}
    for name, path in MODULES.items():
        if name.startswith("documents.") and name not in {*shared, "documents.registry"}:
            within = {found for found in imports(path) if found.startswith("documents")}
            assert within <= shared, name


@pytest.mark.parametrize("name", [name for name in MODULES if name.startswith("documents")])
def test_each_module_of_the_package_can_be_imported_first(name: str) -> None:
    subprocess.run([sys.executable, "-c", f"import publisher.{name}"], cwd=ROOT.parent, check=True)


@pytest.mark.parametrize("name", MODULES)
def test_no_file_is_too_long(name: str) -> None:
    assert len(MODULES[name].read_text("utf-8").splitlines()) <= LONGEST_FILE
