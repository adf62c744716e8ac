"""The grain that each model's first line states is the key that a data test holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

DBT = Path(__file__).parents[2] / "dbt_trends"
MODELS = {path.stem: path for path in (DBT / "models").rglob("*.sql")}
GRAIN = re.compile(r"-- grain: one row per (?:\((?P<several>[\w, ]+)\)|(?P<one>\w+))")
TESTED = re.compile(r"'(?P<model>\w+)': \[(?P<key>[\w', ]+)\]")


def held_keys() -> Iterator[tuple[str, str]]:
    """Yield each model whose key is tested, with the key: of the grain tests and of the marts."""
    for path in (DBT / "tests" / "grains").glob("*.sql"):
        for found in TESTED.finditer(path.read_text("utf-8")):
            yield found["model"], found["key"].replace("'", "")
    for path in (DBT / "models").rglob("_models.yml"):
        for model in yaml.safe_load(path.read_text("utf-8"))["models"]:
            for test in model.get("data_tests", []):
                if key := test.get("holds", {}).get("arguments", {}).get("key"):
                    yield model["name"], ", ".join(key)


def stated_key(name: str) -> str:
    """Return the key in a model's first line."""
    found = GRAIN.match(MODELS[name].read_text("utf-8"))
    assert found, name
    return found["several"] or found["one"]


def is_view(name: str) -> bool:
    """Whether a model is a view: a test of one would scan its source a second time."""
    project = yaml.safe_load((DBT / "dbt_project.yml").read_text("utf-8"))
    config = project["models"]["dbt_trends"]
    folders = MODELS[name].relative_to(DBT / "models").parts[:-1]
    materialized = None
    for level in (*folders, name):
        config = config.get(level, {})
        materialized = config.get("+materialized", materialized)
    return materialized == "view"


@pytest.mark.parametrize("name", sorted(MODELS))
def test_the_key_of_the_grain_is_tested_once(name: str) -> None:
    keys = [key for model, key in held_keys() if model == name]
    assert keys == ([] if is_view(name) else [stated_key(name)])
