"""The product on an emulated BigQuery: it builds and tests there, and its documents are DuckDB's.

The emulator executes on DuckDB: this proves the clients, the adapter and the SQL's form, not
BigQuery's semantics.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from google.cloud import bigquery

from publisher.documents import DOCUMENTS, INDEX_PATH, Document
from scripts.bench.jobs import statements
from scripts.sources.tables import source_tables
from tests.emulator import production
from tests.emulator.bigquery import PROJECT
from tests.emulator.builds import DATES, GROUPS, results
from tests.emulator.conftest import FullBuild, Objects
from tests.emulator.production import TABLES
from tests.fixtures.harness import ROOT, environment

PUBLISHED = [document for document in DOCUMENTS if document.group in GROUPS]
MARTS = [
    (document, mart.name) for document in PUBLISHED for mart in (document.header, *document.details)
]
COMMENT = re.compile(r"/\* (\{.*?\}) \*/")
LARGE = ("int_player_games__played", "int_player_games__results", "int_lines__market")


def table(build: FullBuild, name: str) -> bigquery.Table:
    """Return what BigQuery says about a model's table."""
    return build.emulator.client.get_table(f"{PROJECT}.trends.{name}")


def test_the_sources_are_declared_as_production_has_them() -> None:
    declared = {
        f"{source.dataset}.{source.name}": (
            list(source.columns.items()),
            source.partition_column,
            source.is_optional,
        )
        for source in source_tables()
    }
    assert declared == {
        table.full_name: (
            [(name, kind.partition("(")[0]) for name, kind in table.columns.items()],
            table.partition if table.requires_filter else None,
            table.is_optional,
        )
        for table in TABLES
    }


@pytest.mark.parametrize("source", TABLES, ids=lambda source: source.name)
def test_the_build_reads_productions_columns_and_types(
    full_build: FullBuild, source: production.Table
) -> None:
    made = full_build.emulator.client.get_table(f"{PROJECT}.{source.full_name}")
    # The API answers with the legacy names of types.
    names = {"FLOAT": "FLOAT64", "INTEGER": "INT64", "BOOLEAN": "BOOL"}
    types = {field.name: names.get(field.field_type, field.field_type) for field in made.schema}
    wanted = {name: kind.partition("(")[0] for name, kind in source.columns.items()}
    assert {name: types.get(name) for name in wanted} == wanted


@pytest.mark.parametrize("document", PUBLISHED, ids=lambda document: document.name)
@pytest.mark.parametrize("as_of", DATES.values(), ids=[*DATES])
def test_the_documents_of_both_engines_are_equal_to_the_byte(
    published: Objects, published_from_duckdb: Objects, document: Document, as_of: date
) -> None:
    path = document.archive_path(as_of)
    assert published[path] == published_from_duckdb[path]


def test_the_dates_are_what_they_stand_for(published: Objects) -> None:
    statuses = {
        name: json.loads(published[PUBLISHED[0].archive_path(as_of)])["status"]
        for name, as_of in DATES.items()
    }
    assert statuses == {
        "early season": "ok",
        "off-season": "off_season",
        "no games": "no_games",
        "mid-season": "ok",
    }


def test_the_live_objects_of_both_engines_are_equal_and_the_same(
    published: Objects, published_from_duckdb: Objects
) -> None:
    assert published == published_from_duckdb
    live = {INDEX_PATH, *(document.path for document in PUBLISHED)}
    assert {name for name in published if "/archive/" not in name} == live


def test_without_the_optional_tables_both_engines_publish_the_same(
    published_without_optional: Objects, without_optional_from_duckdb: Objects, published: Objects
) -> None:
    assert published_without_optional == without_optional_from_duckdb
    assert len(published_without_optional) == 2 * len(PUBLISHED) + 1
    paths = [document.path for document in PUBLISHED]
    # They are of use: without them, something is unknown.
    assert any(published_without_optional[path] != published[path] for path in paths)


def test_every_model_and_every_test_is_good_on_bigquery(full_build: FullBuild) -> None:
    found = results(full_build.scratch)
    # The sample league has what is warned about: unknown books, namesakes.
    assert {result["status"] for result in found} <= {"success", "pass", "warn"}
    kinds = Counter(result["unique_id"].split(".")[0] for result in found)
    assert kinds.keys() >= {"model", "seed", "test", "unit_test"}
    assert min(kinds.values()) > 0


@pytest.mark.parametrize("mart", [mart for _, mart in MARTS])
def test_a_mart_is_partitioned_by_its_date_and_described(full_build: FullBuild, mart: str) -> None:
    found = table(full_build, mart)
    assert found.time_partitioning is not None
    assert found.time_partitioning.field == "as_of_date"
    assert found.description
    assert all(field.description for field in found.schema)


@pytest.mark.parametrize("model", LARGE)
def test_a_large_table_is_partitioned_by_month_and_clustered_by_player(
    full_build: FullBuild, model: str
) -> None:
    # The emulator forgets both, so they are read off the statement.
    (statement,) = (full_build.scratch / "target" / "run").rglob(f"{model}.sql")
    lines = [line.strip() for line in statement.read_text("utf-8").splitlines()]
    assert "partition by date_trunc(game_date, month)" in lines
    assert "cluster by player_lookup" in lines


def comments(build: FullBuild) -> list[dict[str, str]]:
    """Return the comment of each query job, which says what it is for."""
    jobs = build.emulator.client.list_jobs(all_users=True, max_results=100_000)
    queries = [job.query for job in jobs if job.job_type == "query"]
    return [json.loads(found[1]) for query in queries if (found := COMMENT.match(query))]


def test_the_jobs_of_a_build_are_those_that_its_cost_is_computed_from(
    full_build: FullBuild,
) -> None:
    """Except for those of the contracts, which are off here."""
    manifest = json.loads((full_build.scratch / "target" / "manifest.json").read_text("utf-8"))
    counted = {name for group in GROUPS for name, _ in statements(manifest, group)}
    loads = {name for name in counted if name.startswith("load of ")}
    sent = Counter(comment["model"] for comment in comments(full_build))
    queries = {name.removeprefix("options of ") for name in counted - loads}
    assert {name: sent[name] for name in queries} == dict.fromkeys(queries, 1)
    jobs = full_build.emulator.client.list_jobs(all_users=True, max_results=100_000)
    assert sum(job.job_type == "load" for job in jobs) == len(TABLES) + len(loads)


def test_every_job_says_what_it_is_for(full_build: FullBuild) -> None:
    """dbt-bigquery makes a job's labels from its comment; the emulator keeps only the comment."""
    labels = {comment["model"]: comment for comment in comments(full_build)}
    for document, mart in MARTS:
        assert labels[mart] == {
            "app": "dbt",
            "document": document.name.replace("-", "_"),
            "document_group": document.group,
            "model": mart,
        }
    assert labels[LARGE[0]]["document_group"] == "shared"


def test_the_export_builds_and_publishes_on_bigquery(
    full_build: FullBuild, published: Objects, sample_league_dir: Path, tmp_path: Path
) -> None:
    """In a copy of the project whose contracts are off, since the export has no option for that."""
    copy = tmp_path / "project"
    for folder in ("dbt_trends", "scripts", "publisher", "json_schemas"):
        unwanted = shutil.ignore_patterns("target", "logs", "*.duckdb*", "__pycache__")
        shutil.copytree(ROOT / folder, copy / folder, ignore=unwanted)
    shutil.copy(ROOT / "profiles.yml.example", copy)
    project = copy / "dbt_trends" / "dbt_project.yml"
    on, off = "var('enforce_contracts', true)", "var('enforce_contracts', false)"
    text = project.read_text("utf-8")
    assert on in text
    project.write_text(text.replace(on, off), "utf-8")
    exported = subprocess.run(
        [
            *(sys.executable, "-m", "scripts.export", "monthly"),
            *("--as-of", str(DATES["mid-season"]), "--live", "--to", str(tmp_path / "site")),
        ],
        cwd=copy,
        env={
            **environment(sample_league_dir, tmp_path / "none", tmp_path),
            **full_build.emulator.variables,
            "PYTHONPATH": os.fspath(copy),
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert exported.returncode == 0, exported.stderr
    (document,) = [document for document in PUBLISHED if document.group == "monthly"]
    made = json.loads((tmp_path / "site" / document.path).read_bytes())
    # When it was made, and so when it will be made again, depends on the clock.
    clock = {"generated_at": "", "refresh": ""}
    assert {**made, **clock} == {**json.loads(published[document.path]), **clock}
