"""The cost estimate reads off a statement what BigQuery would read and bill."""

from typing import Any

from scripts.bench.jobs import (
    MEBIBYTE,
    MINIMUM_BYTES,
    Job,
    opened,
    references,
    statements,
    tables,
)

VIEWS = {"trends.stg": "select a, b, c from `my-project`.`nba_raw`.`source` where b > 0"}
SCHEMA = {
    "nba_raw.source": {"a": 1, "b": 20, "c": 300, "unused": 4000},
    "trends.stg": {"a": 1, "b": 20, "c": 300},
    "trends.int": {"a": 5, "d": 60},
}


def test_the_columns_of_each_table_are_counted_and_a_view_is_opened() -> None:
    sql = """
        with one as (select a, b, c from `my-project`.`trends`.`stg`),
        two as (select a, d from `my-project`.`trends`.`int`)
        select one.c, two.d from one inner join two on one.a = two.a
    """
    found = sorted(references(opened(sql, VIEWS), SCHEMA))
    # b is read by the view itself, d and both a by the query.
    assert found == [("nba_raw.source", 321), ("trends.int", 65)]


def test_a_column_that_nobody_asks_for_is_not_read() -> None:
    sql = "with one as (select a, b, c from `my-project`.`trends`.`stg`) select a from one"
    assert list(references(opened(sql, VIEWS), SCHEMA)) == [("nba_raw.source", 21)]


def test_a_reference_is_billed_at_no_less_than_ten_megabytes_and_a_job_in_whole_megabytes() -> None:
    job = Job("job", [("small", 1), ("large", MINIMUM_BYTES + 1)])
    assert job.processed == MINIMUM_BYTES + 2
    assert job.billed == 21 * MEBIBYTE
    assert Job("nothing", []).billed == 0


def test_the_tables_of_a_statement_are_those_behind_its_views() -> None:
    sql = """
        with one as (select a from `my-project`.`trends`.`stg`)
        select a from one where a in (select a from `my-project`.`trends`.`int`)
    """
    assert tables(opened(sql, VIEWS)) == {"nba_raw.source", "trends.int"}


def test_every_statement_that_dbt_sends_is_a_job() -> None:
    def node(kind: str, *parents: str, contract: bool = False, **config: object) -> dict[str, Any]:
        return {
            "name": "_".join([kind, *parents]),
            "resource_type": kind,
            "relation_name": f"`my-project`.`trends`.`{kind}`",
            "compiled_code": "select 1 as x",
            "config": {"tags": ["trends_daily"], "contract": {"enforced": contract}, **config},
            "depends_on": {"nodes": parents},
        }

    nodes = {
        "seed": node("seed"),
        "view": node("model", materialized="view"),
        "table": node("model", "view", materialized="table"),
        "mart": node("model", "table", materialized="table", contract=True),
        "test": node("test", "table", tags=[]),
        "test of two models": node("test", "view", "weekly", tags=[]),
        "weekly": node("model", materialized="table", tags=["trends_weekly"]),
        "weekly test": node("test", "weekly", tags=[]),
        "test of a macro": node("test", tags=["macro_vectors"]),
    }
    assert [name for name, _ in statements({"nodes": nodes}, "daily")] == [
        "load of seed",
        "options of seed",
        "model",
        "model_view",
        "columns of model_table's SQL",
        "columns of model_table's contract",
        "model_table",
        "test_table",
        "test_view_weekly",
    ]
