"""What the tests of releases to a folder share."""

import hashlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

from publisher.check import violations
from publisher.schemas import load_schema
from tests.fixtures.daily_marts import BUILT, D, daily_tables

NEXT_DAY = D + timedelta(days=1)
ARCHIVE = "v1/trends/archive/2025-01-10"
ALL = [
    f"{ARCHIVE}/whos-hot-v2.json",
    f"{ARCHIVE}/bounce-back.json",
    "v1/trends/whos-hot-v2.json",
    "v1/trends/bounce-back.json",
    "v1/trends/index.json",
]


def load(path: Path) -> Any:
    return json.loads(path.read_bytes())


def changed(heat: float = 7.99) -> dict[str, list[dict[str, Any]]]:
    """Return the daily tables with a different heat in who's hot."""
    tables = daily_tables()
    for row in tables["fct_whos_hot_players"]:
        row["heat_score"] = heat
    return tables


def built_later(by: timedelta) -> dict[str, list[dict[str, Any]]]:
    """Return the daily tables as a later build of equal data leaves them."""
    tables = daily_tables()
    for name in ("fct_whos_hot", "fct_bounce_back"):
        tables[name][0]["generated_at"] = BUILT + by
    return tables


def check_index(site: Path) -> Any:
    """Return the index, after checking that it names what is really there."""
    index = load(site / "v1/trends/index.json")
    assert violations(load_schema("index"), index) == []
    for entry in index["documents"]:
        body = (site / entry["path"].lstrip("/")).read_bytes()
        assert entry["sha256"] == hashlib.sha256(body).hexdigest()
        assert entry["bytes"] == len(body)
        assert entry["generated_at"] == json.loads(body)["generated_at"]
        assert (site / entry["archive_path"].lstrip("/")).read_bytes() == body
    return index
