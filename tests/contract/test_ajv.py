"""The schemas and their examples before another judge: ajv in its strictest mode.

Where node and npm are; ajv comes from the npm registry once, into the user's cache.
"""

import json
import os
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SCHEMAS = {
    path.name.removesuffix(".schema.json"): json.loads(path.read_text("utf-8"))
    for path in sorted((ROOT / "json_schemas").glob("*.schema.json"))
}
PACKAGES = ("ajv@8.20.0", "ajv-formats@3.0.1")

# Reads {name: [schema, documents]}, and writes {name: what is wrong}.
PROGRAM = """
const Ajv = require("ajv/dist/2020"), formats = require("ajv-formats"), fs = require("fs");
const found = {};
for (const [name, [schema, documents]] of Object.entries(JSON.parse(fs.readFileSync(0)))) {
  const ajv = new Ajv({strict: true, strictTypes: true, strictTuples: true, strictRequired: true});
  formats(ajv);
  try {
    const validate = ajv.compile(schema);
    found[name] = documents.flatMap(one => validate(one) ? [] : [ajv.errorsText(validate.errors)]);
  } catch (error) {
    found[name] = [error.message];
  }
}
console.log(JSON.stringify(found));
"""

Cases = Mapping[str, tuple[Any, list[Any]]]


@pytest.fixture(scope="session")
def ajv() -> Path:
    """Return a folder with ajv in it."""
    if shutil.which("node") is None or shutil.which("npm") is None:
        pytest.skip("node or npm is missing: the schemas are not held against ajv")
    cache = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    folder = cache / "nba-trends" / "-".join(PACKAGES)
    if not (folder / "node_modules").is_dir():
        partial = folder.with_name(f"{folder.name}.{os.getpid()}")
        partial.mkdir(parents=True, exist_ok=True)
        quiet = ("--silent", "--no-audit", "--no-fund", "--ignore-scripts")
        installed = subprocess.run(
            ["npm", "install", *quiet, "--prefix", str(partial), *PACKAGES],
            capture_output=True,
            text=True,
            check=False,
        )
        if installed.returncode != 0:
            shutil.rmtree(partial)
            pytest.skip(f"ajv cannot be had from the npm registry: {installed.stderr[-300:]}")
        try:
            partial.rename(folder)
        except OSError:
            # Another run was faster.
            shutil.rmtree(partial)
    return folder


def judged(ajv: Path, cases: Cases) -> dict[str, list[str]]:
    """Return what ajv finds wrong in each schema and its documents."""
    run = subprocess.run(
        ["node", "-e", PROGRAM],
        cwd=ajv,
        input=json.dumps(cases),
        capture_output=True,
        text=True,
        check=True,
    )
    found: dict[str, list[str]] = json.loads(run.stdout)
    return found


def test_ajv_takes_every_schema_and_every_example(ajv: Path) -> None:
    release = {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in (ROOT / "docs" / "examples").glob("*.json")
    }
    assert release.keys() == SCHEMAS.keys()
    cases = {
        name: (schema, [*schema["examples"], release[name]]) for name, schema in SCHEMAS.items()
    }
    assert judged(ajv, cases) == {name: [] for name in SCHEMAS}


def test_ajv_refuses_a_loose_schema_and_a_wrong_example(ajv: Path) -> None:
    deep_dive = SCHEMAS["deep-dive-current"]
    (example,) = deep_dive["examples"]
    loose = {**deep_dive, "then": {"properties": {"slug": {"minLength": 1}}}, "if": {}}
    late = {**example, "as_of_date": "2026-02-30"}
    found = judged(ajv, {"loose": (loose, [example]), "late": (deep_dive, [example, late])})
    assert "strictTypes" in found["loose"][0]
    assert found["late"] == ['data/as_of_date must match format "date"']
