"""docs/examples: the live objects of a release of the sample league's latest slate."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from publisher import documents, release
from publisher.clock import NEW_YORK
from publisher.documents import DOCUMENTS
from publisher.journal import Journal
from publisher.request import Request
from publisher.session import Session
from publisher.store import LocalStore
from publisher.warehouse import DuckDBReader
from scripts.project import DBT, dbt_environment
from scripts.sample.league import build_league
from scripts.sample.plan import LATEST_SLATE

# When the release of the examples computed its numbers, after the last of its lines was set, and
# when it was published.
GENERATED_AT = "2026-01-15T22:30:00+00:00"
PUBLISHED_AT = datetime.fromisoformat(GENERATED_AT).astimezone(NEW_YORK) + timedelta(minutes=4)


def renew(folder: Path) -> None:
    """Build the sample league and its marts, and write the examples again."""
    with tempfile.TemporaryDirectory() as scratch:
        write_examples(build_warehouse(Path(scratch)), folder)


def build_warehouse(scratch: Path) -> Path:
    """Build the marts of the sample league's latest slate under ``scratch``; return the file."""
    build_league(scratch / "data")
    warehouse = scratch / "trends.duckdb"
    tests = ("--exclude-resource-type", "test", "--exclude-resource-type", "unit_test")
    dates = {"as_of_date": str(LATEST_SLATE), "generated_at": GENERATED_AT}
    subprocess.run(
        ["dbt", "--quiet", "build", "--target", "duckdb", *tests, "--vars", json.dumps(dates)],
        cwd=DBT,
        env=dbt_environment(
            scratch,
            TRENDS_DATA_DIR=str(scratch / "data"),
            TRENDS_DUCKDB_PATH=str(warehouse),
        ),
        stdout=sys.stderr,
        check=True,
    )
    return warehouse


def write_examples(warehouse: Path, folder: Path) -> None:
    """Release the latest slate of a warehouse of the sample league; keep the live objects.

    Of the files in ``folder``, which have the live objects' names, each is written again.
    """
    request = Request(DOCUMENTS, LATEST_SLATE, PUBLISHED_AT, live=True)
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as site, DuckDBReader(warehouse) as reader:
        store = LocalStore(Path(site))
        release.publish(request, reader, store, Session(lambda: PUBLISHED_AT, Journal(str)))
        for path in (*(document.path for document in DOCUMENTS), documents.INDEX_PATH):
            shutil.copy(Path(site) / path, folder)
