"""Nothing from outside switches a data test off, and a test that did not run is a failed build."""

from pathlib import Path
from typing import Any

import pytest

from publisher.errors import BuildError, SourceError
from scripts.project import PROFILE
from scripts.sources.absent import VARIABLE
from tests.unit.test_dbt_project import Dbt, build, dbt, ended, on_bigquery

__all__ = ["dbt", "on_bigquery"]


def node(kind: str, *tags: str, reads: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"resource_type": kind, "tags": list(tags), "depends_on": {"nodes": list(reads)}}


MODEL, OTHER = "model.dbt_trends.fct_whos_hot", "model.dbt_trends.fct_deep_dive"
NODES = {
    MODEL: node("model", "trends_daily"),
    OTHER: node("model", "trends_monthly"),
    "test.dbt_trends.of_both.1a": node("test", reads=(OTHER, MODEL)),
    "test.dbt_trends.by_its_tag.1a": node("test", "trends_daily"),
    "test.dbt_trends.of_another_group.1a": node("test", "trends_monthly", reads=(OTHER,)),
    "test.dbt_trends.of_a_macro.1a": node("test", "macro_vectors"),
    "unit_test.dbt_trends.fct_whos_hot.a_rule": node("unit_test", reads=(MODEL,)),
}


def outcome(name: str, status: str) -> dict[str, Any]:
    return {**ended(name, status, 0, "select 1"), "unique_id": f"test.dbt_trends.{name}.1a"}


def test_a_build_with_every_data_test_of_its_group_is_a_good_one(dbt: Dbt) -> None:
    dbt.has(NODES)
    results = [outcome("of_both", "pass"), outcome("by_its_tag", "warn")]
    assert build(dbt, None, *results) == ["by_its_tag: 0 rows"]


@pytest.mark.parametrize(
    ("results", "message"),
    [
        ([], "dbt ran only 0 of 2 data tests, and not by_its_tag: something outside the project"),
        ([outcome("by_its_tag", "pass")], "dbt ran only 1 of 2 data tests, and not of_both: "),
        (
            [outcome("by_its_tag", "pass"), outcome("of_both", "skipped")],
            "dbt ran only 1 of 2 data tests, and not of_both: ",
        ),
        (
            [outcome("by_its_tag", "pass"), outcome("of_another_group", "pass")],
            "dbt ran only 1 of 2 data tests, and not of_both: ",
        ),
    ],
    ids=["none", "one missing", "one skipped", "another in its place"],
)
def test_a_build_without_one_of_its_data_tests_is_a_failed_one(
    dbt: Dbt, results: list[dict[str, Any]], message: str
) -> None:
    dbt.has(NODES)
    with pytest.raises(BuildError, match=message):
        build(dbt, None, *results)


@pytest.mark.parametrize("content", ["", "{}", '{"nodes": '])
def test_a_build_that_cannot_be_counted_is_a_failed_one(dbt: Dbt, content: str) -> None:
    (dbt.folder / "target" / "manifest.json").write_text(content)
    with pytest.raises(BuildError, match="it cannot be told which tests dbt ran"):
        build(dbt, None)


def test_dbt_gets_none_of_its_variables_but_where_its_files_go_and_secrets(
    dbt: Dbt, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in (
        *("DBT_INDIRECT_SELECTION", "DBT_EXCLUDE_RESOURCE_TYPES", "DBT_ENGINE_EMPTY", "DBT_TARGET"),
        *("DBT_PROFILES_DIR", "DBT_PROJECT_DIR", "DBT_STATE", "DBT_DEFER", "DBT_WARN_ERROR"),
    ):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("DBT_LOG_PATH", str(tmp_path / "logs"))
    monkeypatch.setenv("DBT_ENV_SECRET_BIGQUERY_TOKEN", "token")
    build(dbt, None)
    assert {name for name in dbt.environment if name.startswith("DBT_")} == {
        *("DBT_TARGET_PATH", "DBT_LOG_PATH", "DBT_ENV_SECRET_BIGQUERY_TOKEN"),
    }
    arguments = dbt.arguments
    named = {name: arguments[arguments.index(name) + 1] for name in arguments if name[:2] == "--"}
    assert named["--indirect-selection"] == "eager"
    assert (named["--profile"], named["--target"]) == ("dbt_trends", "duckdb")
    assert (Path(named["--profiles-dir"]) / "profiles.yml").read_bytes() == PROFILE.read_bytes()


@pytest.mark.parametrize(
    ("message", "named"),
    [
        (
            "Database Error in model stg_nba_raw__schedule (models/staging/…)\n  Not found: Table "
            "sources:nba_raw.nbac_schedule was not found in location US",
            "nba_raw.nbac_schedule",
        ),
        ("Not found: Table `sources.nba_raw.nbac_schedule`; x", "nba_raw.nbac_schedule"),
        ("404 Not found: Dataset sources:nba_raw was not found in location US", "nba_raw"),
    ],
)
def test_a_source_table_that_bigquery_does_not_find_is_named(
    dbt: Dbt, on_bigquery: Any, message: str, named: str
) -> None:
    on_bigquery("")
    failed = {"unique_id": "model.dbt_trends.stg", "status": "error", "message": message}
    with pytest.raises(SourceError, match=f"BigQuery does not find {named} .*{VARIABLE}"):
        build(dbt, None, failed, code=1)


def test_another_failure_on_bigquery_is_a_failed_build(dbt: Dbt, on_bigquery: Any) -> None:
    on_bigquery("")
    message = "Not found: Table marts:trends.int_lines__market was not found in location US"
    failed = {"unique_id": "model.dbt_trends.x", "status": "error", "message": message}
    with pytest.raises(BuildError):
        build(dbt, None, failed, {**failed, "message": None}, code=1)
